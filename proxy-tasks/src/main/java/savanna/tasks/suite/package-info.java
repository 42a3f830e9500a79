/** Suites: several tasks as one, whose fitness is the mean over them of the paired difference to a start program. */
@API(status = API.Status.EXPERIMENTAL)
package savanna.tasks.suite;

import org.apiguardian.api.API;
