package savanna.search.simplify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.function.Functions;
import savanna.dsl.program.Operand;
import savanna.dsl.program.Program;
import savanna.dsl.program.Statement;
import savanna.tasks.Evaluation;
import savanna.tasks.Hurdles;
import savanna.tasks.Task;
import savanna.tasks.Trainer;

/**
 * Trains programs on one task, all with the same seeds, so that differences are taken seed by seed. The number of
 * threads changes no result.
 */
final class PairedTrainings implements AutoCloseable {

    private final List<Long> seeds = new ArrayList<>();
    private final ExecutorService workers;
    private final ThreadLocal<Trainer> trainer;
    private final Map<String, List<Double>> known = new HashMap<>();
    private double factor = 1;

    PairedTrainings(Task task, int seeds, long seed, int threads) {
        if (seeds < 2 || threads < 1) {
            throw new IllegalArgumentException(
                    "differences need at least 2 seeds and 1 thread, not " + seeds + " and " + threads);
        }
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed ^ 0x51A9L);
        for (int i = 0; i < seeds; i++) {
            this.seeds.add(random.nextLong() >>> 1);
        }
        workers = Executors.newFixedThreadPool(threads);
        trainer = ThreadLocal.withInitial(task::trainer);
    }

    /** Multiplies the update of every program that is trained from now on. */
    void scaleUpdates(double value) {
        factor = value;
        known.clear();
    }

    /** Fitness by seed of each program; empty for one that fails on a seed. */
    List<List<Double>> train(List<Program> programs) {
        List<List<Future<OptionalDouble>>> open = new ArrayList<>();
        for (Program program : programs) {
            List<Future<OptionalDouble>> runs = new ArrayList<>();
            if (!known.containsKey(program.toString())) {
                Program scaled = scaled(program);
                seeds.forEach(seed -> runs.add(workers.submit(() -> fitness(scaled, seed))));
            }
            open.add(runs);
        }
        List<List<Double>> all = new ArrayList<>();
        for (int i = 0; i < programs.size(); i++) {
            String key = programs.get(i).toString();
            if (!known.containsKey(key)) {
                known.put(key, collected(open.get(i)));
            }
            all.add(known.get(key));
        }
        return all;
    }

    private OptionalDouble fitness(Program program, long seed) {
        Evaluation evaluation = trainer.get().train(program, List.of(seed), Hurdles.none());
        return evaluation.fitness();
    }

    private static List<Double> collected(List<Future<OptionalDouble>> runs) {
        List<Double> fitness = new ArrayList<>();
        boolean complete = true;
        for (Future<OptionalDouble> run : runs) {
            try {
                OptionalDouble value = run.get();
                complete &= value.isPresent();
                fitness.add(value.orElse(Double.NaN));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while training", e);
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException known
                        ? known
                        : new IllegalStateException("a training failed", e.getCause());
            }
        }
        return complete ? fitness : List.of();
    }

    /** The program with its update multiplied by the factor. */
    private Program scaled(Program program) {
        if (factor == 1) {
            return program;
        }
        List<Statement> statements = new ArrayList<>(program.statements());
        String name = "scaled_update";
        while (program.toString().contains(name)) {
            name += "_";
        }
        statements.add(new Statement(
                name,
                Functions.get("multiply"),
                List.of(Operand.variable(program.update()), Operand.constant(factor))));
        List<String> results = new ArrayList<>(program.results());
        results.set(0, name);
        return AbstractExecution.ofValid(new Program(program.inputs(), statements, results))
                .program();
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
