/** Random streams, one a purpose, that depend on nothing but the seed. */
@API(status = API.Status.INTERNAL)
package savanna.search.random;

import org.apiguardian.api.API;
