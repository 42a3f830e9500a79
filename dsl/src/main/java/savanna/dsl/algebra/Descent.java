package savanna.dsl.algebra;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import savanna.dsl.function.Operation;
import savanna.dsl.numbers.Tolerances;

/**
 * Takes one cheaper program after another until none is left to take. In each round these are tried, in order: states
 * left out, rules, linear forms, products, the normal form of the whole, other scales of the states followed by all of
 * the former.
 */
final class Descent {

    /** A step that was taken. */
    record Move(String title, Equations after, Proof proof) {}

    /** A program may have this many statements more on the way to a cheaper one. */
    private static final int DETOUR = 2;
    /** Sums of more terms are not looked at for what they have in common. */
    private static final int LONG_SUM = 8;

    private final int mostSteps;
    private final Work work;
    private final List<Move> moves = new ArrayList<>();
    private final boolean rescales;
    private final int mostStatements;
    /** Results that detours passed in vain: where one of them leads does not depend on how it was reached. */
    private final Set<List<Expression>> fruitless;

    private final Bounds bounds;
    private final Stillness still;

    private Equations best;
    private Complexity cost;
    private Derivation.Stop stopped = Derivation.Stop.SATURATED;

    Descent(Equations start, int mostSteps, Work work) {
        this(
                start,
                mostSteps,
                work,
                true,
                Complexity.of(start).statements(),
                new HashSet<>(),
                new Bounds(start),
                new Stillness(start));
    }

    private Descent(
            Equations start,
            int mostSteps,
            Work work,
            boolean rescales,
            int mostStatements,
            Set<List<Expression>> fruitless,
            Bounds bounds,
            Stillness still) {
        this.mostSteps = mostSteps;
        this.work = work;
        this.rescales = rescales;
        this.mostStatements = mostStatements;
        this.fruitless = fruitless;
        this.bounds = bounds;
        this.still = still;
        best = start;
        cost = Complexity.of(start);
    }

    Equations best() {
        return best;
    }

    List<Move> moves() {
        return moves;
    }

    Derivation.Stop stopped() {
        return stopped;
    }

    void run() {
        while (!fruitless.contains(best.roots())
                && (dead()
                        || ruled()
                        || shared()
                        || normalized()
                        || gathered()
                        || leftOut()
                        || wholeNormalized()
                        || rescales && rescaled())) {
            if (moves.size() >= mostSteps) {
                stopped = Derivation.Stop.STEP_LIMIT;
                return;
            }
        }
        if (work.isSpent()) {
            stopped = Derivation.Stop.WORK_LIMIT;
        }
    }

    private boolean take(String title, Equations candidate, Proof proof) {
        Complexity other = Complexity.of(candidate);
        if (!work.spend(1 + other.statements())
                || !other.below(cost)
                || other.statements() > mostStatements
                || !bounds.allow(candidate)
                || !still.keeps(candidate)) {
            return false;
        }
        best = candidate;
        cost = other;
        moves.add(new Move(title, candidate, proof));
        return true;
    }

    // ---- states ----

    private boolean dead() {
        if (best.liveStates().size() == best.next().size()) {
            return false;
        }
        StateChange change = new StateChanges(best, work).dead().get(0);
        Proof proof = new Proof(Proof.Ground.STATE, change.reason());
        return change.apply(best)
                .filter(changed -> take(change.title(), changed, proof))
                .isPresent();
    }

    private boolean leftOut() {
        for (StateChange change : new StateChanges(best, work).reductions()) {
            if (takeChange(change)) {
                return true;
            }
        }
        return false;
    }

    private boolean rescaled() {
        for (StateChange change : new StateChanges(best, work).rescalings()) {
            if (takeChange(change)) {
                return true;
            }
        }
        return false;
    }

    /** Takes a change of state if it, with what becomes possible by it, is cheaper. */
    private boolean takeChange(StateChange change) {
        Proof proof = new Proof(Proof.Ground.STATE, change.reason());
        Optional<Equations> applied = change.apply(best);
        if (applied.isEmpty()) {
            return false;
        }
        Equations changed = applied.get();
        if (take(change.title(), changed, proof)) {
            return true;
        }
        RealForm form = new RealForm(work);
        return detour(change.title(), changed.mapRoots(form::of), proof)
                || detour(change.title(), RealForm.gathered(changed), proof)
                // Both of these multiply products out, where a part of them may be needed elsewhere too.
                || detour(change.title(), changed, proof);
    }

