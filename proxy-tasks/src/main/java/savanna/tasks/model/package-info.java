/** Networks with hand-written forward and backward passes over one flat vector of parameters. */
@API(status = API.Status.EXPERIMENTAL)
package savanna.tasks.model;

import org.apiguardian.api.API;
