package savanna.tasks.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.execution.StateMemory;
import savanna.dsl.program.Program;
import savanna.tasks.Outcome;
import savanna.tasks.Task;
import savanna.tasks.TrainingRequest;
import savanna.tasks.TrainingRequest.Wanted;
import savanna.tasks.TrainingResult;
import savanna.tasks.TrainingResult.CurvePoint;
import savanna.tasks.compare.Standing.FreshRun;
import savanna.tasks.training.TrainingService;

/**
 * Compares programs fairly on a task. Each has its constants tuned with as many tries, the same for all, on the task's
 * search seeds and the validation split; then it is trained on fresh seeds, the same for all, and scored on the test
 * split, which nothing selected on.
 *
 * @param task what they are trained on
 * @param seeds number of fresh seeds
 * @param tries tries of tuning for each program; 0 and 1 leave the programs as they are
 * @param seed chooses the tries and the fresh seeds
 */
public record Comparison(Task task, int seeds, int tries, long seed) {
    /** Fresh seeds are at least this, out of the way of search seeds, which count from 1. */
    private static final long FRESH = 1_000_000_000L;

    /** A run that is shorter says nothing of what a step takes: the virtual machine has not compiled it yet. */
    private static final double CLOCKED_MICROS = 20_000;

    private static final int CLOCKED_STEPS = 50;

    public Comparison {
        if (seeds < 1 || tries < 0 || seed < 0) {
            throw new IllegalArgumentException(seeds + " seeds, " + tries + " tries, seed " + seed
                    + "; expected at least 1 seed, and the others from 0");
        }
    }

    /**
     * Runs it.
     *
     * @param phases is told what is trained next, such as {@code tuning}
     * @return standings, best first: by the mean on the test split; those that failed last
     */
    public List<Standing> run(List<Contender> contenders, TrainingService trainings, Consumer<String> phases) {
        phases.accept("tuning");
        List<Tuned> tuned = tuned(contenders, trainings);
        phases.accept("fresh seeds");
        List<TrainingRequest> requests = new ArrayList<>();
        for (Tuned each : tuned) {
            if (each.isTrainable()) {
                // A request a seed: the seeds after one that fails count too.
                freshSeeds()
                        .forEach(fresh -> requests.add(TrainingRequest.of(task, each.program(), List.of(fresh))
                                .telling(Wanted.CURVE, Wanted.TEST)));
            }
        }
        List<TrainingResult.Run> made = trainings.train(requests).stream()
                .map(result -> result.runs().get(0))
                .toList();
        List<List<TrainingResult.Run>> runs = new ArrayList<>();
        int next = 0;
        for (Tuned each : tuned) {
            int count = each.isTrainable() ? seeds : 0;
            runs.add(made.subList(next, next + count));
            next += count;
        }
        return IntStream.range(0, contenders.size())
                .mapToObj(i -> standing(tuned.get(i), runs, i))
                .sorted(Comparator.comparingDouble(
                        (Standing standing) -> standing.test().orElse(Double.MAX_VALUE)))
                .toList();
    }

    /** A program with the best constants that were tried; without a fitness if no try was trained. */
    private record Tuned(Contender contender, Program program, Multipliers multipliers, OptionalDouble fitness) {

        boolean isTrainable() {
            return fitness.isPresent();
        }
    }

    private LongStream freshSeeds() {
        return LongStream.range(0, seeds).map(i -> FRESH + seed * 1_000_000 + i);
    }

    private List<Tuned> tuned(List<Contender> contenders, TrainingService trainings) {
        List<Multipliers> drawn = Multipliers.draw(Math.max(1, tries), seed);
        if (tries <= 1) {
            return contenders.stream()
                    .map(contender -> new Tuned(contender, contender.program(), drawn.get(0), OptionalDouble.of(0)))
                    .toList();
        }
        List<TrainingRequest> requests = contenders.stream()
                .flatMap(contender -> drawn.stream().map(tried -> tried.apply(contender.program())))
                .map(program -> TrainingRequest.of(task, program, task.searchSeeds()))
                .toList();
        List<TrainingResult> results = trainings.train(requests);
        return IntStream.range(0, contenders.size())
                .mapToObj(i -> IntStream.range(0, tries)
                        .mapToObj(j -> new Tuned(
                                contenders.get(i),
                                requests.get(i * tries + j).program(),
                                drawn.get(j),
                                results.get(i * tries + j).fitness()))
                        .min(Comparator.comparingDouble(each -> each.fitness().orElse(Double.MAX_VALUE)))
                        .orElseThrow())
                .toList();
    }

    private Standing standing(Tuned tuned, List<List<TrainingResult.Run>> runs, int index) {
        List<TrainingResult.Run> own = runs.get(index);
        List<FreshRun> freshRuns = own.stream().map(Comparison::fresh).toList();
        int wins = (int) IntStream.range(0, own.size())
                .filter(i -> freshRuns.get(i).test().isPresent()
                        && runs.stream()
                                .filter(others -> !others.isEmpty())
                                .allMatch(others -> fresh(others.get(i)).test().orElse(Double.MAX_VALUE)
                                        >= freshRuns.get(i).test().getAsDouble()))
                .count();
        List<List<CurvePoint>> curves = own.stream()
                .filter(each -> fresh(each).outcome() == Outcome.TRAINED)
                .map(each -> each.seen().curve())
                .toList();
        List<CurvePoint> curve = new ArrayList<>();
        List<Double> errors = new ArrayList<>();
        for (int i = 0; !curves.isEmpty() && i < curves.get(0).size(); i++) {
            int point = i;
            List<Double> values =
                    curves.stream().map(each -> each.get(point).value()).toList();
            curve.add(new CurvePoint(curves.get(0).get(i).step(), Statistics.mean(values)));
            if (values.size() > 1) {
                errors.add(Statistics.standardError(values));
            }
        }
        return new Standing(
                tuned.contender().name(),
                tuned.program(),
                tuned.multipliers(),
                tries <= 1 ? OptionalDouble.empty() : tuned.fitness(),
                freshRuns,
                curve,
                errors,
                wins,
                own.stream()
                        .filter(each -> each.time().micros() >= CLOCKED_MICROS && each.steps() >= CLOCKED_STEPS)
                        .mapToDouble(each -> each.time().stepMicros())
                        .filter(Double::isFinite)
                        .min()
                        .orElse(Double.NaN),
                Float.BYTES * StateMemory.of(List.of(task.layout())).of(AbstractExecution.ofValid(tuned.program())));
    }

    /** A run that has a fitness counts only if the test split gives a number too. */
    private static FreshRun fresh(TrainingResult.Run run) {
        OptionalDouble test = run.seen().test();
        boolean isTrained = run.outcome() == Outcome.TRAINED && test.isPresent();
        return new FreshRun(
                run.seed(),
                run.outcome() == Outcome.TRAINED && !isTrained ? Outcome.NOT_FINITE : run.outcome(),
                isTrained ? run.fitness() : OptionalDouble.empty(),
                isTrained ? test : OptionalDouble.empty());
    }
}
