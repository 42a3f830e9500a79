package savanna.search.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import savanna.search.store.RankingTable;

class VerdictsTest {

    private static RankingTable.Row row(
            String stage, int position, String hash, OptionalDouble difference, RankingTable.Role role) {
        OptionalDouble error = difference.isPresent() ? OptionalDouble.of(0.01) : OptionalDouble.empty();
        return new RankingTable.Row(
                stage,
                position,
                hash,
                "",
                Optional.empty(),
                "task",
                8,
                difference,
                error,
                difference,
                error,
                1,
                5,
                role);
    }

    private static RankingTable.Role entrant(boolean passes, boolean isNearBest, boolean isChosen) {
        return new RankingTable.Entrant(passes, isNearBest, isChosen);
    }

    private static final RankingTable.Role BASELINE = new RankingTable.Baseline(8);

    private static final List<RankingTable.Row> ROWS = List.of(
            row("ranking", 0, "base", OptionalDouble.empty(), BASELINE),
            row("ranking", 1, "one", OptionalDouble.of(-0.05), entrant(true, true, true)),
            row("ranking", 2, "two", OptionalDouble.of(-0.04), entrant(true, false, false)),
            row("ranking", 3, "three", OptionalDouble.of(-0.005), entrant(false, false, false)),
            row("ranking", 4, "four", OptionalDouble.of(0.02), entrant(false, false, false)),
            row("ranking", 5, "five", OptionalDouble.empty(), entrant(false, false, false)),
            row("funnel-b", 0, "base", OptionalDouble.empty(), BASELINE),
            row("funnel-b", 1, "one", OptionalDouble.of(0.01), entrant(false, true, false)));

    @Test
    void shouldSayWhereAndWhyEachDroppedOut() {
        Verdicts verdicts = new Verdicts(ROWS);
        assertThat(verdicts.stages().keySet()).containsExactly("ranking", "funnel-b");
        assertThat(ROWS.stream().map(verdicts::reasoned))
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
    void shouldBeBriefInTables() {
        assertThat(ROWS.stream().map(Verdicts::brief))
                .containsExactly(
                        "baseline",
                        "passes, near, chosen",
                        "passes",
                        "dropped",
                        "dropped",
                        "dropped",
                        "baseline",
                        "dropped, near");
        assertThat(Verdicts.baseline(0)).isEqualTo("baseline, as shipped");
        assertThat(Verdicts.baseline(1)).isEqualTo("baseline, best of 1 variant");
    }
}
