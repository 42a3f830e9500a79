package savanna.dsl.algebra;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import savanna.dsl.function.Operation;
import savanna.dsl.numbers.Tolerances;

/**
 * The normal form of a linear part: {@code constant + sum of coefficient * term}. Sums, differences, interpolations
 * with a constant share and scalings by constants are linear; every other expression is a term. A chain of
 * interpolations over the same inputs has one form.
 *
 * @param terms coefficient by term, none zero
 * @param constant what is added
 */
record LinearForm(TreeMap<Expression, Double> terms, double constant) {

    /** More terms than this are first brought down to that number, in order. */
    private static final int MANY = 3;

    /**
     * The linear form of an expression. @param opaque calls below the root that are taken as terms though they are
     * linear
     */
    static LinearForm of(Expression root, Predicate<Expression> opaque) {
        return of(root, node -> !node.equals(root) && opaque.test(node), new HashMap<>());
    }

    static LinearForm of(Expression root) {
        return of(root, node -> false, new HashMap<>());
    }

    /** Whether the call is linear in at least one argument. */
    static boolean isLinear(Expression node) {
        if (!node.isCall()) {
            return false;
        }
        return switch (node.function().operation()) {
            case SUM, DIFFERENCE, NEGATION -> true;
            case PRODUCT -> node.argument(0).isConstant() || node.argument(1).isConstant();
            case QUOTIENT ->
                node.argument(1).isConstant()
                        && Tolerances.isWritable(
                                Arithmetic.inverseOfDivisor(node.argument(1).constant()));
            case INTERPOLATION -> node.argument(2).isConstant();
            default -> false;
        };
    }

    private static LinearForm of(Expression node, Predicate<Expression> opaque, Map<Expression, LinearForm> known) {
        LinearForm before = known.get(node);
        if (before != null) {
            return before;
        }
        LinearForm form;
        if (node.isConstant()) {
            form = new LinearForm(new TreeMap<>(), node.constant());
        } else if (!isLinear(node) || opaque.test(node)) {
            form = new LinearForm(new TreeMap<>(Map.of(node, 1.0)), 0);
        } else {
            Expression x = node.argument(0);
            form = switch (node.function().operation()) {
                case SUM -> combine(of(x, opaque, known), 1, of(node.argument(1), opaque, known), 1);
                case DIFFERENCE -> combine(of(x, opaque, known), 1, of(node.argument(1), opaque, known), -1);
                case NEGATION -> of(x, opaque, known).scaled(-1);
                case QUOTIENT ->
                    of(x, opaque, known)
                            .scaled(Arithmetic.inverseOfDivisor(node.argument(1).constant()));
                case INTERPOLATION -> {
                    double a = node.argument(2).constant();
                    yield combine(of(x, opaque, known), 1 - a, of(node.argument(1), opaque, known), a);
                }
                default ->
                    x.isConstant()
                            ? of(node.argument(1), opaque, known).scaled(x.constant())
                            : of(x, opaque, known).scaled(node.argument(1).constant());
            };
        }
        known.put(node, form);
        return form;
    }

    /** cx * x + cy * y. */
    static LinearForm combine(LinearForm x, double cx, LinearForm y, double cy) {
        LinearForm sum = x.scaled(cx);
        TreeMap<Expression, Double> terms = new TreeMap<>(sum.terms);
        y.scaled(cy).terms.forEach((term, coefficient) -> add(terms, term, coefficient));
        return new LinearForm(terms, Arithmetic.sum(sum.constant, cy * y.constant));
    }

    private static void add(TreeMap<Expression, Double> terms, Expression term, double coefficient) {
        double sum = Arithmetic.sum(terms.getOrDefault(term, 0.0), coefficient);
        if (sum == 0) {
            terms.remove(term);
        } else {
            terms.put(term, sum);
        }
    }

    LinearForm scaled(double factor) {
        if (factor == 1) {
            return this;
        }
        TreeMap<Expression, Double> scaled = new TreeMap<>();
        if (factor != 0) {
            terms.forEach((term, coefficient) -> scaled.put(term, coefficient * factor));
        }
        return new LinearForm(scaled, constant * factor);
    }

    /** This form without a factor: what multiplies what. */
    double coefficient(Expression term) {
        return terms.getOrDefault(term, 0.0);
    }

    boolean isZero() {
        return terms.isEmpty() && constant == 0;
    }

    boolean isFinite() {
        return Tolerances.isWritable(constant)
                && terms.values().stream()
                        .allMatch(coefficient ->
                                Tolerances.isWritable(coefficient) && Tolerances.isWritable(1 / coefficient));
    }

    /** A term with its coefficient; the constant is a term too: the number 1. */
    private record Part(Expression term, double coefficient) {}

