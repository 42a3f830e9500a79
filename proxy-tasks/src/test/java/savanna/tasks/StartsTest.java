package savanna.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import savanna.dsl.library.ProgramLibrary;
import savanna.tasks.recipe.Start;

class StartsTest {

    @TempDir
    private Path folder;

    private static Start start(int floats) {
        return new Start(new float[floats], null, new int[0], 4L * floats);
    }

    @Test
    void shouldKeepWhatWasUsedLastWithinItsBytes() {
        Starts starts = new Starts(1_000);
        AtomicInteger drawn = new AtomicInteger();
        long[] seeds = {1, 2, 1, 3, 1, 2};
        for (long seed : seeds) {
            starts.of(seed, () -> {
                drawn.incrementAndGet();
                return start(100);
            });
            assertThat(starts.bytes()).isLessThanOrEqualTo(1_000);
        }
        // 2 had to make room for 3, since 1 was used after it.
        assertThat(drawn).hasValue(4);
    }

    @Test
    void shouldGiveAStartThatIsTooLargeToKeep() {
        Starts starts = new Starts(1_000);
        assertThat(starts.of(1, () -> start(10_000)).weights()).hasSize(10_000);
        assertThat(starts.bytes()).isZero();
    }

    @Test
    void shouldDrawAgainWhereADrawFailed() {
        Starts starts = new Starts(1_000);
        assertThatThrownBy(() -> starts.of(1, () -> {
                    throw new IllegalStateException("no luck");
                }))
                .hasMessage("no luck");
        assertThat(starts.of(1, () -> start(1)).weights()).hasSize(1);
    }

    /** Each of two draws waits for the other: under one lock they would wait for ever. */
    @Test
    void shouldDrawTheStartsOfSeveralSeedsAtTheSameTime() throws Exception {
        Starts starts = new Starts(1_000);
        CyclicBarrier both = new CyclicBarrier(2);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<Start>> drawn = LongStream.of(1, 2)
                    .mapToObj(seed -> threads.submit(() -> starts.of(seed, () -> {
                        try {
                            both.await(20, TimeUnit.SECONDS);
                        } catch (Exception alone) {
                            throw new IllegalStateException("drawn alone", alone);
                        }
                        return start(1);
                    })))
                    .toList();
            for (Future<Start> each : drawn) {
                assertThat(each.get().weights()).hasSize(1);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** 64 starts of 1.1 million parameters are 280 MB. */
    @Test
    void shouldTrainALargeModelWithManySeedsInASmallHeap() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ManySeeds.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains("TRAINED, 64 runs of 1147854 parameters");
    }

    /** Trains for a step on each of 64 seeds. */
    static final class ManySeeds {
        private ManySeeds() {}

        public static void main(String[] arguments) throws IOException {
            Path file = Files.writeString(Path.of(arguments[0]).resolve("large.yaml"), """
                    data:
                      kind: digits
                    model:
                      kind: mlp
                      hidden: [1036, 1032]
                    recipe:
                      batch: 1
                      steps: 1
                      validation-size: 1
                    """);
            LocalTask task = TaskCatalog.local(file.toString());
            List<Long> seeds = LongStream.rangeClosed(1, 64).boxed().toList();
            TrainingResult evaluation =
                    Trainings.train(task, ProgramLibrary.find("sgd").orElseThrow(), seeds, Hurdles.none());
            System.out.println(evaluation.outcome() + ", " + evaluation.runs().size() + " runs of "
                    + task.layout().size() + " parameters");
        }
    }
}
