/** The paper's Figures 2 and 3, from the stores of runs. */
@API(status = API.Status.EXPERIMENTAL)
package savanna.search.plot;

import org.apiguardian.api.API;
