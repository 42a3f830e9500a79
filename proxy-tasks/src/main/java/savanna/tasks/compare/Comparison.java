package savanna.tasks.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import savanna.dsl.execution.Engine;
import savanna.dsl.program.Program;
import savanna.tasks.Evaluation;
import savanna.tasks.Hurdles;
import savanna.tasks.Outcome;
import savanna.tasks.Task;
import savanna.tasks.Trainer;
import savanna.tasks.compare.Standing.CurvePoint;
import savanna.tasks.compare.Standing.FreshRun;

/**
 * Compares programs fairly on a task. Each has its constants tuned with as many tries, the same for all, on the task's
 * search seeds and the validation split; then it is trained on fresh seeds, the same for all, and scored on the test
 * split, which nothing selected on. The result does not depend on the number of threads, apart from times.
 *
 * @param task what they are trained on
 * @param seeds number of fresh seeds
 * @param tries tries of tuning for each program; 1 leaves the programs as they are
 * @param seed chooses the tries and the fresh seeds
 * @param threads trainings at a time
 * @param engine that executes the programs
 */
public record Comparison(Task task, int seeds, int tries, long seed, int threads, Engine engine) {
    /** Fresh seeds are at least this, out of the way of search seeds, which count from 1. */
    private static final long FRESH = 1_000_000_000L;

    public Comparison {
        if (seeds < 1 || tries < 1 || threads < 1 || seed < 0) {
            throw new IllegalArgumentException(seeds + " seeds, " + tries + " tries, " + threads + " threads, seed "
                    + seed + "; expected at least 1 of each, and a seed from 0");
        }
    }

    /** Sees how far a comparison is. */
    @FunctionalInterface
    public interface Progress {
        /** @param done trainings of so many @param phase such as {@code tuning lion} */
        void trained(int done, int of, String phase);
    }

    /** Runs it. Standings come best first: by the mean on the test split; those that failed last. */
    public List<Standing> run(List<Contender> contenders, Progress progress) {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        // Trainers hold large buffers: one a thread, made by the thread.
        ThreadLocal<Trainer> trainers = ThreadLocal.withInitial(() -> task.trainer(engine));
        try {
            AtomicInteger done = new AtomicInteger();
            int all = contenders.size() * (tries + seeds);
            List<Tuned> tuned = await(contenders.stream()
                    .flatMap(contender -> Multipliers.draw(tries, seed).stream()
                            .map(tried -> pool.submit(() -> {
                                Tuned result = tune(contender, tried, trainers.get());
                                progress.trained(done.incrementAndGet(), all, "tuning " + contender.name());
                                return result;
                            })))
                    .toList());
            List<Tuned> best = IntStream.range(0, contenders.size())
                    .mapToObj(i -> tuned.subList(i * tries, (i + 1) * tries).stream()
                            .min(Comparator.comparingDouble(
                                    each -> each.fitness().orElse(Double.MAX_VALUE)))
                            .orElseThrow())
                    .toList();
            List<List<Future<Fresh>>> fresh = best.stream()
                    .map(each -> each.fitness().isEmpty()
                            ? List.<Future<Fresh>>of()
                            : freshSeeds()
                                    .mapToObj(freshSeed -> pool.submit(() -> {
                                        Fresh result = train(each.program(), freshSeed, trainers.get());
                                        progress.trained(
                                                done.incrementAndGet(),
                                                all,
                                                "fresh seeds of "
                                                        + each.contender().name());
                                        return result;
                                    }))
                                    .toList())
                    .toList();
            List<List<Fresh>> runs = fresh.stream().map(Comparison::await).toList();
            return IntStream.range(0, contenders.size())
                    .mapToObj(i -> standing(best.get(i), runs, i))
                    .sorted(Comparator.comparingDouble(
                            (Standing standing) -> standing.test().orElse(Double.MAX_VALUE)))
                    .toList();
        } finally {
            pool.shutdownNow();
        }
    }

    private record Tuned(Contender contender, Program program, Multipliers multipliers, OptionalDouble fitness) {}

    private record Fresh(FreshRun run, List<CurvePoint> curve, double stepMicros) {}

    private LongStream freshSeeds() {
        return LongStream.range(0, seeds).map(i -> FRESH + seed * 1_000_000 + i);
    }

