package savanna.dsl.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import savanna.dsl.export.Node.Call;
import savanna.dsl.export.Node.Constant;
import savanna.dsl.function.Function;
import savanna.dsl.function.Functions;
import savanna.dsl.function.Operation;

/**
 * An update taken apart: {@code factor * schedule ^ power * (sum of terms)}. Constants and the schedule are found
 * wherever they are multiplied in, in any order and however often the variable was assigned.
 *
 * @param factor product of the constants around the sum
 * @param power how often the schedule is a factor of the whole
 * @param terms what is added
 */
record Update(double factor, int power, List<Term> terms) {

    /**
     * {@code factor * schedule ^ power * core}.
     *
     * @param core absent for 1
     */
    record Term(double factor, int power, Optional<Node> core) {

        Term times(double other, int powers) {
            return new Term(factor * other, power + powers, core);
        }

        boolean isWeights() {
            return core.isPresent() && core.get() == Node.WEIGHTS;
        }
    }

    private static final Function MULTIPLY = Functions.of(Operation.PRODUCT);
    private static final Function ADD = Functions.of(Operation.SUM);
    private static final Function SUBTRACT = Functions.of(Operation.DIFFERENCE);
    private static final Function NEGATIVE = Functions.of(Operation.NEGATION);
    private static final Function DIVIDE = Functions.of(Operation.QUOTIENT);

    /** @param isShared of a value, whether more than one other reads it: a sum that is shared stays whole */
    static Update of(Node update, Predicate<Node> isShared) {
        Term whole = term(update);
        if (whole.core.isPresent()
                && isSum(whole.core.get())
                && (whole.core.get() == update || !isShared.test(whole.core.get()))) {
            List<Term> terms = new ArrayList<>();
            Call sum = (Call) whole.core.get();
            addends(sum.argument(0), 1, isShared, terms);
            addends(sum.argument(1), sum.is(Operation.SUM) ? 1 : -1, isShared, terms);
            return new Update(whole.factor, whole.power, terms);
        }
        return new Update(whole.factor, whole.power, List.of(new Term(1, 0, whole.core)));
    }

    private static boolean isSum(Node node) {
        return node.calls(Operation.SUM) || node.calls(Operation.DIFFERENCE);
    }

    private static void addends(Node node, double sign, Predicate<Node> isShared, List<Term> terms) {
        if (isSum(node) && !isShared.test(node)) {
            Call call = (Call) node;
            addends(call.argument(0), sign, isShared, terms);
            addends(call.argument(1), call.is(Operation.SUM) ? sign : -sign, isShared, terms);
        } else {
            terms.add(term(node).times(sign, 0));
        }
    }

    /** A product without its constants and schedules. */
    static Term term(Node node) {
        if (node instanceof Constant constant) {
            return new Term(constant.value(), 0, Optional.empty());
        }
        if (node == Node.SCHEDULE) {
            return new Term(1, 1, Optional.empty());
        }
        if (node instanceof Call call) {
            if (call.is(Operation.PRODUCT)) {
                return product(call, term(call.argument(0)), term(call.argument(1)));
            }
            if (call.is(Operation.NEGATION)) {
                return term(call.argument(0)).times(-1, 0);
            }
            if (call.is(Operation.QUOTIENT)) {
                return quotient(call, term(call.argument(0)));
            }
        }
        return new Term(1, 0, Optional.of(node));
    }

    private static Term product(Call call, Term x, Term y) {
        Optional<Node> core = x.core.isEmpty()
                ? y.core
                : y.core.isEmpty()
                        ? x.core
                        : Optional.of(
                                isPlain(x) && isPlain(y) ? call : called(MULTIPLY, call, x.core.get(), y.core.get()));
        return new Term(x.factor * y.factor, x.power + y.power, core);
    }

    private static Term quotient(Call call, Term dividend) {
        if (dividend.core.isEmpty()) {
            return new Term(1, 0, Optional.of(call));
        }
        if (call.argument(1) instanceof Constant divisor) {
            return dividend.times(1 / (divisor.value() + 1e-8), 0);
        }
        return new Term(
                dividend.factor,
                dividend.power,
                Optional.of(isPlain(dividend) ? call : called(DIVIDE, call, dividend.core.get(), call.argument(1))));
    }

    private static boolean isPlain(Term term) {
        return term.factor == 1 && term.power == 0;
    }

    private static Call called(Function function, Call like, Node... arguments) {
        return new Call(function, List.of(arguments), like.name, like.position);
    }

    /** Whether it is a scalar that holds only constants and schedules. */
    static Optional<Term> monomial(Node node) {
        return Optional.of(node)
                .filter(scalar -> scalar.kind().isNumber())
                .map(Update::term)
                .filter(term -> term.core.isEmpty());
    }

    /** The sum of terms, which have no schedule; 0 for none. @param like the call that it stands for */
    static Node sum(List<Term> terms, String name, int position) {
        Node sum = null;
        for (Term term : terms) {
            Node core = term.core.orElse(new Constant(1));
            double factor = Math.abs(term.factor);
            Node product = factor == 1
                    ? core
                    : term.core.isEmpty()
                            ? new Constant(factor)
                            : new Call(MULTIPLY, List.of(core, new Constant(factor)), name, position);
            if (sum == null) {
                sum = term.factor < 0 ? new Call(NEGATIVE, List.of(product), name, position) : product;
            } else {
                sum = new Call(term.factor < 0 ? SUBTRACT : ADD, List.of(sum, product), name, position);
            }
        }
        return sum == null ? new Constant(0) : sum;
    }
}
