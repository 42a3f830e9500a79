package savanna.tasks.workers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.StreamSupport;
import savanna.dsl.execution.Engine;
import savanna.dsl.export.ExportException;
import savanna.dsl.export.Target;
import savanna.dsl.program.Program;
import savanna.tasks.Hurdles;
import savanna.tasks.Outcome;
import savanna.tasks.Task;
import savanna.tasks.TaskDescription;
import savanna.tasks.TaskDigest;
import savanna.tasks.TaskException;
import savanna.tasks.TrainingRequest;
import savanna.tasks.TrainingResult;
import savanna.tasks.training.Assignment;
import savanna.tasks.training.Assignments;
import savanna.tasks.training.Interruption;
import savanna.tasks.training.LocalThreads;
import savanna.tasks.training.SlotThreads;
import savanna.tasks.training.Tasks;
import savanna.tasks.training.TrainingMemory;
import savanna.tasks.training.TrainingPlace;
import savanna.tasks.training.TrainingQueue;
import savanna.tasks.training.TrainingService;

/**
 * Trains in worker processes what only they can train, and all else on threads of this process. Each slot is a thread
 * that hands a training to the worker of its task and waits for the answer. A worker that dies is started anew, and
 * what it trained is made again.
 */
public final class Workers implements TrainingPlace {

    /** How often a slot looks whether its training is still wanted. */
    private static final long LOOK_MILLIS = 100;
    /** A worker that dies so often before it has trained anything will not do better. */
    private static final int MOST_FAILED_STARTS = 3;
    /** Exports kept: a program's seeds come one after the other. */
    private static final int SOURCES_KEPT = 64;

