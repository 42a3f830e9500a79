package savanna.search.pipeline;

import java.util.List;
import savanna.dsl.program.Program;
import savanna.dsl.rate.Rates;
import savanna.search.training.Candidate;
import savanna.search.training.Measurement;
import savanna.tasks.Hurdles;
import savanna.tasks.Task;
import savanna.tasks.training.TrainingService;

/**
 * Finds a program's best learning rate on given seeds: walks from its own rate by half decades, up and down, as long as
 * that helps. The least that a reference deserves.
 */
final class RateTuning {

    /** A program with its rate multiplied. */
    record Rated(double factor, Program program) {}

    private final TrainingService trainings;

    RateTuning(TrainingService trainings) {
        this.trainings = trainings;
    }

    /** The best of at most so many rates; the program's own is the first. */
    Rated tune(Program program, int rates, Task task, List<Long> seeds) {
        Rated chosen = new Rated(1, program);
        double best = fitness(program, task, seeds);
        int left = rates - 1;
        for (int direction : new int[] {1, -1}) {
            double before = best;
            for (int step = direction; left > 0; step += direction) {
                left--;
                Rated next = scaled(program, step);
                double fitness = fitness(next.program, task, seeds);
                if (fitness >= best) {
                    break;
                }
                best = fitness;
                chosen = next;
            }
            if (best < before) {
                break;
            }
        }
        return chosen;
    }

    private double fitness(Program program, Task task, List<Long> seeds) {
        Candidate candidate = Candidate.of(program);
        return Measurement.of(candidate, trainings.train(candidate.request(task, seeds, Hurdles.none())))
                .mean();
    }

    /** The program with its rate multiplied by so many half decades, rounded to one or three. */
    private static Rated scaled(Program program, int step) {
        double decades = Math.pow(10, Math.floorDiv(step, 2));
        double factor = Math.floorMod(step, 2) == 0 ? decades : 3 * decades;
        return new Rated(factor, Rates.scaled(program, factor));
    }
}
