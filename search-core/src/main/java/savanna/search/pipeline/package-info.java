/**
 * A whole run: searches, neighbourhood searches, funnel, choice and final comparison; what it tells its listener and
 * what comes out.
 */
@API(status = API.Status.EXPERIMENTAL)
package savanna.search.pipeline;

import org.apiguardian.api.API;
