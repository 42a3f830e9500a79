package savanna.dsl.function;

/**
 * How exported code spells a function: templates in which {@code {0}}, {@code {1}}, {@code {2}} stand for the arguments.
 *
 * @param torch PyTorch, with {@code torch} imported
 * @param jax   JAX, with {@code jnp} imported
 * @param java  ND4J, with {@code Transforms} imported
 * @param latex LaTeX, math mode
 */
public record Spelling(String torch, String jax, String java, String latex) {}
