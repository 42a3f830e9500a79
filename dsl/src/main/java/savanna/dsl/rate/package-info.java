/** Learning rates of programs, multiplied. */
@API(status = API.Status.EXPERIMENTAL)
package savanna.dsl.rate;

import org.apiguardian.api.API;
