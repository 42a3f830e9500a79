/** Data: where it comes from, how it is split, and batches of it. */
@API(status = API.Status.EXPERIMENTAL)
package savanna.tasks.data;

import org.apiguardian.api.API;
