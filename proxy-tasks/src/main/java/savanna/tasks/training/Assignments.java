package savanna.tasks.training;

import java.util.Optional;
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
     * @return nothing once the service is closed
     */
    Optional<Assignment> next(Optional<Assignment> last);

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
