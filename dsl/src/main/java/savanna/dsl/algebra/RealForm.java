package savanna.dsl.algebra;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import savanna.dsl.function.Fact;
import savanna.dsl.function.Operation;
import savanna.dsl.numbers.Tolerances;

/**
 * Normalizes whole expressions, arguments first: constants folded, linear parts and products in normal form, common
 * factors taken out of sums, factors and signs pulled out of functions that let them pass, rules applied. Two
 * expressions with one normal form are equal, up to rounding and the guard of division; the reverse does not hold.
 */
final class RealForm {

    private static final int ROUNDS = 20;
    /** Calls that a step looks at, as a rule. */
    private static final int COST_OF_STEP = 30;

    private final Work work;
    private final Map<Expression, Expression> known = new HashMap<>();
    /** Of calls that steps built. */
    private final Map<Expression, Expression> inner = new HashMap<>();

    RealForm(Work work) {
        this.work = work;
    }

    /** The normal form of an expression; parts of it stay as they are once the work is spent. */
    Expression of(Expression node) {
        return Equations.map(node, call -> call.isCall() ? root(call, ROUNDS) : call, known);
    }

    /** Whether the two are proved equal: the normal form of the difference is zero. */
    boolean provesEqual(Expression x, Expression y) {
        return of(x).equals(of(y))
                || of(Expression.call(Operation.DIFFERENCE, x, y)).isConstant(0);
    }

    /** The normal form of a call whose arguments are in normal form. */
    private Expression root(Expression call, int rounds) {
        Set<Expression> passed = new LinkedHashSet<>();
        Expression current = call;
        for (int round = rounds; round >= 0 && work.spend(COST_OF_STEP) && passed.add(current); round--) {
            Expression next = step(current);
            if (next.equals(current) || !next.isCall()) {
                return next;
            }
            current = round == 0 ? next : withArgumentsNormalized(next, round / 2);
        }
        return passed.contains(current) ? leastOfCycle(passed, current) : current;
    }

    /** What a step built may hold new calls below its root. */
    private Expression withArgumentsNormalized(Expression call, int rounds) {
        List<Expression> arguments = new ArrayList<>();
        for (Expression argument : call.arguments()) {
            boolean open = argument.isCall() && !known.containsKey(argument);
            Expression normal = open ? inner.get(argument) : argument;
            if (normal == null) {
                normal = root(argument, rounds);
                inner.put(argument, normal);
            }
            arguments.add(normal);
        }
        return call.withEqualArguments(arguments);
    }

    /** Steps that lead in a circle end at the same place, wherever they came in. */
    private static Expression leastOfCycle(Set<Expression> passed, Expression first) {
        return passed.stream()
                .dropWhile(node -> !node.equals(first))
                .min(Comparator.comparing((Expression node) -> Complexity.of(node, Set.of()))
                        .thenComparing(Comparator.naturalOrder()))
                .orElse(first);
    }

    private Expression step(Expression call) {
        Optional<Expression> folded = Arithmetic.folded(call);
        if (folded.isPresent()) {
            return folded.get();
        }
        for (Rule rule : Rules.all()) {
            Optional<Expression> match = rule.apply(call);
            if (match.isPresent()) {
                return match.get();
            }
        }
        Expression passed = factorsPassed(call);
        if (!passed.equals(call)) {
            return passed;
        }
        if (LinearForm.isLinear(call) && !ProductForm.isProduct(call)) {
            return sum(LinearForm.of(call)).orElse(call);
        }
        if (ProductForm.isProduct(call)) {
            return product(call);
        }
        return call;
    }

    // ---- sums ----

