package savanna.search.simplify;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import savanna.dsl.program.Program;
import savanna.dsl.rate.Rates;
import savanna.search.training.Candidate;
import savanna.tasks.Hurdles;
import savanna.tasks.Outcome;
import savanna.tasks.Task;
import savanna.tasks.TrainingResult;
import savanna.tasks.training.TrainingService;

/** Trains programs on one task, all with the same seeds, so that differences are taken seed by seed. */
final class PairedTrainings {

    private final Task task;
    private final List<Long> seeds = new ArrayList<>();
    private final TrainingService trainings;
    private double factor = 1;

    PairedTrainings(Task task, int seeds, long seed, TrainingService trainings) {
        this.task = task;
        this.trainings = trainings;
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed ^ 0x51A9L);
        for (int i = 0; i < seeds; i++) {
            this.seeds.add(random.nextLong() >>> 1);
        }
    }

    /** Multiplies the update of every program that is trained from now on. */
    void scaleUpdates(double value) {
        factor = value;
    }

    /** Fitness by seed of each program; empty for one that fails on a seed. */
    List<List<Double>> train(List<Program> programs) {
        List<Candidate> candidates = programs.stream()
                .map(program -> Candidate.of(Rates.scaledExactly(program, factor)))
                .toList();
        return trainings.train(Candidate.requests(task, candidates, seeds, Hurdles.none())).stream()
                .map(PairedTrainings::fitness)
                .toList();
    }

    private static List<Double> fitness(TrainingResult result) {
        return result.outcome() == Outcome.TRAINED
                ? result.runs().stream().map(run -> run.fitness().getAsDouble()).toList()
                : List.of();
    }
}
