package savanna.dsl.function;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
 * @param definitions what the templates call
 */
public record Spelling(
        String torch, String jax, String java, String latex, List<String> nd4j, Definitions definitions) {

    /**
     * Functions that a spelling calls where a library has none: Python's {@code def}s, which may call those of other
     * rows, and a static method of Java.
     *
     * @param torch empty if there is none; likewise the others
     */
    public record Definitions(String torch, String jax, String java) {
        static final Definitions NONE = new Definitions("", "", "");

        /** The same for both libraries of Python. @param python {@code {np}} stands for the library */
        static Definitions of(String python) {
            return new Definitions(python.replace("{np}", "torch"), python.replace("{np}", "jnp"), "");
        }

        /** Those in the files {@code name.torch.py}, {@code name.jax.py} and {@code name.java} beside this class. */
        static Definitions inFiles(String name) {
            return new Definitions(read(name + ".torch.py"), read(name + ".jax.py"), read(name + ".java"));
        }

        private static String read(String file) {
            try (InputStream in = Spelling.class.getResourceAsStream(file)) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    public Spelling {
        nd4j = List.copyOf(nd4j);
    }

    public Spelling(String torch, String jax, String java, String latex, String... nd4j) {
        this(torch, jax, java, latex, List.of(nd4j), Definitions.NONE);
    }

    /** The spelling of a function of whole arrays that files beside this class define. */
    static Spelling inFiles(String name, String call, String nd4j, String latex) {
        return new Spelling(call, call, "", latex, List.of(nd4j), Definitions.inFiles(name));
    }

    /** The spelling of a function of whole arrays that Python defines. @param call as Python calls it */
    static Spelling defined(String call, String latex, String definition) {
        return new Spelling(call, call, "", latex, List.of(), Definitions.of(definition));
    }
}
