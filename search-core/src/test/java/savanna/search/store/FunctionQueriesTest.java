package savanna.search.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import savanna.dsl.library.ProgramLibrary;
import savanna.search.Runs;
import savanna.search.evolution.Individual;
import savanna.search.evolution.Scored;
import savanna.search.evolution.Valuation;
import savanna.search.objective.Objective;
import savanna.tasks.Outcome;

class FunctionQueriesTest {

    @Test
    void shouldBelieveTheSearchThatGaveAFunctionMostSeeds(@TempDir Path folder) {
        Path run = folder.resolve("run");
        Individual lion = Individual.start(ProgramLibrary.find("lion").orElseThrow(), "start");
        try (RunFolder made = RunFolder.create(run, Runs.SMALL)) {
            for (int number = 1; number <= 3; number++) {
                String name = "search-" + number;
                made.stages()
                        .begin(
                                name,
                                number,
                                "evolution",
                                StageTable.Origin.START,
                                lion.hash().toString());
                List<Double> cases = number == 2 ? List.of(0.3, 0.4, 0.5, 0.4) : List.of(0.1, 0.2);
                made.search(name)
                        .write(
                                List.of(lion),
                                List.of(new Scored(
                                        lion,
                                        new Valuation(
                                                Outcome.TRAINED,
                                                Objective.ofFitness().cost(number == 2 ? 0.4 : 0.15, 1, 9),
                                                cases,
                                                OptionalDouble.of(0.05)))));
            }
        }
        try (RunQueries queries = RunQueries.open(run)) {
            assertThat(queries.best(5)).singleElement().satisfies(row -> {
                assertThat(row.stage()).isEqualTo("search-2");
                assertThat(row.fitness()).hasValue(0.4);
            });
        }
    }
}
