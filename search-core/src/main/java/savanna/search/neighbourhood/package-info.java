/** Systematic local search: every single edit of a program, judged on paired seeds. */
@API(status = API.Status.INTERNAL)
package savanna.search.neighbourhood;

import org.apiguardian.api.API;
