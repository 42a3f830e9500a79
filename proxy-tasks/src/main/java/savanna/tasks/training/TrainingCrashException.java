package savanna.tasks.training;

/** Trainings crash where they are made, and so often that to go on would be of no use; the message says why. */
public final class TrainingCrashException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TrainingCrashException(String message) {
        super(message);
    }
}
