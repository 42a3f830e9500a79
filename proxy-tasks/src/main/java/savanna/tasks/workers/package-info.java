/**
 * Trainings in other processes, which speak JSON lines over their standard input and output: tasks that are Python
 * functions, and whatever else answers the protocol.
 */
@API(status = API.Status.EXPERIMENTAL)
package savanna.tasks.workers;

import org.apiguardian.api.API;
