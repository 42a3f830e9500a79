package savanna.tasks.training;

import savanna.tasks.TrainingRequest;

/** One training to be made by a {@link TrainingPlace}: a request and one of its seeds. */
public interface Assignment {

    TrainingRequest request();

    long seed();

    /** Whether someone still waits for it; a place may end a training that no one does. */
    boolean isWanted();
}
