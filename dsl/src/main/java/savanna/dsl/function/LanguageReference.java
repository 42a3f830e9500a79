package savanna.dsl.function;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The reference of the language, made from the function table: as rows, and as the Markdown page
 * {@code dsl/LANGUAGE.md}.
 */
public final class LanguageReference {

    /**
     * A function as the reference prints it.
     *
     * @param name as programs call it
     * @param signature with its parameters, or as an operator
     * @param parameters names of the parameters
     * @param result how the kind of the result follows from the arguments
     * @param document what it is
     * @param error its error bound; {@code exact} if there is none
     * @param facts algebraic facts that the functional hash and simplification may use
     */
    public record Row(
            String name,
            String signature,
            List<String> parameters,
            String result,
            String document,
            String error,
            List<String> facts) {}

    /** One rounding of a float. */
    private static final double DEFAULT_BOUND = 1.2e-7;

    private LanguageReference() {}

    public static List<Row> rows() {
        return Functions.all().stream().map(LanguageReference::row).toList();
    }

    private static Row row(Function function) {
        List<String> facts = Stream.of(Fact.values())
                .filter(function::is)
                .map(fact -> fact.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();
        return new Row(
                function.name(),
                function.signature(),
                function.parameters(),
                result(function),
                function.document(),
                error(function),
                facts);
    }

    private static String result(Function function) {
        Kernel kernel = function.kernel();
        if (kernel instanceof Kernel.Constant) {
            return "scalar";
        }
        if (kernel instanceof Kernel.OfShape) {
            return Kind.LEAF.label();
        }
        if (kernel instanceof Kernel.Reduction reduction) {
            return reduction.scope().label();
        }
        if (kernel instanceof Kernel.Rescaling) {
            return Kind.TENSOR.label();
        }
        return kernel instanceof Kernel.Leafwise leafwise ? leafwise.signature().outcome() : "as arguments";
    }

    private static String error(Function function) {
        if (function.kernel() instanceof Kernel.Constant || function.isElementwise() && function.bound() == 0) {
            return "exact";
        }
        if (function.isOfShape() || function.isLeafwise() && function.bound() == 0) {
            return "exact";
        }
        boolean isBounded = function.isElementwise() || function.isLeafwise() && function.bound() > DEFAULT_BOUND;
        return isBounded ? String.format(Locale.ROOT, "%.1e", function.bound()) : "sums in double";
    }

    private static String extents(Kind kind) {
        return kind.isNumber() ? "one number for the whole model" : kind.rows() + " x " + kind.columns();
    }

    /** The whole page. */
    public static String markdown() {
        String table = rows().stream()
                .map(row -> "| `" + row.signature().replace("|", "\\|") + "` | `" + row.name() + "` | "
                        + row.document().replace("|", "\\|") + " | " + row.result() + " | " + row.error() + " | "
                        + String.join(", ", row.facts()) + " |\n")
                .collect(Collectors.joining());
        return """
                # The language

                <!-- Made from the function table: ./savanna list functions --markdown > dsl/LANGUAGE.md -->

                A program is one optimizer step, `w = w - update`:

                    def train(w, g, m, lr):          # weights, gradient, states, schedule value in [0, 1]
                      c = interp(g, m, 0.9)          # one function call a statement
                      update = sign(c)
                      m = interp(g, m, 0.99)
                      wd = w * 0.1
                      update = update + wd
                      lr = lr * 0.0001
                      update = update * lr
                      return update, m               # the update, then the new value of each state

                States are zero at the start; there may be any number of them, up to 60. Nested expressions and unary minus are read too, and spread over
                temporaries; `x = y` is read as `x = y * 1.0`. Numbers are 32-bit floats while a program runs.

                ## Kinds

                Every value has a kind: how many numbers it holds on each leaf, which is what a parameter array is called here. A leaf is read as a matrix of m rows and n columns:
                a vector of n numbers as 1 x n, a single number as 1 x 1, an array of more dimensions, such as the kernel of a convolution, as its first dimension by the product of
                the rest. m and n are different extents even where they are the same number.

                | kind | numbers on a leaf |
                |---|---|
                """
                + Stream.of(Kind.values())
                        .map(kind -> "| " + kind.label() + " | " + extents(kind) + " |\n")
                        .collect(Collectors.joining())
                + """

                Weights and gradient are tensors, the schedule and constants are scalars, and the kinds of all other values follow from them; `savanna check` prints them. A state takes the
                kind of its new value, and so may be a column, which costs next to nothing, or a square, which may cost more than the parameters. Where a function of single elements
                meets different kinds, the numbers are repeated along extents of 1; other extents must be the same, and the update must be one that can be repeated to a tensor.
                "As arguments" below: the least kind to which all arguments can be repeated. A program means the same on every leaf, and every function of matrices is defined
                on every leaf: its row says what it is on a vector.

                ## Functions

                The first 45 are those of the paper, which a search uses unless its config says otherwise (`search.functions`).

                Error: the kernel is within `bound * (max(1, |f(x)|) + |f'(x)|)` of the exact value, for finite arguments and results below 1.7e38 (sin, cos and tan for |x| up to
                8192). Of functions of matrices the bound is relative to the largest number of the result, or of its products for a sum of products. States of magnitude 1e-30 or less are stored as zero at every 32nd step.

                | call | name | what it is | result | error bound | facts |
                |---|---|---|---|---|---|
                """ + table;
    }
}
