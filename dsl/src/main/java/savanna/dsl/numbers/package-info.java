/** The number policy: how far numbers may be apart and still be one, for hashing and for simplification. */
@API(status = API.Status.INTERNAL)
package savanna.dsl.numbers;

import org.apiguardian.api.API;
