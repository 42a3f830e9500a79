package savanna.tasks.training;

/**
 * Where trainings are made: threads of this process, other processes, other machines. A place only trains; order,
 * memory, interruption and progress are the business of the {@link TrainingService} that it works for.
 */
public interface TrainingPlace extends AutoCloseable {

    /** Trainings that may be under way here at a time. */
    int slots();

    /** Begins to work, and goes on until {@link Assignments#next} gives nothing more. Returns at once. */
    void open(Assignments assignments);

    /**
     * There may be something to train that there was not before: for a place whose slots do not wait in
     * {@link Assignments#next}. Called under a lock of the service: returns at once.
     */
    default void look() {}

    /** Ends at once; trainings under way are given up. */
    @Override
    void close();
}
