package savanna.tasks.training;

import java.util.List;
import savanna.tasks.TrainingResult;

/** Requests that a {@link TrainingService} has taken. */
public interface TrainingBatch {

    /**
     * Waits until all is trained. A program that {@link savanna.tasks.Outcome#CRASHED} is among the results: its place
     * failed, not it.
     *
     * @return one result a request, in order
     * @throws InterruptedRunException if asked to stop, or if the waiting thread is interrupted; what has ended is
     *     remembered, and trainings that do not end within 0.8 seconds are left to themselves and lost
     * @throws TimeUpException if the service was given a time and that is up
     * @throws IllegalStateException if the service was closed
     */
    List<TrainingResult> await();

    /** Gives the batch up: no more of it is trained, though a training under way goes on to its end. */
    void abandon();
}
