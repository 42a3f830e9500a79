/** Parts that are found by name, those of other jars included. */
@API(status = API.Status.EXPERIMENTAL)
package savanna.search.registry;

import org.apiguardian.api.API;
