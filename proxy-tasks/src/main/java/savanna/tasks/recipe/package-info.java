/** How a model is trained: steps, schedule, clipping, metric, seeds. */
@API(status = API.Status.EXPERIMENTAL)
package savanna.tasks.recipe;

import org.apiguardian.api.API;
