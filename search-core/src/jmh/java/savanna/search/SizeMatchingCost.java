package savanna.search;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import savanna.search.evolution.Individual;
import savanna.search.evolution.Scored;
import savanna.search.evolution.SearchSetting;
import savanna.search.evolution.SearchStart;
import savanna.search.evolution.SizeMatching;
import savanna.search.evolution.Strategy;
import savanna.search.evolution.Valuation;
import savanna.search.mutation.FunctionSet;
import savanna.search.mutation.Mutations;
import savanna.search.objective.Objective;
import savanna.search.random.RandomStreams;
import savanna.search.rate.UpdateSize;
import savanna.search.source.ProgramSource;
import savanna.search.strategy.Strategies;
import savanna.tasks.GradientSample;
import savanna.tasks.Outcome;
import savanna.tasks.Task;
import savanna.tasks.TaskCatalog;
import savanna.tasks.training.Tasks;
import savanna.tasks.training.TrainingQueue;
import savanna.tasks.training.TrainingService;

/**
 * What it costs to give a child the size of update that its parent has: processor time a child of evolution with
 * connected mutations, without size matching and with it for three of four and for all, on gradients of a task. Scores
 * are made up: four of ten functions train, by their hash.
 *
 * <pre>
 * mvn -q -Pjmh -pl search-core -am test-compile -DskipTests
 * java -XX:+UseSerialGC -cp "search-core/target/test-classes:search-core/target/classes:dsl/target/classes:proxy-tasks/target/classes:\
 * search-core/target/lib/*" savanna.search.SizeMatchingCost digits-vit-64
 * </pre>
 */
public final class SizeMatchingCost {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int POPULATION = 200;
    private static final int BATCH = 50;
    private static final int BATCHES = 100;
    private static final int ROUNDS = 4;

    private SizeMatchingCost() {}

    public static void main(String[] arguments) {
        Task task = TaskCatalog.find(arguments[0]);
        Individual start = Individual.start(ProgramSource.find("adamw"), "start");
        Optional<GradientSample> gradients;
        try (TrainingService trainings = TrainingQueue.local(1, Tasks.of(task))) {
            gradients = UpdateSize.record(start.candidate(), task, 1, trainings);
        }
        for (int round = 1; round <= ROUNDS; round++) {
            for (double share : new double[] {0, 0.75, 1}) {
                System.out.printf(
                        Locale.ROOT,
                        "round %d: share %.2f, %.1f us a child%n",
                        round,
                        share,
                        micros(start, gradients, share));
            }
        }
    }

    private static double micros(Individual start, Optional<GradientSample> gradients, double share) {
        SearchSetting setting = new SearchSetting(
                POPULATION,
                2,
                "viable",
                BATCH,
                30,
                Mutations.PRESETS.get("connected"),
                FunctionSet.paper(),
                new SizeMatching(share, SizeMatching.Reference.PARENT),
                0);
        Scored scored = new Scored(start, valuation(start));
        Strategy evolution = Strategies.KNOWN
                .get("evolution")
                .begin(new SearchStart(scored, setting, new RandomStreams(1), () -> gradients));
        long spent = 0;
        for (int batch = 0; batch < BATCHES; batch++) {
            long before = THREADS.getCurrentThreadCpuTime();
            List<Individual> made = evolution.propose();
            spent += THREADS.getCurrentThreadCpuTime() - before;
            List<Scored> scores = new ArrayList<>();
            made.forEach(individual -> scores.add(new Scored(individual, valuation(individual))));
            evolution.observe(scores);
        }
        return spent / 1e3 / BATCH / BATCHES;
    }

    /** Four of ten functions train. */
    private static Valuation valuation(Individual individual) {
        double fitness = (individual.hash().hashCode() & 0xffff) / 65536.0;
        return fitness < 0.4 || individual.number() == 0
                ? new Valuation(Outcome.TRAINED, individual.cost(fitness, Objective.ofFitness()))
                : new Valuation(Outcome.DIVERGED, individual.cost(Double.POSITIVE_INFINITY, Objective.ofFitness()));
    }
}
