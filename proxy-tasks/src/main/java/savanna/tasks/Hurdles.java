package savanna.tasks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import savanna.tasks.recipe.Recipe;

/**
 * Bounds that end hopeless runs early. At each share of the steps the running training loss is compared with a bound.
 *
 * @param bounds in order of their shares
 */
public record Hurdles(List<Bound> bounds) {

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
        for (int i = 1; i < bounds.size(); i++) {
            if (bounds.get(i - 1).share() >= bounds.get(i).share()) {
                throw new IllegalArgumentException("hurdles at " + bounds + "; expected rising shares");
            }
        }
    }

    public static Hurdles none() {
        return new Hurdles(List.of());
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
