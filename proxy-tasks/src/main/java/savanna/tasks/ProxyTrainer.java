package savanna.tasks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.analysis.Analysis;
import savanna.dsl.execution.Engine;
import savanna.dsl.execution.Optimizer;
import savanna.dsl.execution.ParameterLayout;
import savanna.dsl.program.Program;
import savanna.tasks.recipe.Recipe;

/** The training loop {@code w = w - update} (paper, program 1). */
final class ProxyTrainer implements Trainer {
    /** A running loss of this many times that of parameters that know nothing does not come back within a short run. */
    private static final double DIVERGENCE = 10;

    private final ParameterLayout layout;
    private final GradientSource source;
    private final Engine engine;
    private final Recipe recipe;
    private final float[] weights;
    private final float[] gradient;
    private final float[] schedule;
    private final int[] hurdleSteps;
    private final double divergenceBound;
    private final Set<Integer> validationSteps;
    private Optional<Prepared> prepared = Optional.empty();

    ProxyTrainer(Problem problem, Recipe recipe, List<Integer> validation, Engine engine) {
        layout = problem.layout();
        source = problem.gradients();
        this.engine = engine;
        this.recipe = recipe;
        weights = new float[layout.size()];
        gradient = new float[weights.length];
        schedule = new float[recipe.steps()];
        for (int step = 0; step < schedule.length; step++) {
            schedule[step] = recipe.schedule().at(step, schedule.length);
        }
        hurdleSteps = recipe.hurdleShares().stream().mapToInt(recipe::stepOf).toArray();
        validationSteps = Set.copyOf(validation);
        divergenceBound = DIVERGENCE * problem.uninformedLoss();
    }

    @Override
    public TrainingResult.Run train(TrainingRequest request, long seed) {
        Optional<Optimizer> optimizer = prepared(request.program());
        if (optimizer.isEmpty()) {
            return TrainingResult.Run.ended(seed, Outcome.TIME_LIMIT, 0, List.of());
        }
        optimizer.get().reset();
        Watch watch = new Watch(request);
        return run(optimizer.get(), request, seed, watch).with(watch.seen()).with(watch.time());
    }

    /** A program made ready; without an optimizer if it is longer than the task allows. */
    private record Prepared(Program program, Optional<Optimizer> optimizer) {}

    /** Seeds of one program come one after the other: it is analysed and compiled once for all of them. */
    private Optional<Optimizer> prepared(Program program) {
        if (prepared.filter(last -> last.program.equals(program)).isEmpty()) {
            Analysis analysis = AbstractExecution.ofValid(program);
            boolean isRefused = recipe.callLimit().isPresent()
                    && analysis.liveStatements() > recipe.callLimit().get();
            prepared = Optional.of(new Prepared(
                    program, isRefused ? Optional.empty() : Optional.of(engine.compile(analysis, layout))));
        }
        return prepared.get().optimizer;
    }

