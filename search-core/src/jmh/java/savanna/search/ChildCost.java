package savanna.search;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import savanna.dsl.analysis.AbstractExecution;
import savanna.search.evolution.Counts;
import savanna.search.evolution.Individual;
import savanna.search.mutation.Mutations;
import savanna.search.objective.Cost;
import savanna.search.random.RandomStreams;
import savanna.search.source.ProgramSource;
import savanna.search.store.RunFolder;
import savanna.search.store.SearchTables;

/**
 * What a child costs, part by part, in processor time of the calling thread: making and checking (of which abstract
 * execution with its hash), and storing. Children descend from AdamW by tournaments on a fitness that favours short
 * programs, as in a late search.
 *
 * <pre>
 * mvn -q -Pjmh -pl search-core -am test-compile -DskipTests
 * java -XX:+UseSerialGC -cp "search-core/target/test-classes:search-core/target/classes:dsl/target/classes:proxy-tasks/target/classes:\
 * search-core/target/lib/*" savanna.search.ChildCost
 * </pre>
 */
public final class ChildCost {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int POPULATION = 300;
    private static final int BATCH = 100;
    private static final int BATCHES = 200;
    private static final int ROUNDS = 5;
    /** Beyond the size of AdamW, as searches on digits-mlp are. */
    private static final int MOST_STATEMENTS = 24;

    private ChildCost() {}

    public static void main(String[] arguments) throws IOException {
        for (int round = 1; round <= ROUNDS; round++) {
            round();
        }
    }

    private static void round() throws IOException {
        RandomGenerator random = new RandomStreams(1).stream("children");
        Mutations mutations = Mutations.weighted(Mutations.PRESETS.get("paper"), MOST_STATEMENTS);
        List<Individual> population = new ArrayList<>();
        for (int i = 0; i < POPULATION; i++) {
            population.add(Individual.start(ProgramSource.find("adamw"), "start"));
        }
        long making = 0;
        long analysis = 0;
        long storing = 0;
        long statements = 0;
        int made = 0;
        try (RunFolder folder =
                RunFolder.create(Files.createTempDirectory("child-cost").resolve("run"), "")) {
            SearchTables journal = folder.search("search-1");
            for (int batch = 0; batch < BATCHES; batch++) {
                List<Individual> children = new ArrayList<>();
                long start = THREADS.getCurrentThreadCpuTime();
                for (int i = 0; i < BATCH; i++) {
                    Individual parent = population.get(random.nextInt(POPULATION));
                    Mutations.Child child = mutations.child(parent.program(), random);
                    children.add(Individual.of(
                            child.edit().program(),
                            child.analysis(),
                            ++made,
                            parent.number(),
                            child.edit().words()));
                }
                long checked = THREADS.getCurrentThreadCpuTime();
                for (Individual child : children) {
                    statements += AbstractExecution.of(child.program()).kinds().size();
                }
                long analyzed = THREADS.getCurrentThreadCpuTime();
                journal.batch(
                        children,
                        List.of(),
                        new Counts(made, 0, 0, 0, java.util.Map.of(), 0, 0, Cost.none(), Cost.none(), 0));
                storing += THREADS.getCurrentThreadCpuTime() - analyzed;
                making += checked - start;
                analysis += analyzed - checked;
                population.addAll(children);
                population.subList(0, BATCH).clear();
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%.1f us making and checking, of which abstract execution %.1f us; %.1f us storing; %.1f statements%n",
                making / 1e3 / made,
                analysis / 1e3 / made,
                storing / 1e3 / made,
                statements / (double) made);
    }
}
