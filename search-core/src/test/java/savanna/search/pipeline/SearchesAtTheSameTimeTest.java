package savanna.search.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import savanna.search.Discovery;
import savanna.search.RegressionTask;
import savanna.search.Runs;
import savanna.search.config.RunConfig;
import savanna.search.store.RunFolder;
import savanna.search.store.StageTable;
import savanna.tasks.training.InterruptedRunException;
import savanna.tasks.training.Interruption;
import savanna.tasks.training.TrainingProgress;

class SearchesAtTheSameTimeTest {

    private static final String PARTS =
            Runs.WHOLE.replace("repeats: 2", "repeats: 4").replace("starts: 3", "starts: 3, every: 150");

    static Stream<String> configs() {
        return Stream.of(
                PARTS,
                PARTS.replace("starts: 3", "starts: 3, follows: last"),
                PARTS.replace("starts: 3", "starts: 3, follows: last").replace("restarts: 1", "restarts: 0"),
                Runs.WHOLE
                        .replace("search:", "search:\n  seeds: {first: 2, most: 9}")
                        .replace("programs: 400", "evaluations: 150\n  plateau: 300"));
    }

    @ParameterizedTest
    @MethodSource("configs")
    void shouldComeToTheSameHoweverManyRunAtATime(String config, @TempDir Path folder) {
        RunOutcome one = run(config, 2, 1, folder.resolve("one"));
        RunOutcome three = run(config, 2, 3, folder.resolve("three"));
        RunOutcome all = run(config, 3, 0, folder.resolve("all"));
        assertThat(three).usingRecursiveComparison().ignoringFields("folder").isEqualTo(one);
        assertThat(all).usingRecursiveComparison().ignoringFields("folder").isEqualTo(one);
        assertThat(names(folder.resolve("three"))).isEqualTo(names(folder.resolve("one")));
    }

    @Test
    void shouldGiveEachSearchWhatItFindsAlone() {
        RunConfig together =
                Runs.config("threads: 3\n" + Runs.SMALL.replace("programs: 1000", "programs: 500\n  repeats: 3"));
        RunConfig alone = Runs.config(Runs.SMALL.replace("programs: 1000", "programs: 500"));
        RunOutcome three = discover(together, new RunListener() {}, new Interruption());
        RunOutcome first = discover(alone, new RunListener() {}, new Interruption());
        assertThat(three.searches().get(0)).isEqualTo(first.searches().get(0));
        assertThat(three.searches().stream().map(RunOutcome.Search::counts).distinct())
                .as("searches that differ")
                .hasSize(3);
        assertThat(three.hallOfFame()).containsAll(first.hallOfFame());
    }

    @Test
    void shouldTellItsListenerOneThingAtATimeFromSearchesThatAreUnderWayTogether() {
        AtomicInteger inside = new AtomicInteger();
        Set<String> underWay = ConcurrentHashMap.newKeySet();
        AtomicInteger together = new AtomicInteger();
        RunListener listener = new RunListener() {
            @Override
            public void progress(SearchProgress progress) {
                assertThat(inside.incrementAndGet()).isEqualTo(1);
                underWay.add(progress.search());
                together.accumulateAndGet(underWay.size(), Math::max);
                progress.reason().ifPresent(ended -> underWay.remove(progress.search()));
                inside.decrementAndGet();
            }

            @Override
            public void trained(TrainingProgress progress) {
                assertThat(inside.incrementAndGet()).isEqualTo(1);
                inside.decrementAndGet();
            }
        };
        discover(
                Runs.config("threads: 2\n" + Runs.SMALL.replace("programs: 1000", "programs: 500\n  repeats: 2")),
                listener,
                new Interruption());
        assertThat(together).hasValue(2);
        assertThat(underWay).isEmpty();
    }

    @Test
    void shouldGoOnAfterAnInterruptionThatAllSearchesMeet(@TempDir Path folder) {
        RunConfig config = Runs.config("threads: 2\n" + PARTS);
        Interruption interruption = new Interruption();
        RunListener interrupting = new RunListener() {
            @Override
            public void progress(SearchProgress progress) {
                if (progress.search().startsWith("search-2")
                        && progress.counts().programs() > 100) {
                    interruption.request();
                }
            }
        };
        assertThatThrownBy(() -> folder(config, folder.resolve("interrupted"), interrupting, interruption))
                .isInstanceOf(InterruptedRunException.class);
        RunOutcome resumed = folder(config, folder.resolve("interrupted"), new RunListener() {}, new Interruption());
        RunOutcome whole = folder(config, folder.resolve("whole"), new RunListener() {}, new Interruption());
        assertThat(resumed).usingRecursiveComparison().ignoringFields("folder").isEqualTo(whole);
        assertThat(names(folder.resolve("interrupted"))).isEqualTo(names(folder.resolve("whole")));
    }

    @Test
    void shouldEndAllSearchesWhenOneFailsAndSayWhy() {
        RunListener failing = new RunListener() {
            @Override
            public void progress(SearchProgress progress) {
                if (progress.search().equals("search-2") && progress.counts().programs() > 100) {
                    throw new IllegalStateException("no more");
                }
            }
        };
        RunConfig config =
                Runs.config("threads: 2\n" + Runs.SMALL.replace("programs: 1000", "programs: 100000000\n  repeats: 3"));
        assertThatThrownBy(() -> discover(config, failing, new Interruption()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no more");
    }

    private static RunOutcome run(String config, int threads, int atATime, Path folder) {
        return Runs.run(
                Runs.config(
                        "threads: " + threads + "\n" + config.replace("search:", "search:\n  at-a-time: " + atATime)),
                folder);
    }

    private static RunOutcome discover(RunConfig config, RunListener listener, Interruption interruption) {
        return Discovery.of(config)
                .task("regression", new RegressionTask(40))
                .listener(listener)
                .interruption(interruption)
                .run();
    }

    private static RunOutcome folder(RunConfig config, Path folder, RunListener listener, Interruption interruption) {
        return Discovery.of(config)
                .task("regression", new RegressionTask(40))
                .task("larger", new RegressionTask(120))
                .task("largest", new RegressionTask(240))
                .listener(listener)
                .interruption(interruption)
                .run(folder);
    }

    private static List<String> names(Path run) {
        try (RunFolder folder = RunFolder.open(run)) {
            return folder.stages().all().stream().map(StageTable.Stage::name).toList();
        }
    }
}
