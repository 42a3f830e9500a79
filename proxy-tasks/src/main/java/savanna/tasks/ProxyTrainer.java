package savanna.tasks;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import savanna.dsl.analysis.Analysis;
import savanna.dsl.execution.Engine;
import savanna.dsl.execution.Optimizer;
import savanna.dsl.execution.ParameterLayout;
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

    ProxyTrainer(Problem problem, Recipe recipe, Engine engine) {
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
        divergenceBound = DIVERGENCE * problem.uninformedLoss();
    }

    @Override
    public Evaluation train(Analysis program, List<Long> seeds, Hurdles hurdles, Observer observer) {
        if (seeds.isEmpty()) {
            throw new IllegalArgumentException("no seeds to train with; expected at least one");
        }
        if (recipe.callLimit().isPresent()
                && program.requireValid().liveStatements() > recipe.callLimit().get()) {
            return Evaluation.of(List.of(failed(seeds.get(0), Outcome.TIME_LIMIT, 0, List.of())));
        }
        Optimizer optimizer = engine.compile(program, layout);
        List<Evaluation.Run> runs = new ArrayList<>();
        for (long seed : seeds) {
            optimizer.reset();
            Evaluation.Run run = run(optimizer, seed, hurdles, observer);
            runs.add(run);
            if (run.outcome() != Outcome.TRAINED) {
                break;
            }
        }
        return Evaluation.of(runs);
    }

    private Evaluation.Run run(Optimizer optimizer, long seed, Hurdles hurdles, Observer observer) {
        source.begin(seed, weights);
        RunningLoss running = new RunningLoss(recipe.steps());
        List<Double> hurdleLosses = new ArrayList<>();
        long deadline = recipe.timeLimit()
                .map(limit -> System.nanoTime() + limit.toNanos())
                .orElse(0L);
        for (int step = 1; step <= recipe.steps(); step++) {
            double loss = source.gradient(step, weights, gradient);
            if (!Double.isFinite(loss)) {
                return failed(seed, Outcome.NOT_FINITE, step, hurdleLosses);
            }
            running.add(loss);
            if (running.value() > divergenceBound) {
                return failed(seed, Outcome.DIVERGED, step, hurdleLosses);
            }
            recipe.clip().ifPresent(norm -> clip(gradient, norm));
            optimizer.step(weights, gradient, schedule[step - 1]);
            observer.stepped(seed, step, loss, weights);
            // In a short training several hurdles may fall on one step.
            while (hurdleLosses.size() < hurdleSteps.length && step == hurdleSteps[hurdleLosses.size()]) {
                hurdleLosses.add(running.value());
            }
            for (Hurdles.Bound bound : hurdles.bounds()) {
                if (step == recipe.stepOf(bound.share()) && running.value() > bound.loss()) {
                    return failed(seed, Outcome.HOPELESS, step, hurdleLosses);
                }
            }
            if (recipe.timeLimit().isPresent() && System.nanoTime() - deadline > 0) {
                return failed(seed, Outcome.TIME_LIMIT, step, hurdleLosses);
            }
        }
        double fitness = allFinite(weights) ? score(weights, Split.VALIDATION) : Double.NaN;
        if (!Double.isFinite(fitness)) {
            return failed(seed, Outcome.NOT_FINITE, recipe.steps(), hurdleLosses);
        }
        return new Evaluation.Run(seed, Outcome.TRAINED, OptionalDouble.of(fitness), recipe.steps(), hurdleLosses);
    }

    private static Evaluation.Run failed(long seed, Outcome outcome, int steps, List<Double> hurdleLosses) {
        return new Evaluation.Run(seed, outcome, OptionalDouble.empty(), steps, hurdleLosses);
    }

    @Override
    public double score(float[] weights, Split split) {
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
