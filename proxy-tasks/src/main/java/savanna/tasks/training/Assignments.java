package savanna.tasks.training;

import java.util.Optional;
import java.util.function.Predicate;
import savanna.tasks.TaskDescription;
import savanna.tasks.TrainingResult;

/**
 * What a {@link TrainingPlace} is given to do. Every assignment that was taken is ended by one of {@link #finish},
 * {@link #lose}, {@link #giveBack} and {@link #fail}. Used from any thread.
 */
public interface Assignments {

    /**
     * The next training; waits until there is one.
     *
     * @param last what this slot trained before, if anything: a further seed of that program comes first, since it is
     *     ready there
     * @param trained tasks that the slot can train
     * @return nothing once the service is closed
     */
    Optional<Assignment> next(Optional<Assignment> last, Predicate<? super TaskDescription> trained);

    /** The same without waiting: nothing if there is none now. */
    Optional<Assignment> poll(Optional<Assignment> last, Predicate<? super TaskDescription> trained);

    /** The next training of whatever task; waits until there is one. */
    default Optional<Assignment> next(Optional<Assignment> last) {
        return next(last, task -> true);
    }

    /** A training was made. */
    void finish(Assignment assignment, TrainingResult.Run run);

    /**
     * A training was lost through no fault of its program, as when the process that made it died. It is made again; one
     * that is lost a second time has {@link savanna.tasks.Outcome#CRASHED}.
     *
     * @param text why, for people
     */
    void lose(Assignment assignment, String text);

    /** A training was not made, since nobody waits for it any more. */
    void giveBack(Assignment assignment);

    /** Nothing of the batch can be trained; its caller gets the reason. */
    void fail(Assignment assignment, Throwable reason);
}
