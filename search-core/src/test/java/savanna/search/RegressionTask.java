package savanna.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import savanna.dsl.analysis.Analysis;
import savanna.dsl.execution.Engine;
import savanna.dsl.execution.Optimizer;
import savanna.dsl.execution.ParameterLayout;
import savanna.tasks.Evaluation;
import savanna.tasks.Hurdles;
import savanna.tasks.Outcome;
import savanna.tasks.Task;
import savanna.tasks.Trainer;

/**
 * A task of a few microseconds for tests of the search: linear regression of eight weights by minibatches of four, real
 * training throughout.
 */
public class RegressionTask implements Task {

    private static final int FEATURES = 8;
    private static final int BATCH = 4;
    private final int steps;

    /** @param steps of training */
    public RegressionTask(int steps) {
        this.steps = steps;
    }

    @Override
    public String name() {
        return "regression-" + steps;
    }

    @Override
    public List<Long> searchSeeds() {
        return List.of(11L, 12L);
    }

    @Override
    public List<Double> hurdleShares() {
        return List.of(0.25, 0.5);
    }

    @Override
    public int steps() {
        return steps;
    }

    @Override
    public String metric() {
        return "squared distance";
    }

    @Override
    public String description() {
        return "linear regression of " + FEATURES + " weights";
    }

    @Override
    public ParameterLayout layout() {
        return ParameterLayout.builder().add("w", FEATURES).build();
    }

    @Override
    public Trainer trainer(Engine engine) {
        return new RegressionTrainer(engine);
    }

    private final class RegressionTrainer implements Trainer {
        private final Engine engine;

        RegressionTrainer(Engine engine) {
            this.engine = engine;
        }

        @Override
        public Evaluation train(Analysis program, List<Long> seeds, Hurdles hurdles, Observer observer) {
            List<Evaluation.Run> runs = new ArrayList<>();
            for (long seed : seeds) {
                runs.add(RegressionTask.this.train(engine, program, seed, hurdles));
                if (runs.get(runs.size() - 1).outcome() != Outcome.TRAINED) {
                    break;
                }
            }
            return new Evaluation(runs.get(runs.size() - 1).outcome(), runs);
        }

        @Override
        public double score(float[] weights, Split split) {
            return distance(weights);
        }
    }

    private Evaluation.Run train(Engine engine, Analysis program, long seed, Hurdles hurdles) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        float[] weights = new float[FEATURES];
        float[] gradient = new float[FEATURES];
        Optimizer optimizer = engine.compile(program, layout());
        List<Double> losses = new ArrayList<>();
        double running = Double.NaN;
        for (int step = 0; step < steps; step++) {
            double loss = gradient(weights, gradient, random);
            running = Double.isNaN(running) ? loss : 0.9 * running + 0.1 * loss;
            if (!Double.isFinite(loss)) {
                return failed(seed, Outcome.NOT_FINITE, step, losses);
            }
            if (losses.size() < hurdleShares().size()
                    && step == (int) (hurdleShares().get(losses.size()) * steps)) {
                losses.add(running);
                if (!hurdles.bounds().isEmpty()
                        && running > hurdles.bounds().get(losses.size() - 1).loss()) {
                    return failed(seed, Outcome.HOPELESS, step, losses);
                }
            }
            optimizer.step(weights, gradient, 30 * (1 - step / (float) steps));
        }
        double distance = distance(weights);
        return Double.isFinite(distance)
                ? new Evaluation.Run(seed, Outcome.TRAINED, OptionalDouble.of(distance), steps, losses)
                : failed(seed, Outcome.NOT_FINITE, steps, losses);
    }

    private static Evaluation.Run failed(long seed, Outcome outcome, int steps, List<Double> losses) {
        return new Evaluation.Run(seed, outcome, OptionalDouble.empty(), steps, losses);
    }

    private static double distance(float[] weights) {
        double distance = 0;
        for (int i = 0; i < FEATURES; i++) {
            distance += (weights[i] - truth(i)) * (weights[i] - truth(i));
        }
        return distance;
    }

    /** Mean squared error of a fresh minibatch, and its gradient. */
    private static double gradient(float[] weights, float[] gradient, RandomGenerator random) {
        Arrays.fill(gradient, 0);
        double loss = 0;
        for (int sample = 0; sample < BATCH; sample++) {
            float[] x = new float[FEATURES];
            double error = 0.3 * random.nextGaussian();
            for (int i = 0; i < FEATURES; i++) {
                x[i] = (float) random.nextGaussian();
                error += x[i] * (weights[i] - truth(i));
            }
            loss += error * error / BATCH;
            for (int i = 0; i < FEATURES; i++) {
                gradient[i] += (float) (2 * error * x[i] / BATCH);
            }
        }
        return loss;
    }

    private static double truth(int i) {
        return (i % 2 == 0 ? 1 : -1) * (0.2 + 0.1 * i);
    }
}