    /** A sum with the common factors of its terms in front. */
    static Optional<Expression> sum(LinearForm form) {
        LinearForm merged = merged(form);
        if (!merged.isFinite()) {
            return Optional.empty();
        }
        if (merged.terms().isEmpty() || merged.terms().size() == 1 && merged.constant() == 0) {
            return Optional.of(merged.variants().get(0));
        }
        ProductForm common = null;
        for (Expression term : merged.terms().keySet()) {
            ProductForm product = ProductForm.of(term);
            common = common == null ? product.withCoefficient(1) : common.common(product);
        }
        if (merged.constant() != 0 || common.isOne()) {
            Expression built = cheapest(merged);
            return Optional.of(built);
        }
        LinearForm rest = new LinearForm(new TreeMap<>(), 0);
        for (Map.Entry<Expression, Double> entry : merged.terms().entrySet()) {
            Expression left = ProductForm.of(entry.getKey()).without(common).build();
            rest = LinearForm.combine(rest, 1, LinearForm.of(left), entry.getValue());
        }
        ProductForm outer = common;
        return sum(rest).map(value -> ProductForm.of(value).times(outer).build());
    }

    /** The form with the constants of its terms moved into the coefficients. */
    private static LinearForm merged(LinearForm form) {
        LinearForm merged = new LinearForm(new TreeMap<>(), form.constant());
        for (Map.Entry<Expression, Double> entry : form.terms().entrySet()) {
            ProductForm product = ProductForm.of(entry.getKey());
            if (product.coefficient() == 0 || product.coefficient() == 1) {
                merged = LinearForm.combine(merged, 1, LinearForm.of(entry.getKey()), entry.getValue());
            } else {
                merged = LinearForm.combine(
                        merged,
                        1,
                        LinearForm.of(product.withCoefficient(1).build()),
                        entry.getValue() * product.coefficient());
            }
        }
        return merged;
    }

    /** The way to write a sum that costs least by itself; ties go to the first. */
    static Expression cheapest(LinearForm form) {
        Set<Expression> terms = new HashSet<>();
        form.terms().keySet().forEach(term -> term.addCalls(terms));
        return form.variants().stream()
                .min(Comparator.comparing(variant -> Complexity.of(variant, terms)))
                .orElseThrow();
    }

    // ---- products ----

    private static Expression product(Expression call) {
        ProductForm form = ProductForm.of(call);
        ProductForm bare = new ProductForm(form.coefficient(), new TreeMap<>(), new TreeMap<>());
        ProductForm total = bare;
        for (Map.Entry<Expression, Integer> entry : form.powers().entrySet()) {
            Scaled scaled = Scaled.of(entry.getKey());
            ProductForm core = ProductForm.of(scaled.core());
            ProductForm factor = core.withCoefficient(core.coefficient() * scaled.factor());
            if (!ProductForm.isProduct(scaled.core())) {
                factor = new ProductForm(scaled.factor(), new TreeMap<>(Map.of(scaled.core(), 1)), new TreeMap<>());
            }
            total = total.times(factor.power(entry.getValue()));
        }
        for (Map.Entry<Expression, Integer> entry : form.divisors().entrySet()) {
            Scaled scaled = Scaled.of(entry.getKey());
            boolean leaves = scaled.factor() != 1
                    && scaled.factor() >= 1 / Tolerances.GUARD_CHANGE
                    && scaled.factor() <= Tolerances.GUARD_CHANGE;
            ProductForm divisor = new ProductForm(
                    leaves ? Math.pow(scaled.factor(), -entry.getValue()) : 1,
                    new TreeMap<>(),
                    new TreeMap<>(Map.of(leaves ? scaled.core() : entry.getKey(), entry.getValue())));
            total = total.times(divisor);
        }
        ProductForm met = total.met();
        if (!Tolerances.isWritable(met.coefficient())
                || met.coefficient() != 0 && !Tolerances.isWritable(1 / met.coefficient())) {
            return call;
        }
        return met.build();
    }

