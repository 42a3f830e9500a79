package savanna.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import savanna.dsl.execution.Engine;
import savanna.dsl.execution.Optimizer;
import savanna.dsl.execution.ParameterLayout;
import savanna.search.training.Candidate;
import savanna.tasks.GradientSample;
import savanna.tasks.Hurdles;
import savanna.tasks.LocalTask;
import savanna.tasks.Outcome;
import savanna.tasks.TaskDigest;
import savanna.tasks.Trainer;
import savanna.tasks.TrainingRequest;
import savanna.tasks.TrainingResult;

/**
 * A task of a few microseconds for tests of the search: linear regression of eight weights by minibatches of four, real
 * training throughout.
 */
public class RegressionTask implements LocalTask {

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
    public TaskDigest digest() {
        return TaskDigest.of(name());
    }

    @Override
    public Trainer trainer(Engine engine) {
        return (request, seed) -> train(engine, request, seed);
    }

    /** Trains by a trainer alone, without a service. Times are left out: no two trainings have the same. */
    public TrainingResult train(Candidate candidate, List<Long> seeds, Hurdles hurdles) {
        List<TrainingResult.Run> runs = new ArrayList<>();
        for (long seed : seeds) {
            runs.add(train(Engine.block(), candidate.request(this, seeds, hurdles), seed));
            if (runs.get(runs.size() - 1).outcome().isFailure()) {
                break;
            }
        }
        return TrainingResult.of(runs);
    }

    private TrainingResult.Run train(Engine engine, TrainingRequest request, long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        float[] weights = new float[FEATURES];
        float[] gradient = new float[FEATURES];
        Optimizer optimizer = engine.compile(request.program(), layout());
        GradientSample.Recorder recorder = new GradientSample.Recorder(layout());
        List<Double> losses = new ArrayList<>();
        double running = Double.NaN;
        for (int step = 0; step < request.steps(); step++) {
            double loss = gradient(weights, gradient, random);
            running = Double.isNaN(running) ? loss : 0.9 * running + 0.1 * loss;
            if (!Double.isFinite(loss)) {
                return TrainingResult.Run.ended(seed, Outcome.NOT_FINITE, step, losses);
            }
            if (losses.size() < hurdleShares().size()
                    && step == (int) (hurdleShares().get(losses.size()) * steps)) {
                losses.add(running);
                if (request.isHurdled()
                        && running
                                > request.hurdles()
                                        .bounds()
                                        .get(losses.size() - 1)
                                        .loss()) {
                    return TrainingResult.Run.ended(seed, Outcome.HOPELESS, step, losses);
                }
            }
            float schedule = 30 * (1 - step / (float) steps);
            if (request.wants(TrainingRequest.Wanted.GRADIENTS)) {
                recorder.record(weights, gradient, schedule);
            }
            optimizer.step(weights, gradient, schedule);
        }
        return ended(request, seed, distance(weights), losses).with(seen(request, recorder));
    }

    private TrainingResult.Run ended(TrainingRequest request, long seed, double distance, List<Double> losses) {
        if (request.steps() < steps) {
            return TrainingResult.Run.ended(seed, Outcome.PARTIAL, request.steps(), losses);
        }
        return Double.isFinite(distance)
                ? TrainingResult.Run.trained(seed, distance, steps, losses)
                : TrainingResult.Run.ended(seed, Outcome.NOT_FINITE, steps, losses);
    }

    private static TrainingResult.Seen seen(TrainingRequest request, GradientSample.Recorder recorder) {
        return request.wants(TrainingRequest.Wanted.GRADIENTS)
                ? new TrainingResult.Seen(List.of(), List.of(), OptionalDouble.empty(), Optional.of(recorder.sample()))
                : TrainingResult.Seen.NOTHING;
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
