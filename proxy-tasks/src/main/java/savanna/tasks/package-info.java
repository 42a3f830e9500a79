/**
 * Proxy tasks (paper, section 3.2): data, model, recipe and metric, on which programs are trained and get their
 * fitness.
 */
@API(status = API.Status.EXPERIMENTAL)
package savanna.tasks;

import org.apiguardian.api.API;
