/** Studies: variants of one config on the same seeds, side by side. */
@API(status = API.Status.INTERNAL)
package savanna.search.study;

import org.apiguardian.api.API;
