/** What kind of optimizer a program is, decided by what it does rather than by how it is written. */
@API(status = API.Status.EXPERIMENTAL)
package savanna.dsl.family;

import org.apiguardian.api.API;
