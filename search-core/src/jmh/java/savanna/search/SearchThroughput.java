package savanna.search;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import savanna.search.config.RunConfig;
import savanna.search.pipeline.Catalog;
import savanna.search.pipeline.RunListener;
import savanna.search.pipeline.SearchRun;
import savanna.search.store.RunFolder;
import savanna.search.store.StageTable;
import savanna.tasks.training.Interruption;
import savanna.tasks.yaml.YamlOverride;

/**
 * What a whole search costs beside its trainings: processor time of the thread that makes, checks, hashes and stores
 * the children, a child, and the share of the threads' time that is training. No JMH: one search is one measurement,
 * warm-up included, as a user meets it.
 *
 * <pre>
 * mvn -q -Pjmh -pl search-core -am test-compile -DskipTests
 * OMP_NUM_THREADS=1 java -XX:+UseSerialGC -cp "search-core/target/test-classes:search-core/target/classes:dsl/target/classes:\
 * proxy-tasks/target/classes:search-core/target/lib/*" savanna.search.SearchThroughput configs/quick.yaml 30000 1 2
 * </pre>
 *
 * with a config, a number of programs and numbers of threads.
 */
public final class SearchThroughput {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private SearchThroughput() {}

    public static void main(String[] arguments) throws IOException {
        for (int i = 2; i < arguments.length; i++) {
            measure(Path.of(arguments[0]), Long.parseLong(arguments[1]), Integer.parseInt(arguments[i]));
        }
    }

    private static void measure(Path config, long programs, int threads) throws IOException {
        RunConfig resolved = RunConfig.read(
                config,
                Stream.of("search.programs=" + programs, "search.time=1h", "threads=" + threads)
                        .map(YamlOverride::set)
                        .toList());
        Path path = Files.createTempDirectory("throughput").resolve("run");
        long[] nanos = new long[1];
        RunListener searches = new RunListener() {
            @Override
            public void begin(String words) {
                nanos[0] -= words.startsWith("search ") ? THREADS.getCurrentThreadCpuTime() : 0;
            }

            @Override
            public void end(String words) {
                nanos[0] += words.startsWith("search-") ? THREADS.getCurrentThreadCpuTime() : 0;
            }
        };
        try (RunFolder folder = RunFolder.create(path, resolved.yaml())) {
            new SearchRun(resolved, Catalog.ofFiles(), folder, searches, new Interruption()).run();
            StageTable.Stage stage = folder.stages().find("search-1").orElseThrow();
            System.out.printf(
                    Locale.ROOT,
                    "%d threads: %d programs, %d evaluated; %.1f us of processor time a child; %.1f%% of the threads' time was training; %.1f s%n",
                    threads,
                    stage.programs(),
                    stage.evaluations(),
                    nanos[0] / 1e3 / stage.programs(),
                    100.0 * stage.trainingMs() / stage.elapsedMs() / threads,
                    stage.elapsedMs() / 1e3);
        }
    }
}
