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
        return function.isElementwise() ? String.format(Locale.ROOT, "%.1e", function.bound()) : "sums in double";
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

                A value is a scalar (one number), a leaf value (one number per parameter array) or a tensor (one number per parameter); the lower kinds are
                broadcast. "As arguments" below: the highest kind among them.

                Error: the kernel is within `bound * (max(1, |f(x)|) + |f'(x)|)` of the exact value, for finite arguments and results below 1.7e38 (sin, cos and tan for |x| up to
                8192). States of magnitude 1e-30 or less are stored as zero at every 32nd step.

                | call | name | what it is | result | error bound | facts |
                |---|---|---|---|---|---|
                """ + table;
    }
}
