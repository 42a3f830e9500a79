/**
 * Programs as code that people use: PyTorch, Optax, ND4J, LaTeX and plain text. Each exporter writes one file that
 * stands alone.
 */
package savanna.dsl.export;
