package savanna.dsl.algebra;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import savanna.dsl.function.Operation;
import savanna.dsl.numbers.Tolerances;

/**
 * The normal form of a product: {@code coefficient * product of factor ^ power / (guarded divisors)}. The language's
 * quotient {@code x / y = x / (y + 1e-8)} is kept apart from the plain {@code reciprocal}, since merging divisors would
 * change what the guard does.
 *
 * @param coefficient the constants of the product
 * @param powers power by factor, none zero; negative where reciprocals were taken
 * @param divisors multiplicity by guarded divisor
 */
record ProductForm(double coefficient, TreeMap<Expression, Integer> powers, TreeMap<Expression, Integer> divisors) {

    private static final int HIGHEST_POWER = 16;

    private static ProductForm factor(Expression node) {
        return new ProductForm(1, new TreeMap<>(Map.of(node, 1)), new TreeMap<>());
    }

    private static ProductForm number(double value) {
        return new ProductForm(value, new TreeMap<>(), new TreeMap<>());
    }

    static ProductForm of(Expression root) {
        return of(root, new HashMap<>());
    }

    static boolean isProduct(Expression node) {
        return node.is(Operation.PRODUCT)
                || node.is(Operation.QUOTIENT)
                || node.is(Operation.SQUARE)
                || node.is(Operation.CUBE)
                || node.is(Operation.NEGATION)
                || node.is(Operation.RECIPROCAL);
    }

    private static ProductForm of(Expression node, Map<Expression, ProductForm> known) {
        ProductForm before = known.get(node);
        if (before == null) {
            before = node.isConstant() ? number(node.constant()) : node.isCall() ? call(node, known) : factor(node);
            if (before.powers.values().stream().anyMatch(power -> Math.abs(power) > HIGHEST_POWER)
                    || !Tolerances.isWritable(before.coefficient)) {
                before = factor(node);
            }
            known.put(node, before);
        }
        return before;
    }

    private static ProductForm call(Expression node, Map<Expression, ProductForm> known) {
        return switch (node.function().operation()) {
            case PRODUCT -> of(node.argument(0), known).times(of(node.argument(1), known));
            case NEGATION -> number(-1).times(of(node.argument(0), known));
            case SQUARE -> of(node.argument(0), known).power(2);
            case CUBE -> of(node.argument(0), known).power(3);
            case QUOTIENT -> quotient(node, known);
            case RECIPROCAL -> {
                ProductForm inner = of(node.argument(0), known);
                yield inner.divisors.isEmpty() && inner.coefficient != 0 ? inner.power(-1) : factor(node);
            }
            default -> factor(node);
        };
    }

    private static ProductForm quotient(Expression node, Map<Expression, ProductForm> known) {
        Expression divisor = node.argument(1);
        ProductForm dividend = of(node.argument(0), known);
        if (divisor.isConstant()) {
            return dividend.times(number(Arithmetic.inverseOfDivisor(divisor.constant())));
        }
        double constant = of(divisor, known).coefficient;
        boolean leaves = constant > 0 && constant <= Tolerances.GUARD_CHANGE && constant >= 1 / Tolerances.GUARD_CHANGE;
        Expression core =
                leaves && constant != 1 ? of(divisor, known).withCoefficient(1).build() : divisor;
        return dividend.times(
                new ProductForm(leaves ? 1 / constant : 1, new TreeMap<>(), new TreeMap<>(Map.of(core, 1))));
    }

    ProductForm withCoefficient(double value) {
        return new ProductForm(value, powers, divisors);
    }

    ProductForm times(ProductForm other) {
        TreeMap<Expression, Integer> product = new TreeMap<>(powers);
        other.powers.forEach((factor, power) -> product.merge(factor, power, ProductForm::sum));
        TreeMap<Expression, Integer> below = new TreeMap<>(divisors);
        other.divisors.forEach((divisor, count) -> below.merge(divisor, count, Integer::sum));
        return new ProductForm(coefficient * other.coefficient, product, below);
    }

    /** Null, which takes an entry out of a map, where powers cancel. */
    private static Integer sum(Integer x, Integer y) {
        return x + y == 0 ? null : Integer.valueOf(x + y);
    }

    ProductForm power(int exponent) {
        TreeMap<Expression, Integer> raised = new TreeMap<>();
        powers.forEach((factor, power) -> raised.put(factor, power * exponent));
        TreeMap<Expression, Integer> below = new TreeMap<>();
        divisors.forEach((divisor, count) -> below.put(divisor, count * exponent));
        return new ProductForm(Math.pow(coefficient, exponent), raised, below);
    }

    /** The factors that this and the other have in common, without a coefficient. */
    ProductForm common(ProductForm other) {
        TreeMap<Expression, Integer> shared = new TreeMap<>();
        powers.forEach((factor, power) -> {
            int theirs = other.powers.getOrDefault(factor, 0);
            if (power > 0 && theirs > 0 || power < 0 && theirs < 0) {
                shared.put(factor, Math.abs(power) < Math.abs(theirs) ? power : theirs);
            }
        });
        TreeMap<Expression, Integer> below = new TreeMap<>();
        divisors.forEach((divisor, count) -> {
            int least = Math.min(count, other.divisors.getOrDefault(divisor, 0));
            if (least > 0) {
                below.put(divisor, least);
            }
        });
        return new ProductForm(1, shared, below);
    }

    /** This without the factors of the other, which it must have. */
    ProductForm without(ProductForm other) {
        TreeMap<Expression, Integer> rest = new TreeMap<>(powers);
        other.powers.forEach((factor, power) -> rest.merge(factor, -power, ProductForm::sum));
        TreeMap<Expression, Integer> below = new TreeMap<>(divisors);
        other.divisors.forEach((divisor, count) -> below.merge(divisor, -count, ProductForm::sum));
        return new ProductForm(coefficient, rest, below);
    }

