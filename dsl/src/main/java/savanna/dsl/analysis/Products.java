package savanna.dsl.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import savanna.dsl.analysis.Term.Type;
import savanna.dsl.function.Function;
import savanna.dsl.function.Functions;
import savanna.dsl.function.Operation;

/**
 * Terms as products, a factor times {@code product of parts[i] ^ coefficients[i]} with the parts in order of creation.
 */
final class Products {

    private static final Function RECIPROCAL = Functions.of(Operation.RECIPROCAL);

    private final Terms terms;
    private final Sums sums;

    Products(Terms terms, Sums sums) {
        this.terms = terms;
        this.sums = sums;
    }

    /** {@code x * y}, the factors of both in front. */
    Term product(Term x, Term y) {
        if (x.isConstant()) {
            return sums.scaled(y, x.constant);
        }
        if (y.isConstant()) {
            return sums.scaled(x, y.constant);
        }
        double fx = sums.factor(x);
        double fy = sums.factor(y);
        if (fx == 0 || fy == 0) {
            return flat(x, y);
        }
        Term restOfX = sums.without(fx, x);
        Term restOfY = sums.without(fy, y);
        return sums.scaled(flat(restOfX, restOfY), fx * fy);
    }

    /** {@code 1 / x} without a guard. */
    Term reciprocal(Term x) {
        return reciprocal(x, 0, false);
    }

    /** {@code 1 / (x + guard)}, or nothing where they cancel. */
    Optional<Term> guardedReciprocal(Term x, double guard) {
        return sums.raised(x, guard).map(divisor -> reciprocal(divisor, sums.shows(x, guard) ? 0 : guard, x.tame));
    }

    /**
     * {@code 1 / x}.
     *
     * @param hidden a guard in x that its constant does not show in 32 bits, though it keeps a divisor such as
     *     {@code lr - 1} from zero
     * @param tame whether it is known to be finite wherever the inputs are
     */
    private Term reciprocal(Term x, double hidden, boolean tame) {
        double factor = sums.factor(x);
        if (factor == 0 || !Double.isFinite(1 / factor)) {
            factor = 1;
        }
        long exact = hidden == 0 ? 0 : Mix.mix(Hashing.word(hidden / factor));
        Term inverse = terms.call(RECIPROCAL, new Term[] {sums.without(factor, x)}, exact, tame, x.stateful);
        return sums.scaled(inverse, 1 / factor);
    }

    private Term flat(Term x, Term y) {
        List<Term> parts = new ArrayList<>(4);
        List<Double> powers = new ArrayList<>(4);
        multiplyBy(x, parts, powers);
        multiplyBy(y, parts, powers);
        boolean tame = true;
        boolean stateful = false;
        double[] exponents = new double[parts.size()];
        for (int i = 0; i < exponents.length; i++) {
            exponents[i] = powers.get(i);
            // A product of states may grow doubly exponentially over the steps.
            tame &= parts.get(i).tame && !(parts.get(i).stateful && (stateful || exponents[i] > 1));
            stateful |= parts.get(i).stateful;
        }
        return terms.unique(new Term(Type.PRODUCT, null, parts.toArray(Term[]::new), exponents, 0, 0, tame, stateful));
    }

    private static void multiplyBy(Term term, List<Term> parts, List<Double> powers) {
        if (term.type != Type.PRODUCT) {
            multiplyBy(term, 1, parts, powers);
            return;
        }
        for (int i = 0; i < term.parts.length; i++) {
            multiplyBy(term.parts[i], term.coefficients[i], parts, powers);
        }
    }

    private static void multiplyBy(Term part, double power, List<Term> parts, List<Double> powers) {
        int at = 0;
        while (at < parts.size() && parts.get(at).index < part.index) {
            at++;
        }
        if (at < parts.size() && parts.get(at) == part) {
            powers.set(at, powers.get(at) + power);
        } else {
            parts.add(at, part);
            powers.add(at, power);
        }
    }
}
