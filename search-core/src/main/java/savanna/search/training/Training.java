package savanna.search.training;

import savanna.dsl.analysis.FunctionalHash;
import savanna.tasks.Evaluation;

/**
 * One training that was made: the unit in which a run remembers its work.
 *
 * @param key what was trained
 * @param run how it went
 * @param nanos time it took
 */
public record Training(Key key, Evaluation.Run run, long nanos) {

    /**
     * What determines a training, but for the bounds of a hurdled one: by its losses it is judged anew under others.
     *
     * @param hash function of the program
     * @param task name of the task
     * @param seed seed of the run
     * @param hurdled whether hopeless runs are ended early
     */
    public record Key(FunctionalHash hash, String task, long seed, boolean hurdled) {}
}
