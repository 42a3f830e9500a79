package savanna.search.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import savanna.search.store.RankingTable;

class FunnelTest {

    private static RankingTable.Row row(
            String stage, int position, String hash, OptionalDouble difference, String verdict) {
        OptionalDouble error = difference.isPresent() ? OptionalDouble.of(0.01) : OptionalDouble.empty();
        return new RankingTable.Row(
                stage, position, hash, "", "task", 8, difference, error, difference, error, 1, 5, verdict);
    }

    private static final List<RankingTable.Row> ROWS = List.of(
            row("ranking", 0, "base", OptionalDouble.empty(), "baseline, best of 8 variants"),
            row("ranking", 1, "one", OptionalDouble.of(-0.05), "beats the baseline, within the error of the best"),
            row("ranking", 2, "two", OptionalDouble.of(-0.04), "beats the baseline"),
            row("ranking", 3, "three", OptionalDouble.of(-0.005), "dropped"),
            row("ranking", 4, "four", OptionalDouble.of(0.02), "dropped"),
            row("ranking", 5, "five", OptionalDouble.empty(), "dropped"),
            row("funnel-b", 0, "base", OptionalDouble.empty(), "baseline, best of 8 variants"),
            row("funnel-b", 1, "one", OptionalDouble.of(0.01), "dropped, within the error of the best"));

    @Test
    void shouldSayWhereAndWhyEachDroppedOut() {
        Funnel funnel = new Funnel(ROWS, Optional.of("one"));
        assertThat(funnel.stages().keySet()).containsExactly("ranking", "funnel-b");
        assertThat(ROWS.stream().map(funnel::verdict))
                .containsExactly(
                        "baseline, best of 8 variants",
                        "passes, near the best, chosen",
                        "passes; the next stage takes fewer",
                        "dropped: better by less than the error",
                        "dropped: no better than the baseline",
                        "dropped: not trained on every seed",
                        "baseline, best of 8 variants",
                        "dropped: no better than the baseline, near the best");
    }

    @Test
    void shouldChooseInTheFirstStageWhereNoneEverPassed() {
        List<RankingTable.Row> rows = List.of(ROWS.get(0), ROWS.get(4));
        assertThat(new Funnel(rows, Optional.of("four")).verdict(ROWS.get(4)))
                .isEqualTo("dropped: no better than the baseline, chosen");
    }
}
