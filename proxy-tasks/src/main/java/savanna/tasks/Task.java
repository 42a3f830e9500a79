package savanna.tasks;

import java.util.List;

/** A proxy task: data, model, recipe, metric. Immutable; its data is loaded once and shared by trainers. */
public interface Task {

    /** Such as {@code digits-mlp} or {@code digits-mlp-b}. */
    String name();

    /** Seeds that a search trains with, from the recipe; final claims use others. */
    List<Long> searchSeeds();

    /** A trainer with buffers of its own. */
    Trainer trainer();

    /** The losses of a run as hurdles for others: the shares to look at, from the recipe. */
    List<Double> hurdleShares();
}
