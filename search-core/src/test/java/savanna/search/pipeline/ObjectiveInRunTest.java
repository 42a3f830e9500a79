package savanna.search.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import savanna.search.Runs;
import savanna.search.evolution.HallOfFame;
import savanna.search.evolution.StopReason;
import savanna.search.objective.Cost;
import savanna.search.objective.Objective;
import savanna.search.store.RunQueries;

/** The prices of a config decide everywhere, in the same way. */
class ObjectiveInRunTest {

    private static final String PRICES = "objective: {state-price: 0.05, statement-price: 0.002}\n";
    private static final Objective OBJECTIVE = new Objective(0.05, 0.002);

    @Test
    void shouldOrderHallOfFameAndStoreByCost(@TempDir Path folder) {
        RunOutcome outcome = Runs.run(Runs.config(PRICES + Runs.SMALL), folder.resolve("run"));
        List<Cost> costs =
                outcome.hallOfFame().stream().map(HallOfFame.Entry::cost).toList();
        assertThat(costs)
                .isSorted()
                .isNotEqualTo(costs.stream()
                        .sorted(Comparator.comparingDouble(Cost::fitness))
                        .toList());
        assertThat(costs)
                .allSatisfy(cost ->
                        assertThat(cost).isEqualTo(OBJECTIVE.cost(cost.fitness(), cost.states(), cost.statements())));
        try (RunQueries stored = RunQueries.open(folder.resolve("run"))) {
            List<RunQueries.FunctionRow> rows = stored.best(10);
            assertThat(rows)
                    .extracting(RunQueries.FunctionRow::hash)
                    .containsExactlyElementsOf(outcome.hallOfFame().stream()
                            .limit(10)
                            .map(entry -> entry.individual().hash().toString())
                            .toList());
            assertThat(rows.get(0).price()).isCloseTo(costs.get(0).price(), within(1e-12));
        }
    }

    @Test
    void shouldSelectByPriceInEvolution(@TempDir Path folder) {
        RunOutcome free = Runs.run(Runs.config(Runs.SMALL), folder.resolve("free"));
        RunOutcome priced = Runs.run(Runs.config(PRICES + Runs.SMALL), folder.resolve("priced"));
        assertThat(priced.searches().get(0).best().price())
                .isLessThan(OBJECTIVE
                        .cost(
                                0,
                                free.searches().get(0).best().states(),
                                free.searches().get(0).best().statements())
                        .price());
        assertThat(priced.searches().get(0).late().redundantShare())
                .as("the programs made are others, not only their order")
                .isNotEqualTo(free.searches().get(0).late().redundantShare());
    }

    @Test
    void shouldTakeTheTargetForACost(@TempDir Path folder) {
        RunOutcome whole = Runs.run(Runs.config(PRICES + Runs.SMALL), folder.resolve("whole"));
        Cost best = whole.searches().get(0).best();
        double between = best.fitness() + best.price() / 2;
        RunOutcome unreached = Runs.run(
                Runs.config(PRICES + Runs.SMALL.replace("search:", "search:\n  target: " + between)),
                folder.resolve("unreached"));
        assertThat(unreached.searches().get(0).reason()).isEqualTo(StopReason.PROGRAMS);
        RunOutcome reached = Runs.run(
                Runs.config(PRICES + Runs.SMALL.replace("search:", "search:\n  target: " + best.total())),
                folder.resolve("reached"));
        assertThat(reached.searches().get(0).reason()).isEqualTo(StopReason.TARGET);
        assertThat(reached.searches().get(0).best()).isEqualByComparingTo(best);
    }
}