    private Tuned tune(Contender contender, Multipliers tried, Trainer trainer) {
        Program program = tried.apply(contender.program());
        return new Tuned(
                contender,
                program,
                tried,
                tries == 1
                        ? OptionalDouble.of(0)
                        : trainer.train(program, task.searchSeeds(), Hurdles.none())
                                .fitness());
    }

    private Fresh train(Program program, long freshSeed, Trainer trainer) {
        Watch watch = new Watch(trainer, task);
        Evaluation.Run run = trainer.train(program, List.of(freshSeed), Hurdles.none(), watch)
                .runs()
                .get(0);
        boolean isTrained = run.outcome() == Outcome.TRAINED && Double.isFinite(watch.test);
        return new Fresh(
                new FreshRun(
                        freshSeed,
                        isTrained
                                ? Outcome.TRAINED
                                : run.outcome() == Outcome.TRAINED ? Outcome.NOT_FINITE : run.outcome(),
                        isTrained ? run.fitness() : OptionalDouble.empty(),
                        isTrained ? OptionalDouble.of(watch.test) : OptionalDouble.empty()),
                watch.curve,
                watch.stepMicros());
    }

    private Standing standing(Tuned tuned, List<List<Fresh>> runs, int index) {
        List<Fresh> own = runs.get(index);
        List<FreshRun> freshRuns = own.stream().map(Fresh::run).toList();
        int wins = (int) IntStream.range(0, own.size())
                .filter(i -> freshRuns.get(i).test().isPresent()
                        && runs.stream()
                                .filter(others -> !others.isEmpty())
                                .allMatch(others -> others.get(i).run().test().orElse(Double.MAX_VALUE)
                                        >= freshRuns.get(i).test().getAsDouble()))
                .count();
        List<List<CurvePoint>> curves = own.stream()
                .filter(each -> each.run().outcome() == Outcome.TRAINED)
                .map(Fresh::curve)
                .toList();
        List<CurvePoint> curve = curves.isEmpty()
                ? List.of()
                : IntStream.range(0, curves.get(0).size())
                        .mapToObj(i -> new CurvePoint(
                                curves.get(0).get(i).step(),
                                curves.stream()
                                        .mapToDouble(each -> each.get(i).value())
                                        .average()
                                        .orElseThrow()))
                        .toList();
        return new Standing(
                tuned.contender().name(),
                tuned.program(),
                tuned.multipliers(),
                tries == 1 ? OptionalDouble.empty() : tuned.fitness(),
                freshRuns,
                curve,
                wins,
                own.stream().mapToDouble(Fresh::stepMicros).min().orElse(Double.NaN));
    }

    /**
     * Scores the weights after the task's validation steps, and at the end on the test split; takes the time of what
     * lies between.
     */
    private static final class Watch implements Trainer.Observer {
        private final Trainer trainer;
        private final Set<Integer> validationSteps;
        private final int steps;
        private final List<CurvePoint> curve = new ArrayList<>();
        private double test = Double.NaN;
        private long since;
        private long nanos;
        private int timed;

        Watch(Trainer trainer, Task task) {
            this.trainer = trainer;
            validationSteps = Set.copyOf(task.validationSteps());
            steps = task.steps();
        }

        @Override
        public void stepped(long seed, int step, double loss, float[] weights) {
            if (step > 1) {
                nanos += System.nanoTime() - since;
                timed++;
            }
            if (validationSteps.contains(step)) {
                curve.add(new CurvePoint(step, trainer.score(weights, Trainer.Split.VALIDATION)));
            }
            if (step == steps) {
                test = trainer.score(weights, Trainer.Split.TEST);
            }
            since = System.nanoTime();
        }

        double stepMicros() {
            return timed == 0 ? Double.NaN : nanos / 1e3 / timed;
        }
    }

    private static <T> List<T> await(List<Future<T>> futures) {
        List<T> results = new ArrayList<>();
        for (Future<T> future : futures) {
            try {
                results.add(future.get());
            } catch (ExecutionException failed) {
                throw failed.getCause() instanceof RuntimeException cause
                        ? cause
                        : new IllegalStateException(failed.getCause());
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new CancellationException("the comparison was interrupted");
            }
        }
        return results;
    }
}