    /** Takes what costs more by itself if it opens the way to something cheaper. */
    private boolean detour(String title, Equations candidate, Proof proof) {
        if (candidate.equals(best)
                || fruitless.contains(candidate.roots())
                || Complexity.of(candidate).statements() > cost.statements() + DETOUR
                || !bounds.allow(candidate)) {
            return false;
        }
        Descent further = new Descent(candidate, mostSteps, work, false, mostStatements, fruitless, bounds, still);
        further.run();
        if (!further.cost.below(cost) || further.cost.statements() > mostStatements || work.isSpent()) {
            fruitless.add(candidate.roots());
            further.moves.forEach(move -> fruitless.add(move.after().roots()));
            return false;
        }
        moves.add(new Move(title, candidate, proof));
        moves.addAll(further.moves);
        best = further.best;
        cost = further.cost;
        return true;
    }

    // ---- rules ----

    private boolean ruled() {
        for (Expression call : best.calls()) {
            if (!work.spend(2)) {
                return false;
            }
            Optional<Expression> folded = Arithmetic.folded(call);
            if (folded.isPresent() && take("constants folded", best.replace(call, folded.get()), Proof.EXACT)) {
                return true;
            }
            for (Rule rule : Rules.all()) {
                Optional<Expression> match = rule.apply(call);
                if (match.isPresent()
                        && take(
                                rule.toString(),
                                best.replace(call, match.get()),
                                rule.guarded() ? Proof.GUARDED : Proof.EXACT)) {
                    return true;
                }
            }
            Expression passed = RealForm.factorsPassed(call);
            if (!passed.equals(call)
                    && take("factor taken out of " + call.function().name(), best.replace(call, passed), Proof.EXACT)) {
                return true;
            }
        }
        return false;
    }

    // ---- normal forms ----

