package savanna.tasks;

import java.util.List;
import savanna.dsl.execution.Engine;
import savanna.dsl.execution.ParameterLayout;

/** A proxy task: data, model, recipe, metric. Immutable; its data is loaded once and shared by trainers. */
public interface Task {

    /** Such as {@code digits-mlp} or {@code digits-mlp-b}. */
    String name();

    /** Seeds that a search trains with, from the recipe; final claims use others. */
    List<Long> searchSeeds();

    /** Training steps of one run. */
    int steps();

    /** Name of the fitness, such as {@code loss} or {@code error rate}; lower is better. */
    String metric();

    /** One line on data, model and recipe. */
    String description();

    /** Parameters of the model. */
    ParameterLayout layout();

    /** A trainer with buffers of its own, on the fast engine. */
    default Trainer trainer() {
        return trainer(Engine.block());
    }

    /** A trainer with buffers of its own, on a given engine. */
    Trainer trainer(Engine engine);

    /** The losses of a run as hurdles for others: the shares to look at, from the recipe. */
    List<Double> hurdleShares();
}
