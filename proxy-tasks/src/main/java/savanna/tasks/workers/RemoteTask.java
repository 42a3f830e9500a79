package savanna.tasks.workers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import savanna.tasks.Hurdles;
import savanna.tasks.LocalTask;
import savanna.tasks.Numerics;
import savanna.tasks.Outcome;
import savanna.tasks.TaskDigest;
import savanna.tasks.TrainingRequest;
import savanna.tasks.TrainingResult;

/** A task as workers are told of it: in Java, or in Python. */
interface RemoteTask {

    String name();

    TaskDigest digest();

    /** What is said of it in {@code hello}. */
    ObjectNode greeting();

    /** How a worker that trains it must compute; nothing if only the workers can tell. */
    Optional<Numerics> numerics();

    /** Adds to a {@code train} what only workers of this kind of task need. */
    void describe(TrainingRequest request, ObjectNode train);

    /** What is known of a training without making it. */
    default Optional<TrainingResult.Run> known(TrainingRequest request, long seed) {
        return Optional.empty();
    }

    /** A run as the search sees it. */
    default TrainingResult.Run seen(TrainingRequest request, TrainingResult.Run run) {
        return run;
    }

    /** Sends a data file of the task. @throws IOException if it cannot */
    void send(String digest, JsonLines.Writer writer) throws IOException;

    /** The message that has a worker train one seed. */
    default ObjectNode train(TrainingRequest request, long seed) {
        ObjectNode train = JsonLines.object()
                .put("program", request.program().toString())
                .put("hash", request.hash().toString());
        describe(request, train);
        train.putArray("seeds").add(seed);
        for (Hurdles.Bound bound : request.hurdles().bounds()) {
            train.withArray("/bounds").addArray().add(bound.share()).add(bound.loss());
        }
        if (!request.wanted().isEmpty()) {
            request.wanted().stream()
                    .map(wanted -> wanted.name().toLowerCase(Locale.ROOT))
                    .sorted()
                    .forEach(train.putArray("want")::add);
        }
        if (request.steps() < request.task().steps()) {
            train.put("steps", request.steps());
        }
        return train;
    }

    /** A task of which the workers make their own copy. */
    record OfJava(LocalTask task, SentTask sent, Numerics here) implements RemoteTask {

        OfJava(LocalTask task) {
            this(task, new SentTask(task), Numerics.here());
        }

        @Override
        public String name() {
            return task.name();
        }

        @Override
        public TaskDigest digest() {
            return task.digest();
        }

        @Override
        public ObjectNode greeting() {
            ObjectNode greeting = JsonLines.object();
            greeting.set("task", sent.json());
            return greeting;
        }

        @Override
        public Optional<Numerics> numerics() {
            return Optional.of(here);
        }

        @Override
        public void describe(TrainingRequest request, ObjectNode train) {}

        @Override
        public void send(String digest, JsonLines.Writer writer) throws IOException {
            sent.send(digest, writer);
        }
    }

    /** A function in Python. */
    record OfPython(PythonTask task, OptionalDouble gpus, Exports exports) implements RemoteTask {

        OfPython(PythonTask task, OptionalDouble gpus) {
            this(task, gpus, new Exports());
        }

        @Override
        public String name() {
            return task.name();
        }

        @Override
        public TaskDigest digest() {
            return task.digest();
        }

        @Override
        public ObjectNode greeting() {
            return task.greeting(gpus);
        }

        @Override
        public Optional<Numerics> numerics() {
            return Optional.empty();
        }

        @Override
        public void describe(TrainingRequest request, ObjectNode train) {
            exports.put(request.program(), train);
        }

        /** Where the worker knows nothing of the model, part of a training shows nothing. */
        @Override
        public Optional<TrainingResult.Run> known(TrainingRequest request, long seed) {
            return request.steps() < request.task().steps() && !task.isLaidOut()
                    ? Optional.of(TrainingResult.Run.ended(seed, Outcome.PARTIAL, request.steps(), List.of()))
                    : Optional.empty();
        }

        /** A function may measure one thing only. On fresh seeds, which nothing was selected on, that is its test. */
        @Override
        public TrainingResult.Run seen(TrainingRequest request, TrainingResult.Run run) {
            boolean isTestMissing = request.wants(TrainingRequest.Wanted.TEST)
                    && run.outcome() == Outcome.TRAINED
                    && run.seen().test().isEmpty();
            return isTestMissing
                    ? run.with(new TrainingResult.Seen(
                            run.seen().losses(),
                            run.seen().curve(),
                            run.fitness(),
                            run.seen().gradients()))
                    : run;
        }

        @Override
        public void send(String digest, JsonLines.Writer writer) throws IOException {
            throw new JsonLines.ProtocolException("the worker asks for data " + JsonLines.shown(digest)
                    + "; files of Python tasks are not sent: "
                    + task.dataFiles().stream().map(Object::toString).collect(Collectors.joining(", "))
                    + " must lie where the worker is, at the same paths");
        }
    }
}
