package savanna.dsl.analysis;

import java.util.Arrays;
import java.util.Optional;
import savanna.dsl.analysis.Term.Type;
import savanna.dsl.numbers.Tolerances;

/**
 * Terms as sums, {@code constant + sum of coefficients[i] * parts[i]} with the parts in order of creation. Every term
 * is one: a constant has no parts, and any other is once itself.
 */
final class Sums {

    private static final double[] ONCE = {1};

    private final Terms terms;

    Sums(Terms terms) {
        this.terms = terms;
    }

    /** {@code x + number}, or nothing where constants cancel in 32 bits; these need not show the number. */
    Optional<Term> raised(Term x, double number) {
        double constant = offset(x) + number;
        return Math.abs(constant) <= Tolerances.HIDDEN_GUARD * Math.abs(number)
                ? Optional.empty()
                : Optional.of(sum(parts(x), coefficients(x), constant));
    }

    /** Whether 32 bits show it when the number is added to the constant of {@code x}. */
    boolean shows(Term x, double number) {
        return !hides(offset(x), number);
    }

    /** Whether one of two numbers is lost in their sum, although what stands beside it may cancel the other. */
    private static boolean hides(double a, double b) {
        return a != 0 && b != 0 && ((float) (a + b) == (float) a || (float) (a + b) == (float) b);
    }

    /**
     * {@code cx * x + cy * y}, or nothing where parts cancel or hide: what is then left of the value may be rounding
     * errors alone.
     */
    Optional<Term> combination(Term x, double cx, Term y, double cy) {
        Term[] xs = parts(x);
        double[] xc = coefficients(x);
        Term[] ys = parts(y);
        double[] yc = coefficients(y);
        double constant = cx * offset(x) + cy * offset(y);
        if (Tolerances.cancels(constant, cx * offset(x), cy * offset(y)) || hides(cx * offset(x), cy * offset(y))) {
            return Optional.empty();
        }
        Term[] parts = new Term[xs.length + ys.length];
        double[] coefficients = new double[parts.length];
        int n = 0;
        int i = 0;
        int j = 0;
        while (i < xs.length || j < ys.length) {
            if (j == ys.length || i < xs.length && xs[i].index < ys[j].index) {
                parts[n] = xs[i];
                coefficients[n++] = cx * xc[i++];
            } else if (i == xs.length || ys[j].index < xs[i].index) {
                parts[n] = ys[j];
                coefficients[n++] = cy * yc[j++];
            } else {
                double merged = cx * xc[i] + cy * yc[j];
                // Infinities of opposite signs do not merge: 2 * x - x is NaN where x is infinite.
                boolean opposed = cx * xc[i] * cy * yc[j] < 0 && !xs[i].tame;
                if (opposed || Tolerances.cancels(merged, cx * xc[i], cy * yc[j]) || hides(cx * xc[i], cy * yc[j])) {
                    return Optional.empty();
                }
                parts[n] = xs[i++];
                j++;
                coefficients[n++] = merged;
            }
        }
        return Optional.of(sum(Arrays.copyOf(parts, n), Arrays.copyOf(coefficients, n), constant));
    }

    /** {@code factor * x}; where the factor is zero the parts stay, since they may be infinite. */
    Term scaled(Term x, double factor) {
        if (factor == 1) {
            return x;
        }
        if (x.isConstant()) {
            return terms.constant(factor * x.constant);
        }
        double[] scaled = coefficients(x).clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= factor;
        }
        return sum(parts(x), scaled, factor * offset(x));
    }

    /**
     * The factor that leaves of a sum one whose largest coefficient has magnitude 1; the number itself of a constant, 1
     * of other terms.
     */
    double factor(Term term) {
        if (term.type != Type.SUM) {
            return term.isConstant() ? term.constant : 1;
        }
        if (term.parts.length == 1 && term.constant == 0) {
            return term.coefficients[0];
        }
        double largest = Math.abs(term.constant);
        double total = term.constant;
        for (double coefficient : term.coefficients) {
            largest = Math.max(largest, Math.abs(coefficient));
            total += coefficient;
        }
        if (largest == 0 || !Double.isFinite(largest)) {
            return 1;
        }
        return total < -Tolerances.CANCELLATION * largest ? -largest : largest;
    }

    /** What is left of a term when its factor is taken out; a zero stays. */
    Term without(double factor, Term term) {
        return factor == 1 || factor == 0 ? term : scaled(term, 1 / factor);
    }

    private Term sum(Term[] parts, double[] coefficients, double constant) {
        if (parts.length == 0) {
            return terms.constant(constant);
        }
        if (parts.length == 1 && coefficients[0] == 1 && constant == 0) {
            return parts[0];
        }
        boolean tame = Tolerances.isModerate(constant);
        boolean stateful = false;
        for (int i = 0; i < parts.length; i++) {
            tame &= parts[i].tame && Tolerances.isModerate(coefficients[i]);
            stateful |= parts[i].stateful;
        }
        return terms.unique(new Term(Type.SUM, null, parts, coefficients, constant, 0, tame, stateful));
    }

    private static Term[] parts(Term term) {
        return switch (term.type) {
            case SUM -> term.parts;
            case CONSTANT -> Term.NO_PARTS;
            default -> new Term[] {term};
        };
    }

    private static double[] coefficients(Term term) {
        return switch (term.type) {
            case SUM -> term.coefficients;
            case CONSTANT -> Term.NO_COEFFICIENTS;
            default -> ONCE;
        };
    }

    private static double offset(Term term) {
        return term.type == Type.SUM || term.type == Type.CONSTANT ? term.constant : 0;
    }
}
