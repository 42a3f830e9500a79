package savanna.search.evolution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import savanna.search.objective.Cost;

class LullTest {

    private final Lull lull = new Lull();

    private static Counts counts(long programs, double bound, long falls) {
        Cost cost = new Cost(bound, 1, 9, 0);
        return new Counts(programs, programs, 0, 0, Map.of(), 0, 0, cost, cost, falls);
    }

    @Test
    void shouldCountFromTheLastFunctionThatCameToLead() {
        assertThat(lull.programs(counts(100, 0.5, 0))).isEqualTo(100);
        assertThat(lull.programs(counts(200, 0.4, 1))).isZero();
        assertThat(lull.programs(counts(300, 0.35, 1)))
                .as("the leader seems better on further seeds")
                .isEqualTo(100);
        assertThat(lull.programs(counts(400, 0.45, 1))).as("and worse").isEqualTo(200);
    }

    @Test
    void shouldCountWhatAFurtherPartFindsOnlyIfItIsBetterThanThePartsBefore() {
        lull.programs(counts(100, 0.4, 3));
        lull.next(counts(150, 0.4, 3));
        assertThat(lull.programs(counts(50, 0.5, 1))).isEqualTo(100);
        assertThat(lull.programs(counts(60, 0.39, 2))).isZero();
    }
}
