/** The programs that ship, by name. */
@API(status = API.Status.EXPERIMENTAL)
package savanna.dsl.library;

import org.apiguardian.api.API;