    /** An expression as a factor times a core. A sum gives the factor without which it costs least. */
    record Scaled(double factor, Expression core) {
        static Scaled of(Expression node) {
            if (ProductForm.isProduct(node) && !(LinearForm.isLinear(node) && isSum(strip(node)))) {
                return written(node);
            }
            if (!LinearForm.isLinear(node)) {
                return new Scaled(1, node);
            }
            LinearForm form = LinearForm.of(node);
            return form.factors().stream()
                    .filter(factor -> form.scaled(1 / factor).isFinite())
                    .map(factor ->
                            new Scaled(Tolerances.near(factor, 1) ? 1 : factor, cheapest(form.scaled(1 / factor))))
                    // The sum of the coefficients comes first: what it leaves is an interpolation, whatever the scale
                    // was.
                    .min(Comparator.comparingInt(
                            scaled -> Complexity.of(scaled.core(), Set.of()).statements()))
                    .orElse(new Scaled(1, node));
        }

        /** The factor that is written; a sum keeps its terms as they are. */
        static Scaled written(Expression node) {
            if (!ProductForm.isProduct(node)) {
                return new Scaled(1, node);
            }
            ProductForm form = ProductForm.of(node);
            return form.coefficient() == 1 || form.coefficient() == 0
                    ? new Scaled(1, node)
                    : new Scaled(form.coefficient(), form.withCoefficient(1).build());
        }

        private static boolean isSum(Expression node) {
            return node.is(Operation.SUM) || node.is(Operation.DIFFERENCE) || node.is(Operation.INTERPOLATION);
        }

        private static Expression strip(Expression node) {
            while (LinearForm.isLinear(node) && !isSum(node)) {
                node = node.argument(0).isConstant() && node.arguments().size() > 1
                        ? node.argument(1)
                        : node.argument(0);
            }
            return node;
        }
    }

    // ---- other functions ----

    /** The equations with constant factors moved outwards and gathered; sums stay as they are written. */
    static Equations gathered(Equations equations) {
        return equations.map(node -> {
            Expression folded = node.isCall() ? Arithmetic.folded(node).orElse(node) : node;
            if (!folded.isCall()) {
                return folded;
            }
            if (ProductForm.isProduct(folded)) {
                ProductForm form = ProductForm.of(folded);
                return Tolerances.isWritable(form.coefficient()) ? form.build() : folded;
            }
            return folded.arguments().stream().anyMatch(ProductForm::isProduct)
                    ? factorsPassed(folded, Scaled::written)
                    : folded;
        });
    }

    /**
     * Takes constant factors, signs and, under {@code sign}, positive factors out of a function, where the function
     * lets them pass.
     */
    static Expression factorsPassed(Expression call) {
        return factorsPassed(call, Scaled::of);
    }

    private static Expression factorsPassed(Expression call, Function<Expression, Scaled> split) {
        if (call.arguments().size() == 1) {
            return unaryPassed(call, split);
        }
        for (int i = 0; i < call.arguments().size(); i++) {
            if (call.function().isCondition(i) && !call.argument(i).isConstant()) {
                Scaled condition = split.apply(call.argument(i));
                Expression bare = Arithmetic.scaled(condition.core(), Math.signum(condition.factor()));
                if (Math.abs(condition.factor()) != 1 && condition.factor() != 0) {
                    List<Expression> arguments = new ArrayList<>(call.arguments());
                    arguments.set(i, bare);
                    return call.withArguments(arguments);
                }
            }
        }
        if (call.function().passesFactors()) {
            Scaled x = split.apply(call.argument(0));
            Scaled y = call.argument(1).isConstant()
                    ? new Scaled(
                            x.factor(), Expression.constant(call.argument(1).constant() / x.factor()))
                    : split.apply(call.argument(1));
            if (x.factor() != 1
                    && x.factor() > 0
                    && Tolerances.near(x.factor(), y.factor())
                    && !call.argument(0).isConstant()
                    && (!y.core().isConstant() || Tolerances.isWritable(y.core().constant()))) {
                return Arithmetic.scaled(call.withArguments(List.of(x.core(), y.core())), x.factor());
            }
        }
        if (call.function().isBilinear()) {
            Scaled x = split.apply(call.argument(0));
            Scaled y = split.apply(call.argument(1));
            double factor = x.factor() * y.factor();
            Expression bare = call.withEqualArguments(List.of(x.core(), y.core()));
            if (bare != call && (x.factor() != 1 || y.factor() != 1) && Tolerances.isWritable(factor) && factor != 0) {
                return Arithmetic.scaled(bare, factor);
            }
        }
        return call;
    }

