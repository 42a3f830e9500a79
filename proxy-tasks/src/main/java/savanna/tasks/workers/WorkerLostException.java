package savanna.tasks.workers;

/** A worker died, or could not be spoken with; what it trained is lost, through no fault of the programs. */
final class WorkerLostException extends Exception {
    private static final long serialVersionUID = 1L;

    WorkerLostException(String message) {
        super(message);
    }
}