    private final int slots;
    private final Tasks tasks;
    private final Engine engine;
    private final Map<String, Crew> crews = new HashMap<>();
    private final Map<Program, Sources> sources = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Program, Sources> eldest) {
            return size() > SOURCES_KEPT;
        }
    };
    private Optional<SlotThreads> threads = Optional.empty();

    /** A program as Python takes it; a target that cannot express it has none. */
    private record Sources(Optional<String> pytorch, Optional<String> optax) {}

    /** The worker of one task, and how it has done. */
    private static final class Crew {
        private Optional<WorkerProcess> worker = Optional.empty();
        private int failures;
    }

    /**
     * @param slots trainings at a time, at least 1
     * @param tasks that requests may name
     * @param engine that executes programs in this process
     */
    public Workers(int slots, Tasks tasks, Engine engine) {
        if (slots < 1) {
            throw new IllegalArgumentException("trainings need at least one slot, not " + slots);
        }
        this.slots = slots;
        this.tasks = tasks;
        this.engine = engine;
    }

    /** With the fast engine. */
    public Workers(int slots, Tasks tasks) {
        this(slots, tasks, Engine.block());
    }

    /** A service for a caller that nothing interrupts and that remembers nothing for later. */
    public static TrainingService service(int slots, Tasks tasks) {
        return new TrainingQueue(
                new Workers(slots, tasks), slots, TrainingMemory.ofThisProcess(), new Interruption(), progress -> {});
    }

    @Override
    public int slots() {
        return slots;
    }

    @Override
    public void open(Assignments assignments) {
        threads = Optional.of(new SlotThreads(slots, this::slot, assignments));
    }

    private SlotThreads.Slot slot() {
        SlotThreads.Slot local = LocalThreads.slot(tasks, engine);
        return (assignment, assignments) -> {
            Optional<Task> task = tasks.withDigest(assignment.request().task().digest());
            if (task.isPresent() && task.get() instanceof PythonTask python) {
                train(python, assignment, assignments);
            } else {
                local.train(assignment, assignments);
            }
        };
    }

    private void train(PythonTask task, Assignment assignment, Assignments assignments) throws InterruptedException {
        TrainingRequest request = assignment.request();
        if (request.steps() < request.task().steps()) {
            // A function trains to its end: part of it shows nothing.
            assignments.finish(
                    assignment,
                    TrainingResult.Run.ended(assignment.seed(), Outcome.PARTIAL, request.steps(), List.of()));
            return;
        }
        WorkerProcess worker = worker(task);
        try {
            int lease = worker.lease(message(request, assignment.seed()));
            try {
                answered(worker, lease, assignment, assignments);
            } finally {
                worker.forget(lease);
            }
            done(task);
        } catch (WorkerLostException lost) {
            assignments.lose(assignment, lost.getMessage());
        }
    }

    private void answered(WorkerProcess worker, int lease, Assignment assignment, Assignments assignments)
            throws WorkerLostException, InterruptedException {
        Optional<TrainingResult.Run> run = Optional.empty();
        boolean isCancelled = false;
        while (true) {
            Optional<ObjectNode> answer = worker.answer(lease, LOOK_MILLIS);
            if (answer.isEmpty() && !isCancelled && !assignment.isWanted()) {
                worker.cancel(lease);
                isCancelled = true;
            } else if (answer.isPresent() && answer.get().has("end")) {
                if (run.isPresent()) {
                    assignments.finish(assignment, run.get());
                } else if (isCancelled) {
                    assignments.giveBack(assignment);
                } else {
                    throw new WorkerLostException("the worker ended a training without a result");
                }
                return;
            } else if (answer.isPresent() && !answer.get().has("report")) {
                run = run(answer.get(), assignment);
            }
        }
    }

    /** The run that an answer tells; nothing if it was cancelled. */
    private static Optional<TrainingResult.Run> run(ObjectNode answer, Assignment assignment)
            throws WorkerLostException {
        long seed = assignment.seed();
        if (answer.has("error")) {
            return Optional.of(TrainingResult.Run.crashed(
                    seed,
                    answer.path("kind").asText("CRASHED") + ": "
                            + answer.path("text").asText()));
        }
        String outcome = answer.path("outcome").asText();
        if (outcome.equals("CANCELLED")) {
            return Optional.empty();
        }
        List<Double> losses = StreamSupport.stream(answer.path("losses").spliterator(), false)
                .map(JsonNode::asDouble)
                .toList();
        int steps = answer.path("steps").asInt();
        TrainingResult.Time time = new TrainingResult.Time(
                answer.path("micros").asDouble(), answer.path("micros").asDouble() / Math.max(1, steps));
        if (outcome.equals(Outcome.TRAINED.name()) && answer.path("fitness").isNumber()) {
            double fitness = answer.get("fitness").asDouble();
            // A function measures one thing. On fresh seeds, which nothing was selected on, that is its test.
            TrainingResult.Seen seen = assignment.request().wants(TrainingRequest.Wanted.TEST)
                    ? new TrainingResult.Seen(List.of(), List.of(), OptionalDouble.of(fitness), Optional.empty())
                    : TrainingResult.Seen.NOTHING;
            return Optional.of(TrainingResult.Run.trained(seed, fitness, steps, losses)
                    .with(time)
                    .with(seen));
        }
        for (Outcome known : Outcome.values()) {
            if (known.name().equals(outcome) && known != Outcome.TRAINED) {
                return Optional.of(
                        TrainingResult.Run.ended(seed, known, steps, losses).with(time));
            }
        }
        throw new WorkerLostException("the worker told an outcome \"" + outcome + "\" that is not known");
    }

    private ObjectNode message(TrainingRequest request, long seed) {
        ObjectNode message = JsonLines.object()
                .put("program", request.program().toString())
                .put("hash", request.hash().toString());
        Sources code = sources(request.program());
        code.pytorch.ifPresent(text -> message.put("pytorch", text));
        code.optax.ifPresent(text -> message.put("optax", text));
        message.putArray("seeds").add(seed);
        for (Hurdles.Bound bound : request.hurdles().bounds()) {
            message.withArray("/bounds").addArray().add(bound.share()).add(bound.loss());
        }
        return message;
    }

    private Sources sources(Program program) {
        synchronized (sources) {
            Sources known = sources.get(program);
            if (known != null) {
                return known;
            }
        }
        Sources made = new Sources(exported(program, Target.PYTORCH), exported(program, Target.OPTAX));
        synchronized (sources) {
            sources.put(program, made);
        }
        return made;
    }

    private static Optional<String> exported(Program program, Target target) {
        try {
            return Optional.of(target.export(program, "candidate", "A program of a search."));
        } catch (ExportException impossible) {
            return Optional.empty();
        }
    }

    /** The worker of a task, started if it is not there or has died. */
    private WorkerProcess worker(PythonTask task) {
        Crew crew;
        synchronized (crews) {
            crew = crews.computeIfAbsent(task.digest().value(), digest -> new Crew());
        }
        synchronized (crew) {
            if (crew.worker.isEmpty() || !crew.worker.get().isAlive()) {
                if (crew.worker.isPresent() && ++crew.failures >= MOST_FAILED_STARTS) {
                    throw new TaskException("the worker of " + task.name() + " died " + crew.failures
                            + " times without a training in between");
                }
                crew.worker = Optional.of(started(task));
            }
            return crew.worker.get();
        }
    }

    private WorkerProcess started(PythonTask task) {
        WorkerProcess worker = WorkerProcess.start(task.setup().commandLine(), task.greeting(slots));
        TaskDescription found = PythonTask.description(worker.greeting());
        TaskDigest expected = task.digest();
        if (!found.digest().value().equals(expected.value())) {
            worker.close();
            throw new TaskException(task.name() + ": a worker has another task of that name; they differ in "
                    + String.join(", ", found.digest().differences(expected)));
        }
        return worker;
    }

    private void done(PythonTask task) {
        synchronized (crews) {
            crews.get(task.digest().value()).failures = 0;
        }
    }

    @Override
    public void close() {
        threads.ifPresent(SlotThreads::interrupt);
        synchronized (crews) {
            crews.values().forEach(crew -> crew.worker.ifPresent(WorkerProcess::close));
        }
    }
}
