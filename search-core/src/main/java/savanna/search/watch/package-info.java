/** Serves a run to a browser on this machine while it goes on, and after. */
@API(status = API.Status.INTERNAL)
package savanna.search.watch;

import org.apiguardian.api.API;
