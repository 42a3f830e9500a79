package savanna.search.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import savanna.search.Runs;
import savanna.search.evolution.Counts;
import savanna.search.evolution.StopReason;

/** A search that is cut into parts has its budget once. */
class AllowanceTest {

    private static final String PARTS = """
            task: regression
            search:
              population: 20
              offspring: 10
              %s
            neighbourhood: {every: 100, simplify-by: [bypass], seeds: 2, closure: 1, growth: 0, tuning-rounds: 0, tuning-variants: 1, starts: 1}
            ranking: {candidates: 1, seeds: 2, tune: 0}
            report: {seeds: 2, references: []}
            """;

    private static List<RunOutcome.Search> parts(String budget, Path folder) {
        return Runs.run(Runs.config(PARTS.formatted(budget)), folder.resolve("run"))
                .searches();
    }

    private static long programs(List<RunOutcome.Search> parts) {
        return parts.stream()
                .map(RunOutcome.Search::counts)
                .mapToLong(Counts::programs)
                .sum();
    }

    @Test
    void shouldCutProgramsAsBefore(@TempDir Path folder) {
        List<RunOutcome.Search> parts = parts("programs: 250", folder);
        assertThat(parts).extracting(part -> part.counts().programs()).containsExactly(100L, 100L, 50L);
    }

    @ParameterizedTest
    @CsvSource({"20, programs: 400", "90, programs: 400", "90, time: 1h"})
    void shouldTrainTheFunctionsAskedForOnce(long evaluations, String other, @TempDir Path folder) {
        List<RunOutcome.Search> parts = parts("evaluations: " + evaluations + "\n  " + other, folder);
        long trained =
                parts.stream().mapToLong(part -> part.counts().evaluations()).sum();
        assertThat(trained).isBetween(evaluations, evaluations + 10);
        assertThat(parts.get(parts.size() - 1).reason()).isEqualTo(StopReason.EVALUATIONS);
        assertThat(parts.subList(0, parts.size() - 1))
                .allMatch(part ->
                        part.reason() == StopReason.PROGRAMS && part.counts().programs() == 100);
    }

    @Test
    void shouldMakeTheTrainingsAskedForOnce(@TempDir Path folder) {
        List<RunOutcome.Search> parts = parts("trainings: 60\n  programs: 100000", folder);
        double made =
                parts.stream().mapToDouble(part -> part.counts().trainings()).sum();
        assertThat(made)
                .as("a batch of ten functions is under way when the budget is spent")
                .isBetween(60.0, 60.0 + 2 * 10);
        assertThat(parts.get(parts.size() - 1).reason()).isEqualTo(StopReason.TRAININGS);
        long functions =
                parts.stream().mapToLong(part -> part.counts().evaluations()).sum();
        assertThat(functions).as("a function has two seeds").isGreaterThan(30);
    }

    @ParameterizedTest
    @ValueSource(strings = {"training-time", "time"})
    void shouldSpendTimeOnce(String key, @TempDir Path folder) {
        List<RunOutcome.Search> parts = parts("programs: 100000\n  " + key + ": 50ms", folder);
        assertThat(parts.get(parts.size() - 1).reason())
                .isEqualTo(key.equals("time") ? StopReason.TIME : StopReason.TRAINING_TIME);
        assertThat(parts.subList(0, parts.size() - 1)).allMatch(part -> part.reason() == StopReason.PROGRAMS);
    }

    @Test
    void shouldEndAtATargetOnce(@TempDir Path folder) {
        double reachable =
                parts("programs: 100", folder.resolve("first")).get(0).best().total();
        List<RunOutcome.Search> parts = parts("programs: 400\n  target: " + reachable, folder.resolve("second"));
        assertThat(parts).hasSize(1);
        assertThat(parts.get(0).reason()).isEqualTo(StopReason.TARGET);
    }

    @Test
    void shouldCountAPlateauAcrossParts(@TempDir Path folder) {
        List<RunOutcome.Search> parts = parts("programs: 100000\n  plateau: 250", folder);
        assertThat(parts.get(parts.size() - 1).reason()).isEqualTo(StopReason.PLATEAU);
        assertThat(parts.subList(0, parts.size() - 1))
                .as("no part is as long as the plateau, which ends the whole all the same")
                .hasSizeGreaterThan(1)
                .allMatch(part -> part.reason() == StopReason.PROGRAMS);
        assertThat(programs(parts)).isLessThan(100_000);
    }

    @Test
    void shouldRepeatPartsWithTheSameBudgets(@TempDir Path folder) {
        List<RunOutcome.Search> first = parts("programs: 400\n  evaluations: 90", folder);
        assertThat(parts("programs: 400\n  evaluations: 90", folder)).isEqualTo(first);
    }
}
