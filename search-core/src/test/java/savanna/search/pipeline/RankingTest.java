package savanna.search.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import savanna.dsl.library.ProgramLibrary;
import savanna.search.evolution.Individual;
import savanna.search.objective.Objective;
import savanna.search.training.Measurement;
import savanna.tasks.Outcome;

class RankingTest {

    private static final Individual ADAMW =
            Individual.start(ProgramLibrary.find("adamw").orElseThrow(), "start");
    private static final Individual LION =
            Individual.start(ProgramLibrary.find("lion").orElseThrow(), "start");

    private static Measurement measured(Individual individual, Double... fitness) {
        return new Measurement(individual.candidate(), Outcome.TRAINED, List.of(fitness));
    }

    /** Lion is .02 worse, seed by seed with an error of .01. */
    private static Ranking ranking(Objective price) {
        return Ranking.of(
                "ranking",
                "task",
                measured(ADAMW, 0.50, 0.60),
                8,
                List.of(ADAMW, LION),
                List.of(measured(ADAMW, 0.50, 0.60), measured(LION, 0.51, 0.63)),
                price);
    }

    @Test
    void shouldOrderByFitnessWherePricesAreNone() {
        Ranking ranking = ranking(Objective.ofFitness());
        assertThat(ranking.rows()).extracting(Ranking.Row::individual).containsExactly(ADAMW, LION);
        assertThat(ranking.rows().get(1).difference().orElseThrow().mean()).isCloseTo(0.02, within(1e-12));
        assertThat(ranking.passed()).isEmpty();
    }

    @Test
    void shouldCountTheStatePriceOnBothSides() {
        Ranking ranking = ranking(new Objective(0.05, 0));
        assertThat(ranking.rows()).extracting(Ranking.Row::individual).containsExactly(LION, ADAMW);
        assertThat(ranking.rows().get(0).difference().orElseThrow().mean()).isCloseTo(-0.03, within(1e-12));
        assertThat(ranking.rows().get(0).measurement().mean())
                .as("the fitness shown is without the price")
                .isCloseTo(0.57, within(1e-12));
        assertThat(ranking.passed()).containsExactly(LION);
        assertThat(ranking.rows().get(1).difference().orElseThrow().mean())
                .as("a program like the baseline differs by nothing")
                .isCloseTo(0, within(1e-12));
    }
}
