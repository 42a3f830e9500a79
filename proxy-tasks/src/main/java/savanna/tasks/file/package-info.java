/** Files that may be larger than memory. */
@API(status = API.Status.INTERNAL)
package savanna.tasks.file;

import org.apiguardian.api.API;
