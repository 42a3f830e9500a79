/** Finds programs as users name them: shipped ones by name, others by file. */
@API(status = API.Status.EXPERIMENTAL)
package savanna.search.source;

import org.apiguardian.api.API;
