package savanna.dsl.function;

import java.util.List;

/**
 * How exported code spells a function: templates in which {@code {0}}, {@code {1}}, {@code {2}} stand for the
 * arguments.
 *
 * @param torch PyTorch, with {@code torch} and, for functions without arguments, {@code math} imported
 * @param jax JAX, with {@code jnp} imported
 * @param java Java on doubles; empty for a function of whole arrays, which an ND4J updater does not see
 * @param latex LaTeX, math mode; the signs around an argument tell where it needs parentheses
 * @param nd4j ND4J, with {@code Transforms} imported: {@code [0]} stands for an argument that is an array, {@code {0}}
 *     for one that is a number. The first that suits the arguments is taken, else the first that does with numbers
 *     spread over arrays. Where none is given, a function of one argument is applied to each element as {@code java}
 *     says.
 * @param definition Python functions that {@code torch} and {@code jax} call, where the libraries have none; one of the
 *     whole model takes lists of arrays. {@code {np}} stands for the library. They may call those of other rows
 */
public record Spelling(String torch, String jax, String java, String latex, List<String> nd4j, String definition) {

    public Spelling {
        nd4j = List.copyOf(nd4j);
    }

    public Spelling(String torch, String jax, String java, String latex, String... nd4j) {
        this(torch, jax, java, latex, List.of(nd4j), "");
    }

    /** The spelling of a function of whole arrays that Python defines. @param call as Python calls it */
    static Spelling defined(String call, String latex, String definition) {
        return new Spelling(call, call, "", latex, List.of(), definition);
    }
}
