/** The strategies of a search: regularized evolution on Jenetics, and the baselines that stand on it. */
@API(status = API.Status.EXPERIMENTAL)
package savanna.search.strategy;

import org.apiguardian.api.API;
