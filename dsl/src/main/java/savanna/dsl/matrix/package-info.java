/** Matrices of floats and doubles, row by row in flat arrays: products, orthogonalization, eigenvectors. */
@API(status = API.Status.INTERNAL)
package savanna.dsl.matrix;

import org.apiguardian.api.API;