    private static Expression unaryPassed(Expression call, Function<Expression, Scaled> split) {
        Expression x = call.argument(0);
        boolean odd = call.function().is(Fact.ODD);
        boolean even = call.function().is(Fact.EVEN);
        if (even && (x.is(Operation.MAGNITUDE) || x.is(Operation.NEGATION))) {
            return call.withArguments(List.of(x.argument(0)));
        }
        if (odd && x.is(Operation.NEGATION)) {
            return Expression.call(Operation.NEGATION, call.withArguments(List.of(x.argument(0))));
        }
        if (call.function().is(Fact.IDEMPOTENT) && x.is(call.function().name())) {
            return x;
        }
        if (call.function().isIdentityOn(x.kind())) {
            return x;
        }
        if (call.function().is(Fact.INVOLUTION) && x.is(call.function().name())) {
            return x.argument(0);
        }
        if (call.is(Operation.SIGN) && (ProductForm.isProduct(x))) {
            Expression bare = signed(x);
            if (!bare.equals(x)) {
                return bare.isConstant()
                        ? Expression.constant(Math.signum(bare.constant()))
                        : call.withArguments(List.of(bare));
            }
        }
        if ((call.is(Operation.MAGNITUDE)) && Signs.isNeverNegative(x)) {
            return x;
        }
        Scaled scaled = split.apply(x);
        double factor = scaled.factor();
        boolean changesKind = scaled.core().kind() != x.kind();
        if (factor == 1 || factor == 0 || x.isConstant() || call.function().isLeafwise() && changesKind) {
            return call;
        }
        Expression inner = call.withArguments(List.of(scaled.core()));
        double sign = factor > 0 ? 1 : odd ? -1 : even ? 1 : 0;
        OptionalDouble outer = call.function().outside(factor);
        if (outer.isPresent() && Tolerances.isWritable(outer.getAsDouble())) {
            return Arithmetic.scaled(inner, outer.getAsDouble());
        }
        if (sign != 0 && factor < 0) {
            Expression flipped = Arithmetic.scaled(scaled.core(), -factor);
            return Arithmetic.scaled(call.withArguments(List.of(flipped)), sign);
        }
        return call;
    }

    /** An expression of the same sign: positive factors and divisors that are never negative are left out. */
    private static Expression signed(Expression product) {
        ProductForm form = ProductForm.of(product);
        Set<Expression> dropped = new HashSet<>();
        form.powers().keySet().stream().filter(Signs::isPositive).forEach(dropped::add);
        form.divisors().keySet().stream().filter(Signs::isNeverNegative).forEach(dropped::add);
        // A magnitude is zero where what it is of is: beside that, it says nothing.
        form.powers().forEach((factor, power) -> {
            if (factor.is(Operation.MAGNITUDE) && form.powers().getOrDefault(factor.argument(0), 0) > 0) {
                dropped.add(factor);
            }
        });
        if (dropped.isEmpty() && (form.coefficient() == 1 || form.coefficient() == -1)) {
            return product;
        }
        ProductForm rest = new ProductForm(
                Math.signum(form.coefficient()), new TreeMap<>(form.powers()), new TreeMap<>(form.divisors()));
        rest.powers().keySet().removeAll(dropped);
        rest.divisors().keySet().removeAll(dropped);
        return rest.build();
    }
}
