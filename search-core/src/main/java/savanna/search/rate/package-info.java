/** How large the updates of programs are, so that edits can keep the size. */
@API(status = API.Status.INTERNAL)
package savanna.search.rate;

import org.apiguardian.api.API;