    boolean isOne() {
        return powers.isEmpty() && divisors.isEmpty();
    }

    /**
     * The same product with magnitudes and signs met: {@code x / |x|}, {@code sign(x) * |x|}, {@code sign(x) ^ 3} and
     * their like.
     */
    ProductForm met() {
        TreeMap<Expression, Integer> product = new TreeMap<>(powers);
        TreeMap<Expression, Integer> below = new TreeMap<>(divisors);
        for (Expression factor : powers.keySet()) {
            Expression magnitude = Expression.call(Operation.MAGNITUDE, factor);
            int power = product.getOrDefault(factor, 0);
            if (power > 0 && below.containsKey(magnitude)) {
                replace(product, factor, -1, Expression.call(Operation.SIGN, factor), 1);
                below.merge(magnitude, -1, ProductForm::sum);
            } else if (factor.is(Operation.MAGNITUDE) && power > 0 && below.containsKey(factor.argument(0))) {
                replace(product, factor, -1, Expression.call(Operation.SIGN, factor.argument(0)), 1);
                below.merge(factor.argument(0), -1, ProductForm::sum);
            } else if (factor.is(Operation.MAGNITUDE) && (power >= 2 || power <= -2)) {
                replace(product, factor, -2 * Integer.signum(power), factor.argument(0), 2 * Integer.signum(power));
            } else if (factor.is(Operation.MAGNITUDE) && power * product.getOrDefault(factor.argument(0), 0) < 0) {
                replace(product, factor, -Integer.signum(power), factor.argument(0), Integer.signum(power));
                product.merge(Expression.call(Operation.SIGN, factor.argument(0)), 1, ProductForm::sum);
            } else if (factor.is(Operation.SIGN) && power > 2) {
                product.merge(factor, -2, ProductForm::sum);
            } else if (factor.is(Operation.SIGN)
                    && power > 0
                    && product.getOrDefault(Expression.call(Operation.MAGNITUDE, factor.argument(0)), 0) > 0) {
                replace(product, factor, -1, factor.argument(0), 1);
                product.merge(Expression.call(Operation.MAGNITUDE, factor.argument(0)), -1, ProductForm::sum);
            } else if (factor.is(Operation.SIGN) && power > 0 && product.getOrDefault(factor.argument(0), 0) > 0) {
                replace(product, factor, -1, Expression.call(Operation.MAGNITUDE, factor.argument(0)), 1);
                product.merge(factor.argument(0), -1, ProductForm::sum);
            } else if (factor.is(Operation.ROOT) && power > 1) {
                replace(product, factor, -2, Expression.call(Operation.MAGNITUDE, factor.argument(0)), 1);
            } else if (factor.is(Operation.CUBE_ROOT) && power > 2) {
                replace(product, factor, -3, factor.argument(0), 1);
            }
        }
        ProductForm met = new ProductForm(coefficient, product, below);
        return met.equals(this) ? this : met.met();
    }

    private static void replace(
            TreeMap<Expression, Integer> product, Expression from, int less, Expression to, int more) {
        product.merge(from, less, ProductForm::sum);
        product.merge(to, more, ProductForm::sum);
    }

    /** The product as calls: what is one number for the whole model or a leaf first, then tensors, then divisors. */
    Expression build() {
        if (coefficient == 0) {
            return Expression.constant(0);
        }
        List<Expression> numbers = new ArrayList<>();
        List<Expression> tensors = new ArrayList<>();
        List<Expression> inverses = new ArrayList<>();
        powers.forEach((factor, power) -> {
            if (power < 0) {
                inverses.add(raised(factor, -power));
            } else {
                (factor.kind().isLarge() ? tensors : numbers).add(raised(factor, power));
            }
        });
        if (!inverses.isEmpty()) {
            Expression inverse = Expression.call(Operation.RECIPROCAL, chain(inverses));
            (inverse.kind().isLarge() ? tensors : numbers).add(inverse);
        }
        Expression number =
                numbers.isEmpty() ? Expression.constant(coefficient) : Arithmetic.scaled(chain(numbers), coefficient);
        Expression tensor = tensors.isEmpty() ? null : chain(tensors);
        boolean trivial = number.isConstant(1);
        for (Map.Entry<Expression, Integer> divisor : divisors.entrySet()) {
            for (int i = 0; i < divisor.getValue(); i++) {
                if (tensor == null || !divisor.getKey().kind().isLarge() && !trivial) {
                    number = Expression.call(Operation.QUOTIENT, number, divisor.getKey());
                    trivial = false;
                    if (number.kind().isLarge()) {
                        tensor = number;
                        number = Expression.constant(1);
                        trivial = true;
                    }
                } else {
                    tensor = Expression.call(Operation.QUOTIENT, tensor, divisor.getKey());
                }
            }
        }
        if (tensor == null) {
            return number;
        }
        return number.isConstant()
                ? Arithmetic.scaled(tensor, number.constant())
                : Expression.call(Operation.PRODUCT, tensor, number);
    }

    private static Expression chain(List<Expression> factors) {
        return factors.stream()
                .reduce((x, y) -> Expression.call(Operation.PRODUCT, x, y))
                .orElseThrow();
    }

    private static Expression raised(Expression factor, int power) {
        return switch (power) {
            case 1 -> factor;
            case 2 -> Expression.call(Operation.SQUARE, factor);
            case 3 -> Expression.call(Operation.CUBE, factor);
            default ->
                power % 2 == 0
                        ? Expression.call(Operation.SQUARE, raised(factor, power / 2))
                        : Expression.call(Operation.PRODUCT, raised(factor, power - 1), factor);
        };
    }
}
