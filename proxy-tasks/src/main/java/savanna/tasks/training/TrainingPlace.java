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

    /** Ends at once; trainings under way are given up. */
    @Override
    void close();
}
