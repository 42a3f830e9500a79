/** What is better: fitness and the prices of complexity, in one value that everything compares. */
@API(status = API.Status.EXPERIMENTAL)
package savanna.search.objective;

import org.apiguardian.api.API;
