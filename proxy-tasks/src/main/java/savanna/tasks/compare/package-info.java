/** Fair comparisons of programs on a task: constants tuned first, then fresh seeds and the test split. */
@API(status = API.Status.EXPERIMENTAL)
package savanna.tasks.compare;

import org.apiguardian.api.API;
