package savanna.tasks.workers;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Predicate;
import savanna.dsl.execution.Engine;
import savanna.tasks.LocalTask;
import savanna.tasks.Task;
import savanna.tasks.TaskDescription;
import savanna.tasks.training.Assignments;
import savanna.tasks.training.Interruption;
import savanna.tasks.training.LocalThreads;
import savanna.tasks.training.Tasks;
import savanna.tasks.training.TrainingMemory;
import savanna.tasks.training.TrainingPlace;
import savanna.tasks.training.TrainingProgress;
import savanna.tasks.training.TrainingQueue;
import savanna.tasks.training.TrainingService;

/**
 * Trains in worker processes what is theirs to train, and all else on threads of this process. Tasks in Python are
 * always the workers'; tasks in Java are if a {@link WorkerSetup} names commands. What comes out does not depend on who
 * trains.
 */
public final class Workers implements TrainingPlace {

    private final WorkerSetup setup;
    private final int threads;
    private final Tasks tasks;
    private final LocalThreads local;
    private Optional<Dispatcher> dispatcher = Optional.empty();

    /**
     * @param threads trainings at a time in this process, and in a worker here; at least 1
     * @param tasks that requests may name
     * @param engine that executes programs in this process
     */
    public Workers(WorkerSetup setup, int threads, Tasks tasks, Engine engine) {
        this.setup = setup.commands().isEmpty() && setup.slots() == 0 ? setup.withSlots(threads) : setup;
        this.threads = threads;
        this.tasks = tasks;
        this.local = new LocalThreads(threads, tasks, engine);
    }

    /** With the fast engine. */
    public Workers(WorkerSetup setup, int threads, Tasks tasks) {
        this(setup, threads, tasks, Engine.block());
    }

    /** A service for a caller that nothing interrupts and that remembers nothing for later. */
    public static TrainingService service(WorkerSetup setup, int threads, Tasks tasks) {
        return new Workers(setup, threads, tasks)
                .service(TrainingMemory.ofThisProcess(), new Interruption(), progress -> {});
    }

    /** The service that trains here. */
    public TrainingQueue service(
            TrainingMemory memory, Interruption interruption, Consumer<TrainingProgress> listener) {
        return new TrainingQueue(this, threads, memory, interruption, listener);
    }

    /** As many as there are threads, or as the workers that have been asked for say that they have. */
    @Override
    public int slots() {
        OptionalInt asked = setup.slots() > 0
                ? OptionalInt.of(setup.slots() * Math.max(1, setup.commands().size()))
                : OptionalInt.empty();
        return Math.max(
                asked.orElse(threads),
                dispatcher
                        .map(Dispatcher::lastStanding)
                        .orElse(WorkersStanding.NONE)
                        .slots());
    }

    /** What the workers are at; nothing before one is needed. */
    public WorkersStanding standing() {
        return dispatcher.map(Dispatcher::standing).orElse(WorkersStanding.NONE);
    }

    @Override
    public void open(Assignments assignments) {
        Predicate<TaskDescription> isTheirs = task -> tasks.withDigest(task.digest())
                .filter(found -> isForWorkers(found, setup))
                .isPresent();
        dispatcher = Optional.of(new Dispatcher(isTheirs, this::crew, assignments));
        local.open(isTheirs.negate(), assignments);
    }

    private static boolean isForWorkers(Task task, WorkerSetup setup) {
        return task instanceof PythonTask
                || !setup.commands().isEmpty()
                        && task instanceof LocalTask java
                        && java.source().isPresent();
    }

    /**
     * Refuses a task that workers cannot be asked to train.
     *
     * @throws savanna.tasks.TaskException that says why, and what to do
     */
    public static void requireTrainable(Task task, WorkerSetup setup) {
        if (task instanceof LocalTask java && isForWorkers(task, setup)) {
            new SentTask(java);
        }
    }

    private Crew crew(TaskDescription description, Totals totals, Assignments assignments, Dispatcher.Posting posting) {
        Task task = tasks.withDigest(description.digest()).orElseThrow();
        RemoteTask remote = task instanceof PythonTask python
                ? new RemoteTask.OfPython(python, setup.gpus())
                : new RemoteTask.OfJava((LocalTask) task);
        return new Crew(
                remote,
                task instanceof PythonTask ? setup.pythonCommands() : setup.commands(),
                Connection::start,
                setup,
                totals,
                assignments,
                posting);
    }

    @Override
    public void look() {
        dispatcher.ifPresent(Dispatcher::look);
    }

    @Override
    public void close() {
        local.close();
        dispatcher.ifPresent(Dispatcher::close);
    }
}
