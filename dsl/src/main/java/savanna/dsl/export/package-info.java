/**
 * Programs as code that people use: PyTorch, Optax, ND4J, LaTeX and plain text. Each exporter writes one file that
 * stands alone.
 */
@API(status = API.Status.EXPERIMENTAL)
package savanna.dsl.export;

import org.apiguardian.api.API;
