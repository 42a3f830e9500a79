package savanna.tasks;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.execution.Engine;
import savanna.dsl.execution.Optimizer;
import savanna.dsl.program.Program;
import savanna.tasks.data.Batch;
import savanna.tasks.data.Examples;
import savanna.tasks.model.Model;
import savanna.tasks.recipe.Recipe;
import savanna.tasks.recipe.Start;

/** The training loop {@code w = w - update} (paper, program 1). */
final class ProxyTrainer implements Trainer {
    /** A running loss of this many times that of a uniform guess does not come back within a short run. */
    private static final double DIVERGENCE = 10;

    private final ProxyTask task;
    private final Model model;
    private final Engine engine;
    private final Recipe recipe;
    private final Batch batch;
    private final float[] weights;
    private final float[] gradient;
    private final float[] schedule;
    private final int[] hurdleSteps;
    private final double divergenceBound;

    ProxyTrainer(ProxyTask task, Model model, Engine engine) {
        this.task = task;
        this.model = model;
        this.engine = engine;
        recipe = task.recipe();
        batch = new Batch(task.data().shape(), recipe.batch());
        weights = new float[task.layout().size()];
        gradient = new float[weights.length];
        schedule = new float[recipe.steps()];
        for (int step = 0; step < schedule.length; step++) {
            schedule[step] = recipe.schedule().at(step, schedule.length);
        }
        hurdleSteps = recipe.hurdleShares().stream().mapToInt(recipe::stepOf).toArray();
        divergenceBound = DIVERGENCE * Math.log(task.data().shape().classes());
    }

    @Override
    public Evaluation train(Program program, List<Long> seeds, Hurdles hurdles, Observer observer) {
        if (seeds.isEmpty()) {
            throw new IllegalArgumentException("no seeds to train with; expected at least one");
        }
        if (recipe.callLimit().isPresent()
                && AbstractExecution.ofValid(program).liveStatements()
                        > recipe.callLimit().get()) {
            return Evaluation.of(List.of(failed(seeds.get(0), Outcome.TIME_LIMIT, 0, List.of())));
        }
        Optimizer optimizer = engine.compile(program, task.layout());
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
        Start start = task.start(seed, model);
        System.arraycopy(start.weights(), 0, weights, 0, weights.length);
        RunningLoss running = new RunningLoss(recipe.steps());
        List<Double> hurdleLosses = new ArrayList<>();
        long deadline = recipe.timeLimit()
                .map(limit -> System.nanoTime() + limit.toNanos())
                .orElse(0L);
        for (int step = 1; step <= recipe.steps(); step++) {
            start.train().fill(batch, start.order(), (step - 1) * recipe.batch(), recipe.batch());
            double loss = model.gradient(weights, batch, gradient);
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
        Examples examples = split == Split.VALIDATION
                ? task.data().validation()
                : task.data().test();
        int[] sample = examples.sample(split == Split.VALIDATION ? recipe.validationSize() : Integer.MAX_VALUE);
        Model.Score total = new Model.Score(0, 0, 0);
        for (int from = 0; from < sample.length; from += batch.capacity()) {
            examples.fill(batch, sample, from, Math.min(batch.capacity(), sample.length - from));
            total = total.plus(model.score(weights, batch));
        }
        // Accuracy alone would not show a loss that is NaN.
        return Double.isFinite(total.loss()) ? recipe.metric().of(total) : Double.NaN;
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