    private TrainingResult.Run run(Optimizer compiled, TrainingRequest request, long seed, Watch watch) {
        source.begin(seed, weights);
        RunningLoss running = new RunningLoss(recipe.steps());
        List<Double> hurdleLosses = new ArrayList<>();
        long deadline = recipe.timeLimit()
                .map(limit -> System.nanoTime() + limit.toNanos())
                .orElse(0L);
        for (int step = 1; step <= request.steps(); step++) {
            double loss = source.gradient(step, weights, gradient);
            if (!Double.isFinite(loss)) {
                return TrainingResult.Run.ended(seed, Outcome.NOT_FINITE, step, hurdleLosses);
            }
            running.add(loss);
            if (running.value() > divergenceBound) {
                return TrainingResult.Run.ended(seed, Outcome.DIVERGED, step, hurdleLosses);
            }
            recipe.clip().ifPresent(norm -> clip(gradient, norm));
            watch.before(loss, schedule[step - 1]);
            compiled.step(weights, gradient, schedule[step - 1]);
            watch.after(step);
            // In a short training several hurdles may fall on one step.
            while (hurdleLosses.size() < hurdleSteps.length && step == hurdleSteps[hurdleLosses.size()]) {
                hurdleLosses.add(running.value());
            }
            for (Hurdles.Bound bound : request.hurdles().bounds()) {
                if (step == recipe.stepOf(bound.share()) && running.value() > bound.loss()) {
                    return TrainingResult.Run.ended(seed, Outcome.HOPELESS, step, hurdleLosses);
                }
            }
            if (recipe.timeLimit().isPresent() && System.nanoTime() - deadline > 0) {
                return TrainingResult.Run.ended(seed, Outcome.TIME_LIMIT, step, hurdleLosses);
            }
        }
        watch.end();
        if (request.steps() < recipe.steps()) {
            return TrainingResult.Run.ended(seed, Outcome.PARTIAL, request.steps(), hurdleLosses);
        }
        double fitness = allFinite(weights) ? score(Split.VALIDATION) : Double.NaN;
        if (!Double.isFinite(fitness)) {
            return TrainingResult.Run.ended(seed, Outcome.NOT_FINITE, recipe.steps(), hurdleLosses);
        }
        return TrainingResult.Run.trained(seed, fitness, recipe.steps(), hurdleLosses);
    }

    /** Takes down what a request wants to see of a run, and the time of its steps. */
    private final class Watch {
        private final TrainingRequest request;
        private final List<Double> losses = new ArrayList<>();
        private final List<TrainingResult.CurvePoint> curve = new ArrayList<>();
        private final Optional<GradientSample.Recorder> gradients;
        private OptionalDouble test = OptionalDouble.empty();
        private long firstStep;
        private long lastStep;
        private long scoring;
        private long lastScoring;
        private int steps;

        Watch(TrainingRequest request) {
            this.request = request;
            gradients = request.wants(TrainingRequest.Wanted.GRADIENTS)
                    ? Optional.of(new GradientSample.Recorder(layout))
                    : Optional.empty();
        }

        void before(double loss, float scheduled) {
            if (request.wants(TrainingRequest.Wanted.LOSSES)) {
                losses.add(loss);
            }
            gradients.ifPresent(recorder -> recorder.record(weights, gradient, scheduled));
        }

        void after(int step) {
            steps = step;
            lastStep = System.nanoTime();
            firstStep = step == 1 ? lastStep : firstStep;
            scoring += lastScoring;
            lastScoring = 0;
            if (request.wants(TrainingRequest.Wanted.CURVE) && validationSteps.contains(step)) {
                curve.add(new TrainingResult.CurvePoint(step, score(Split.VALIDATION)));
                lastScoring = System.nanoTime() - lastStep;
            }
        }

        void end() {
            if (request.wants(TrainingRequest.Wanted.TEST) && allFinite(weights)) {
                double score = score(Split.TEST);
                test = Double.isFinite(score) ? OptionalDouble.of(score) : OptionalDouble.empty();
            }
        }

        TrainingResult.Seen seen() {
            return request.wanted().isEmpty()
                    ? TrainingResult.Seen.NOTHING
                    : new TrainingResult.Seen(losses, curve, test, gradients.map(GradientSample.Recorder::sample));
        }

        /** The scoring of the last step lies behind the last time that was taken. */
        TrainingResult.Time time() {
            return new TrainingResult.Time(
                    0, steps < 2 ? Double.NaN : (lastStep - firstStep - scoring) / 1e3 / (steps - 1));
        }
    }

    /** The metric of the weights as they are; NaN or infinite if they are useless. */
    private double score(Split split) {
        return source.score(weights, split);
    }

    private static void clip(float[] gradient, double norm) {
        double squares = 0;
        for (float g : gradient) {
            squares += (double) g * g;
        }
        if (squares > norm * norm) {
            float factor = (float) (norm / Math.sqrt(squares));
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] *= factor;
            }
        }
    }

    private static boolean allFinite(float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }
}
