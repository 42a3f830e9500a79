/** Regularized evolution on Jenetics, its populations, totals, budgets and hall of fame (paper, section 3.1). */
@API(status = API.Status.EXPERIMENTAL)
package savanna.search.evolution;

import org.apiguardian.api.API;