    private List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        terms.forEach((term, coefficient) -> parts.add(new Part(term, coefficient)));
        if (constant != 0) {
            parts.add(new Part(Expression.constant(1), constant));
        }
        return parts;
    }

    /** Factors that may usefully be taken out: the coefficients and their sum. */
    List<Double> factors() {
        List<Double> factors = new ArrayList<>();
        boolean decays = terms.keySet().stream().anyMatch(Expression::dependsOnWeights);
        boolean moves = !terms.keySet().stream().allMatch(Expression::dependsOnWeights);
        terms.forEach((term, coefficient) -> {
            if (!moves || !term.dependsOnWeights()) {
                factors.add(coefficient);
            }
        });
        if (decays && moves) {
            return factors;
        }
        double sum = constant;
        for (double coefficient : terms.values()) {
            sum = Arithmetic.sum(sum, coefficient);
        }
        if (constant != 0) {
            factors.add(constant);
        }
        if (sum != 0) {
            factors.add(0, sum);
        }
        return factors.stream()
                .distinct()
                .filter(factor -> Tolerances.isWritable(factor) && Tolerances.isWritable(1 / factor))
                .toList();
    }

    /** Ways to write it, each a few calls; empty where a number would leave the range of 32 bits. */
    List<Expression> variants() {
        if (!isFinite()) {
            return List.of();
        }
        List<Part> parts = parts();
        List<Expression> variants = new ArrayList<>();
        if (parts.size() <= 1) {
            variants.add(
                    parts.isEmpty()
                            ? Expression.constant(0)
                            : Arithmetic.scaled(
                                    parts.get(0).term(), parts.get(0).coefficient()));
            return variants;
        }
        build(parts, variants);
        return variants.stream().distinct().toList();
    }

    private static void build(List<Part> parts, List<Expression> variants) {
        if (parts.size() == 2) {
            pair(parts.get(0), parts.get(1))
                    .forEach(part -> variants.add(Arithmetic.scaled(part.term(), part.coefficient())));
            return;
        }
        if (parts.size() > MANY) {
            List<Part> next =
                    new ArrayList<>(List.of(pair(parts.get(0), parts.get(1)).get(0)));
            next.addAll(parts.subList(2, parts.size()));
            build(next, variants);
            return;
        }
        for (int i = 0; i < parts.size(); i++) {
            for (int j = i + 1; j < parts.size(); j++) {
                for (Part merged : pair(parts.get(i), parts.get(j))) {
                    List<Part> rest = new ArrayList<>(parts);
                    rest.remove(j);
                    rest.set(i, merged);
                    build(rest, variants);
                }
            }
        }
    }

    /** Ways to write the sum of two terms as a factor times one call or two. */
    private static List<Part> pair(Part x, Part y) {
        List<Part> ways = new ArrayList<>();
        double sum = Arithmetic.sum(x.coefficient(), y.coefficient());
        // Weight decay stays apart: a mean of weights and gradients would be shorter, but says nothing to a reader.
        boolean apart = x.term().dependsOnWeights() != y.term().dependsOnWeights();
        if (!apart && sum != 0 && Tolerances.isWritable(y.coefficient() / sum)) {
            Expression blend = Arithmetic.interpolation(x.term(), y.term(), y.coefficient() / sum);
            if (isExact(blend, x, y, sum)) {
                ways.add(new Part(blend, Tolerances.near(sum, 1) ? 1 : sum));
            }
        }
        ways.add(new Part(Arithmetic.plus(x.term(), y.term(), y.coefficient() / x.coefficient()), x.coefficient()));
        if (!Tolerances.near(Math.abs(x.coefficient()), Math.abs(y.coefficient()))) {
            if (Tolerances.near(x.coefficient(), 1) || Tolerances.near(x.coefficient(), -1)) {
                ways.add(new Part(
                        Arithmetic.plus(x.term(), y.term(), y.coefficient() * Math.signum(x.coefficient())),
                        Math.signum(x.coefficient())));
            }
            if (!apart && (!y.term().isConstant(1) || !x.term().isConstant())) {
                ways.add(new Part(reversed(x, y), y.coefficient()));
            }
            if (y.term().isConstant(1)) {
                ways.add(new Part(
                        Arithmetic.plus(
                                Arithmetic.scaled(x.term(), x.coefficient()), Expression.constant(1), y.coefficient()),
                        1));
            }
        } else if (x.coefficient() < 0) {
            ways.add(new Part(reversed(x, y), y.coefficient()));
        }
        return ways;
    }

    /**
     * Whether an interpolation gives its inputs the weights that they should have when its share is written in 32 bits.
     * A share very near to 1 leaves another weight to the first input, and one that is 0 or 1 none to either.
     */
    private static boolean isExact(Expression blend, Part x, Part y, double sum) {
        double share = Constants.shortened(blend.argument(2).constant());
        boolean swapped = !blend.argument(0).equals(x.term());
        double first = (swapped ? y : x).coefficient() / sum;
        double second = (swapped ? x : y).coefficient() / sum;
        double bound = share < 0 || share > 1 ? Tolerances.SHARE_BEYOND : Tolerances.SHARE;
        return Math.abs(1 - share - first) <= bound * Math.abs(first)
                && Math.abs(share - second) <= bound * Math.abs(second);
    }

    private static Expression reversed(Part x, Part y) {
        double share = x.coefficient() / y.coefficient();
        if (y.term().isConstant() && share < 0) {
            return Expression.call(Operation.DIFFERENCE, y.term(), Arithmetic.scaled(x.term(), -share));
        }
        return share > 0
                ? Expression.call(Operation.SUM, Arithmetic.scaled(x.term(), share), y.term())
                : Arithmetic.plus(y.term(), x.term(), share);
    }
}
