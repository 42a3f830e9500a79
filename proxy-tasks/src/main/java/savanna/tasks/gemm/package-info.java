/** Products of matrices in flat arrays, native and in plain Java. */
@API(status = API.Status.INTERNAL)
package savanna.tasks.gemm;

import org.apiguardian.api.API;
