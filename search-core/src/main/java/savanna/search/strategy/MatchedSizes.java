package savanna.search.strategy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.analysis.Analysis;
import savanna.dsl.analysis.FunctionalHash;
import savanna.dsl.program.Operand;
import savanna.dsl.program.Program;
import savanna.dsl.program.Statement;
import savanna.dsl.rate.Rates;
import savanna.search.evolution.Individual;
import savanna.search.evolution.SearchStart;
import savanna.search.evolution.SizeMatching;
import savanna.search.mutation.Edit;
import savanna.search.mutation.Mutations;
import savanna.search.mutation.SingleAssignment;
import savanna.search.rate.UpdateSize;
import savanna.tasks.GradientSample;

/**
 * Multiplies the learning rate of some children so that their updates have the size of their parent's, or of the start
 * program's, on recorded gradients. A structural edit with the rate of its parent is mostly killed by its step size,
 * not by its idea. The factor goes into a constant factor that the update has, so that programs do not grow by it more
 * than once.
 */
final class MatchedSizes {

    /**
     * Parameters and steps that are looked at: enough for a size within a third, and few enough for tens of
     * microseconds a program though each call of a slow function costs thirty nanoseconds.
     */
    private static final int PARAMETERS = 64;

    private static final int STEPS = 40;

    private static final int MOST_KNOWN = 10_000;

    private final SizeMatching matching;
    private final int mostStatements;
    private final Individual start;
    private final UpdateSize sizes;
    /** Of the functions asked for last; those of parents are asked for again and again. */
    private final Map<Known, Double> known = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Known, Double> eldest) {
            return size() > MOST_KNOWN;
        }
    };

    private record Known(FunctionalHash function, boolean isOfArrays) {}

    private MatchedSizes(SizeMatching matching, int mostStatements, Individual start, GradientSample sample) {
        this.matching = matching;
        this.mostStatements = mostStatements;
        this.start = start;
        this.sizes = new UpdateSize(
                sample, Math.max(2, PARAMETERS / sample.layout().leaves().size()), STEPS);
    }

    /** None if no child is to be matched, or the start program does not train. */
    static Optional<MatchedSizes> of(SearchStart start) {
        SizeMatching matching = start.setting().sizes();
        return matching.share() == 0
                ? Optional.empty()
                : start.gradients()
                        .get()
                        .map(sample -> new MatchedSizes(
                                matching,
                                start.setting().maxStatements(),
                                start.program().individual(),
                                sample));
    }

    /** The child with the size that it is to have, or as it is. */
    Mutations.Child matched(Individual parent, Mutations.Child child, RandomGenerator random) {
        boolean isDrawn = random.nextDouble() < matching.share();
        if (!isDrawn
                || child.analysis().hash().equals(parent.hash())
                || haveOneStructure(parent.program(), child.analysis().program())) {
            return child;
        }
        Individual reference = matching.reference() == SizeMatching.Reference.PARENT ? parent : start;
        Program made = child.analysis().program();
        boolean isOfArrays = made.looksAtArrays() || reference.program().looksAtArrays();
        double factor = UpdateSize.factor(
                size(new Known(child.analysis().hash(), isOfArrays), made),
                size(new Known(reference.hash(), isOfArrays), reference.program()));
        if (factor == 1) {
            return child;
        }
        Analysis analysis = AbstractExecution.of(Rates.scaled(SingleAssignment.of(made), factor));
        return analysis.isValid() && analysis.program().statements().size() <= mostStatements
                ? new Mutations.Child(
                        new Edit(analysis.program(), child.edit().words() + ", rate times " + factor), analysis)
                : child;
    }

    private double size(Known function, Program program) {
        return known.computeIfAbsent(function, unknown -> sizes.of(program, unknown.isOfArrays));
    }

    /** Whether two programs differ in constants at most. */
    private static boolean haveOneStructure(Program one, Program other) {
        if (one.statements().size() != other.statements().size()
                || !one.results().equals(other.results())) {
            return false;
        }
        for (int i = 0; i < one.statements().size(); i++) {
            if (!haveOneStructure(one.statements().get(i), other.statements().get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean haveOneStructure(Statement one, Statement other) {
        if (one.function() != other.function() || !one.target().equals(other.target())) {
            return false;
        }
        for (int i = 0; i < one.arguments().size(); i++) {
            Operand operand = one.arguments().get(i);
            Operand counterpart = other.arguments().get(i);
            boolean areConstants = operand instanceof Operand.Constant && counterpart instanceof Operand.Constant;
            if (!areConstants && !operand.equals(counterpart)) {
                return false;
            }
        }
        return true;
    }
}
