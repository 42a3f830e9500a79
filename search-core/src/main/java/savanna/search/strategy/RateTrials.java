package savanna.search.strategy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.analysis.Analysis;
import savanna.dsl.rate.Rates;
import savanna.search.evolution.Births;
import savanna.search.evolution.Individual;
import savanna.search.evolution.Scored;
import savanna.search.evolution.Valuation;
import savanna.search.mutation.SingleAssignment;
import savanna.search.mutation.Structure;

/**
 * Gives new structures that may be worth it a second chance at other learning rates: a size of update that was right
 * for the parent is right for the child within a factor, no better, and at the wrong half of its best rate a good rule
 * loses to a bad one. A structure that trained, and costs no more than the start program within two standard errors, is
 * tried at twice and at half of its rate, then at four times and a quarter; once in a search.
 */
final class RateTrials {

    /** So many errors are within the noise. */
    private static final double NEAR = 2;
    /** Rates ahead of a search that finds more than it can try: the oldest are left out. */
    private static final int MOST_WAITING = 1000;

    /** A program and what its rate is to be multiplied by. */
    private record Trial(Individual program, double factor) {}

    private final int trials;
    private final Valuation start;
    private final int mostStatements;
    private final Set<Structure> met = new HashSet<>();
    private final Deque<Trial> waiting = new ArrayDeque<>();

    /**
     * @param trials other rates of each structure; 0: none is tried
     * @param start the start program and what it reaches
     * @param mostStatements that a program may have
     */
    RateTrials(int trials, Scored start, int mostStatements) {
        this.trials = trials;
        this.start = start.score();
        this.mostStatements = mostStatements;
        met.add(Structure.of(start.individual().program()));
    }

    /** Is told what a program reached. */
    void observe(Scored scored) {
        if (trials == 0 || !isWorthIt(scored.score())) {
            return;
        }
        Individual program = scored.individual();
        if (!met.add(Structure.of(program.program()))) {
            return;
        }
        double factor = 1;
        for (int i = 0; i < trials; i++) {
            factor = i % 2 == 0 ? 2 * Math.max(factor, 1 / factor) : 1 / factor;
            waiting.add(new Trial(program, factor));
        }
        while (waiting.size() > MOST_WAITING) {
            Individual oldest = waiting.remove().program;
            waiting.removeIf(trial -> trial.program == oldest);
        }
    }

    private boolean isWorthIt(Valuation score) {
        return score.isTrained()
                && score.cost().total() - NEAR * score.error().orElse(0)
                        <= start.cost().total();
    }

    /** The next program at another rate, if one waits. */
    Optional<Individual> next(Births births) {
        while (!waiting.isEmpty()) {
            Trial trial = waiting.remove();
            Analysis analysis =
                    AbstractExecution.of(Rates.scaled(SingleAssignment.of(trial.program.program()), trial.factor));
            if (analysis.isValid() && analysis.program().statements().size() <= mostStatements) {
                met.add(Structure.of(analysis.program()));
                return Optional.of(births.next(trial.program, analysis, "rate times " + trial.factor));
            }
        }
        return Optional.empty();
    }
}
