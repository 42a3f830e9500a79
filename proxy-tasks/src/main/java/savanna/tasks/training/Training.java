package savanna.tasks.training;

import savanna.dsl.analysis.FunctionalHash;
import savanna.tasks.TrainingRequest;
import savanna.tasks.TrainingResult;

/**
 * One training that was made: the unit in which a run remembers its work.
 *
 * @param key what was trained
 * @param task name of the task, for people
 * @param run how it went
 */
public record Training(Key key, String task, TrainingResult.Run run) {

    /**
     * What determines a training, but for the bounds of a hurdled one: by its losses it is judged anew under others.
     *
     * @param hash function of the program
     * @param rounding how the program computes it: two programs of one function may differ in their last bits, and a
     *     memory that took the one's trainings for the other's would depend on which was trained first
     * @param task digest of the task, 64 hexadecimal digits: two tasks may have one name
     * @param seed seed of the run
     * @param hurdled whether hopeless runs are ended early
     */
    public record Key(FunctionalHash hash, long rounding, String task, long seed, boolean hurdled) {

        static Key of(TrainingRequest request, long seed) {
            return new Key(
                    request.hash(), request.rounding(), request.task().digest().value(), seed, request.isHurdled());
        }
    }
}
