package savanna.tasks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import savanna.tasks.recipe.Recipe;

/**
 * Bounds that end hopeless runs early. At each share of the steps the running training loss is compared with a bound.
 * Besides, a whole run may count as hopeless for its fitness, so that its program is not trained on further seeds and
 * tasks; the place where it is made does not know that bound, and memories keep the run as it was.
 *
 * @param bounds in order of their shares
 * @param fitness a whole run is hopeless if its fitness is above the one number here; of a suite, if on one of its
 *     tasks it is further above the start program's mean than the number of that task, in the task's scale: a seed that
 *     is hard for the start program, too, counts against a run; none: no run is hopeless for its fitness
 */
public record Hurdles(List<Bound> bounds, List<Double> fitness) {

    /** @param share of the steps, in (0, 1) @param loss the run ends if its running training loss is above */
    public record Bound(double share, double loss) {
        public Bound {
            if (!(share > 0 && share < 1) || Double.isNaN(loss)) {
                throw new IllegalArgumentException("a hurdle at share " + share + " with loss " + loss
                        + "; expected a share in (0, 1) and a number");
            }
        }
    }

    public Hurdles {
        bounds = List.copyOf(bounds);
        fitness = List.copyOf(fitness);
        if (fitness.stream().anyMatch(bound -> bound.isNaN())) {
            throw new IllegalArgumentException("bounds on the fitness of " + fitness + "; expected numbers");
        }
        for (int i = 1; i < bounds.size(); i++) {
            if (bounds.get(i - 1).share() >= bounds.get(i).share()) {
                throw new IllegalArgumentException("hurdles at " + bounds + "; expected rising shares");
            }
        }
    }

    /** Of losses alone. */
    public Hurdles(List<Bound> bounds) {
        this(bounds, List.of());
    }

    public static Hurdles none() {
        return new Hurdles(List.of());
    }

    /**
     * How hurdles are made of a good program's trainings.
     *
     * @param factor that its running loss may be surpassed by at each share of the steps; absent: by any
     * @param margin that its fitness may be surpassed by on each task, in units of fitness, of a suite in the task's
     *     scale; absent: by any
     */
    public record Rule(OptionalDouble factor, OptionalDouble margin) {

        /** No training is ended early. */
        public static Rule none() {
            return new Rule(OptionalDouble.empty(), OptionalDouble.empty());
        }

        /** Bounds on the loss alone. */
        public static Rule ofLoss(double factor) {
            return new Rule(OptionalDouble.of(factor), OptionalDouble.empty());
        }

        /** Behind the means of a good program's trainings; none if it was not trained. */
        public Hurdles behind(TrainingResult good, Task task) {
            return of(
                    good,
                    each -> Hurdles.behind(good, task, each),
                    values -> values.average().orElseThrow());
        }

        /** Behind the worst of them; none if it was not trained. */
        public Hurdles behindWorst(TrainingResult good, Task task) {
            return of(
                    good,
                    each -> Hurdles.behindWorst(good, task, each),
                    values -> values.max().orElseThrow());
        }

        private Hurdles of(
                TrainingResult good, DoubleFunction<Hurdles> ofLoss, ToDoubleFunction<DoubleStream> summary) {
            if (good.outcome() != Outcome.TRAINED) {
                return Hurdles.none();
            }
            Hurdles losses = factor.isPresent() ? ofLoss.apply(factor.getAsDouble()) : Hurdles.none();
            if (margin.isEmpty()) {
                return losses;
            }
            List<List<Double>> byTask = good.runs().stream()
                    .map(run -> run.seen().byTask().isEmpty()
                            ? List.of(run.fitness().getAsDouble())
                            : run.seen().byTask())
                    .toList();
            return losses.endingAbove(IntStream.range(0, byTask.get(0).size())
                    .mapToObj(task -> summary.applyAsDouble(byTask.stream().mapToDouble(values -> values.get(task)))
                            + margin.getAsDouble())
                    .toList());
        }
    }

    /** The same with bounds on the fitness of a whole run, one a task. */
    public Hurdles endingAbove(List<Double> byTask) {
        return new Hurdles(bounds, byTask);
    }

    /** The same without those. */
    public Hurdles ofLosses() {
        return new Hurdles(bounds);
    }

    /** A run of one task as it counts: hopeless if its fitness is behind the bound. */
    public TrainingResult.Run counted(TrainingResult.Run run) {
        boolean isHopeless = !fitness.isEmpty()
                && run.outcome() == Outcome.TRAINED
                && run.fitness().getAsDouble() > fitness.get(0);
        return isHopeless
                ? TrainingResult.Run.ended(run.seed(), Outcome.HOPELESS, run.steps(), run.hurdleLosses())
                        .with(run.time())
                : run;
    }

    /**
     * Bounds that end what is clearly worse than a good program: its mean running loss at each share of the task, times
     * a factor; of a loss below zero, as far behind it.
     *
     * @param good an evaluation that was trained on the task
     * @param task gives the shares
     * @param factor above 1, such as 1.2; the larger, the fewer runs end early
     */
    public static Hurdles behind(TrainingResult good, Task task, double factor) {
        return behind(good, task, factor, losses -> losses.average().orElseThrow());
    }

    /**
     * Bounds behind the worst of a good program's runs at each share: none of its own runs would end there, and none of
     * its equals but by chance.
     */
    public static Hurdles behindWorst(TrainingResult good, Task task, double factor) {
        return behind(good, task, factor, losses -> losses.max().orElseThrow());
    }

    /**
     * A run of the task that was made under other bounds, as it would have gone under these: ended where it was behind
     * one of them. Nothing if its own bounds ended it where these would not have, so that nobody knows how it would
     * have gone on.
     */
    public Optional<TrainingResult.Run> judged(TrainingResult.Run run, Task task) {
        for (Bound bound : bounds) {
            int index = task.hurdleShares().indexOf(bound.share());
            if (index < 0) {
                return Optional.empty();
            }
            if (index < run.hurdleLosses().size() && run.hurdleLosses().get(index) > bound.loss()) {
                int step = Recipe.stepOf(bound.share(), task.steps());
                List<Double> losses = IntStream.range(0, run.hurdleLosses().size())
                        .filter(i -> Recipe.stepOf(task.hurdleShares().get(i), task.steps()) <= step)
                        .mapToObj(run.hurdleLosses()::get)
                        .toList();
                return Optional.of(TrainingResult.Run.ended(run.seed(), Outcome.HOPELESS, step, losses)
                        .with(run.time()));
            }
        }
        return run.outcome() == Outcome.HOPELESS ? Optional.empty() : Optional.of(run);
    }

    private static Hurdles behind(
            TrainingResult good, Task task, double factor, ToDoubleFunction<DoubleStream> summary) {
        if (good.outcome() != Outcome.TRAINED || !(factor >= 1)) {
            throw new IllegalArgumentException(
                    "hurdles behind an evaluation that is " + good.outcome() + ", by a factor of " + factor);
        }
        List<Bound> bounds = new ArrayList<>();
        for (int i = 0; i < task.hurdleShares().size(); i++) {
            int index = i;
            double loss = summary.applyAsDouble(
                    good.runs().stream().mapToDouble(run -> run.hurdleLosses().get(index)));
            bounds.add(new Bound(task.hurdleShares().get(i), loss * (loss < 0 ? 2 - factor : factor)));
        }
        return new Hurdles(bounds);
    }
}
