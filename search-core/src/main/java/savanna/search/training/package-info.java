/** Candidates and what was measured of them: means, standard errors, paired differences. */
@API(status = API.Status.EXPERIMENTAL)
package savanna.search.training;

import org.apiguardian.api.API;
