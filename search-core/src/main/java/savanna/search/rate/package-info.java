/** Learning rates of programs: multiplied, and matched so that updates keep their size. */
@API(status = API.Status.INTERNAL)
package savanna.search.rate;

import org.apiguardian.api.API;