    private boolean normalized() {
        List<Expression> calls = best.calls();
        Set<Expression> shared = shared(calls);
        List<Expression> linear = calls.stream().filter(LinearForm::isLinear).toList();
        for (int i = calls.size() - 1; i >= 0; i--) {
            Expression call = calls.get(i);
            if (!work.spend(1)) {
                return false;
            }
            if (LinearForm.isLinear(call)) {
                LinearForm whole = LinearForm.of(call);
                LinearForm parted = LinearForm.of(call, shared::contains);
                if (linear(call, whole) || !parted.equals(whole) && linear(call, parted) || remainder(call, linear)) {
                    return true;
                }
            }
            if (ProductForm.isProduct(call)) {
                ProductForm form = ProductForm.of(call);
                Proof proof = form.divisors().isEmpty() ? Proof.EXACT : Proof.GUARDED;
                if (Tolerances.isWritable(form.coefficient())
                        && (take("factors gathered", best.replace(call, form.build()), proof)
                                || take(
                                        "magnitude and sign met",
                                        best.replace(call, form.met().build()),
                                        proof))) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean linear(Expression call, LinearForm form) {
        for (Expression variant : form.variants()) {
            if (variant.equals(call)) {
                continue;
            }
            if (written(call, variant)) {
                return true;
            }
        }
        Optional<Expression> factored = RealForm.sum(form);
        return factored.isPresent()
                && !factored.get().equals(call)
                && take("common factor taken out", best.replace(call, factored.get()), Proof.GUARDED);
    }

    /** Takes another way to write a linear call; a factor that is left over may go on to where it costs nothing. */
    private boolean written(Expression call, Expression variant) {
        Equations written = best.replace(call, variant);
        boolean scaled = variant.is(Operation.PRODUCT) && variant.argument(1).isConstant();
        return take("linear normal form", written, Proof.EXACT)
                || scaled && take("linear normal form, factors gathered", RealForm.gathered(written), Proof.GUARDED);
    }

    /** Tries to write a linear call as a multiple of another one plus little. */
    private boolean remainder(Expression call, List<Expression> linear) {
        LinearForm form = LinearForm.of(call);
        for (Expression other : linear) {
            if (other.equals(call)) {
                continue;
            }
            LinearForm divisor = LinearForm.of(other);
            for (Map.Entry<Expression, Double> entry : divisor.terms().entrySet()) {
                double ratio = form.coefficient(entry.getKey()) / entry.getValue();
                if (ratio == 0 || hides(form, divisor, ratio)) {
                    continue;
                }
                if (!work.spend(form.terms().size() + divisor.terms().size())) {
                    return false;
                }
                LinearForm rest = LinearForm.combine(form, 1, divisor, -ratio);
                if (rest.terms().size() + 1 < form.terms().size() + (form.constant() != 0 ? 1 : 0) + 1) {
                    LinearForm sum =
                            LinearForm.combine(rest, 1, new LinearForm(new TreeMap<>(Map.of(other, 1.0)), 0), ratio);
                    for (Expression variant : sum.variants()) {
                        if (written(call, variant)) {
                            return true;
                        }
                    }
                }
            }
        }
        return false;
    }

    /**
     * Takes a part that two sums have in common: with {@code d = g + 0.1 w}, the sums {@code 0.9 m + 0.9 g + 0.09 w}
     * and {@code 1.9 g + 0.19 w + 0.81 m} are {@code s = 0.9 (m + d)} and {@code d + 0.9 s}. Neither alone would be
     * shorter.
     */
    private boolean shared() {
        List<Expression> sums = new ArrayList<>();
        List<LinearForm> forms = new ArrayList<>();
        for (Expression call : best.calls()) {
            if (LinearForm.isLinear(call)) {
                LinearForm form = LinearForm.of(call);
                if (!work.spend(form.terms().size())) {
                    return false;
                }
                if (form.terms().size() > 2 && form.terms().size() <= LONG_SUM) {
                    sums.add(call);
                    forms.add(form);
                }
            }
        }
        for (int i = sums.size() - 1; i >= 0; i--) {
            for (int j = 0; j < sums.size(); j++) {
                if (!work.spend(
                        forms.get(i).terms().size() * forms.get(j).terms().size())) {
                    return false;
                }
                if (i != j && shared(sums.get(i), forms.get(i), sums.get(j), forms.get(j))) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean shared(Expression call, LinearForm form, Expression other, LinearForm divisor) {
        for (Map.Entry<Expression, Double> entry : divisor.terms().entrySet()) {
            double ratio = form.coefficient(entry.getKey()) / entry.getValue();
            if (ratio == 0 || hides(form, divisor, ratio)) {
                continue;
            }
            LinearForm rest = LinearForm.combine(form, 1, divisor, -ratio);
            if (rest.constant() != 0 || rest.terms().size() < 2 || !rest.isFinite()) {
                continue;
            }
            Map.Entry<Expression, Double> first = rest.terms().entrySet().stream()
                    .filter(term -> !term.getKey().dependsOnWeights())
                    .findFirst()
                    .orElse(rest.terms().firstEntry());
            LinearForm part = rest.scaled(1 / first.getValue());
            double share = divisor.coefficient(first.getKey());
            LinearForm remaining = LinearForm.combine(divisor, 1, part, -share);
            if (share == 0
                    || remaining.terms().size() + part.terms().size()
                            > divisor.terms().size()) {
                continue;
            }
            List<Expression> ways = part.variants();
            if (ways.isEmpty()) {
                continue;
            }
            Expression common = ways.get(0);
            for (Expression sum : plus(remaining, common, share).variants()) {
                LinearForm whole = plus(new LinearForm(new TreeMap<>(Map.of(sum, ratio)), 0), common, first.getValue());
                for (Expression variant : whole.variants()) {
                    Equations written = best.mapRoots(root ->
                            Equations.map(root, node -> node, new HashMap<>(Map.of(call, variant, other, sum))));
                    if (take("common part of two sums", written, Proof.EXACT)
                            || take("common part of two sums", RealForm.gathered(written), Proof.GUARDED)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static LinearForm plus(LinearForm form, Expression term, double coefficient) {
        return LinearForm.combine(form, 1, new LinearForm(new TreeMap<>(Map.of(term, coefficient)), 0), 1);
    }

    /** Whether what a form has of a term would be lost beside what the multiple of the other has of it. */
    private static boolean hides(LinearForm form, LinearForm divisor, double ratio) {
        boolean hides = isHidden(form.constant(), divisor.constant() * ratio);
        for (Map.Entry<Expression, Double> entry : divisor.terms().entrySet()) {
            hides |= isHidden(form.coefficient(entry.getKey()), entry.getValue() * ratio);
        }
        return hides;
    }

    private static boolean isHidden(double coefficient, double other) {
        return coefficient != 0 && Math.abs(coefficient) * Tolerances.SHARE < Tolerances.ROUNDING * Math.abs(other);
    }

    /** Calls that are used more than once. */
    private Set<Expression> shared(List<Expression> calls) {
        Map<Expression, Integer> uses = new HashMap<>();
        for (Expression call : calls) {
            call.arguments().forEach(argument -> uses.merge(argument, 1, Integer::sum));
        }
        best.roots().forEach(root -> uses.merge(root, 1, Integer::sum));
        Set<Expression> shared = new HashSet<>();
        uses.forEach((node, count) -> {
            if (count > 1 && node.isCall()) {
                shared.add(node);
            }
        });
        return shared;
    }

    private boolean gathered() {
        Equations factored = RealForm.gathered(best);
        return !factored.equals(best) && take("factors gathered throughout", factored, Proof.GUARDED);
    }

    private boolean wholeNormalized() {
        RealForm form = new RealForm(work);
        Equations normal = best.mapRoots(form::of);
        if (take("normal form of the whole", normal, Proof.GUARDED)) {
            return true;
        }
        return rescales && detour("normal form of the whole", normal, Proof.GUARDED);
    }
}
