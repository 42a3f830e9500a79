/**
 * Runs optimizers of PyTorch and Optax beside programs, and says where they part; the command {@code savanna check
 * --against} is for users.
 */
@API(status = API.Status.INTERNAL)
package savanna.search.against;

import org.apiguardian.api.API;
