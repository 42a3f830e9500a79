package savanna.search.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import savanna.search.store.RunQueries;

class LineageTest {

    private static RunQueries.Step step(long number, String hash, OptionalDouble fitness) {
        return new RunQueries.Step("search-1", number, "mutation " + number, hash, fitness);
    }

    @Test
    void shouldTellTheStepsThatChangedTheFunctionAndWhatTheyAreWorth() {
        Lineage lineage = Lineage.of(List.of(
                step(0, "a", OptionalDouble.of(1)),
                step(3, "a", OptionalDouble.of(1)),
                step(5, "b", OptionalDouble.of(0.75)),
                step(8, "c", OptionalDouble.empty()),
                step(9, "a", OptionalDouble.of(1))));
        assertThat(lineage.changes())
                .extracting(change -> change.step().number())
                .containsExactly(0L, 5L, 8L, 9L);
        assertThat(lineage.changes())
                .extracting(Lineage.Change::fitness)
                .containsExactly(
                        OptionalDouble.empty(),
                        OptionalDouble.of(-0.25),
                        OptionalDouble.empty(),
                        OptionalDouble.empty());
        assertThat(lineage.neutral()).isEqualTo(1);
    }
}
