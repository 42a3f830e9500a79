/** Parts that are found by name, those of other jars included. */
@API(status = API.Status.INTERNAL)
package savanna.search.registry;

import org.apiguardian.api.API;
