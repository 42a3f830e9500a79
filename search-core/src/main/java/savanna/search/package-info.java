/** Savanna as a library: {@link savanna.search.Discovery} runs what a config says, in one's own program. */
@API(status = API.Status.EXPERIMENTAL)
package savanna.search;

import org.apiguardian.api.API;
