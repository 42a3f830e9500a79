package savanna.tasks.workers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import savanna.dsl.execution.ParameterLayout;
import savanna.tasks.Task;
import savanna.tasks.TaskDescription;
import savanna.tasks.TaskDigest;
import savanna.tasks.TaskException;

/** A task that is a Python function; a worker trains it. What it is, a worker is asked once, when somebody asks. */
public final class PythonTask implements Task {

    /** A reference {@code FILE.py:FUNCTION}. */
    private static final String REFERENCE = ".+\\.py:[A-Za-z_][A-Za-z0-9_]*";

    private final String reference;
    private final Map<String, Object> parameters;
    private final WorkerSetup setup;
    private TaskDescription description;

    /**
     * @param reference {@code FILE.py:FUNCTION}
     * @param parameters given to the function by their names
     */
    public PythonTask(String reference, Map<String, Object> parameters, WorkerSetup setup) {
        this.reference = located(reference);
        this.parameters = Map.copyOf(parameters);
        this.setup = setup;
    }

    /** Whether a name of a task is a reference to a Python function. */
    public static boolean isReference(String name) {
        return name.matches(REFERENCE);
    }

    /** The reference with the absolute path of its file. */
    public static String located(String reference) {
        int colon = reference.lastIndexOf(':');
        return Path.of(reference.substring(0, colon)).toAbsolutePath().normalize() + reference.substring(colon);
    }

    /** The same task, trained by other workers. */
    public PythonTask by(WorkerSetup other) {
        return new PythonTask(reference, parameters, other);
    }

    /** What a worker is told first. @param gpus of a training; absent: as the task says */
    ObjectNode greeting(OptionalDouble gpus) {
        ObjectNode greeting = JsonLines.object();
        ObjectNode task = greeting.putObject("task").put("python", reference);
        parameters.forEach((name, value) -> task.withObject("/parameters").putPOJO(name, value));
        gpus.ifPresent(number -> greeting.put("gpus", number));
        return greeting;
    }

    /** @throws TaskException if no worker can train it */
    private synchronized TaskDescription described() {
        if (description == null) {
            description = description(Introduction.by(
                    setup.pythonCommands().get(0), greeting(setup.gpus()).put("slots", 1)));
        }
        return description;
    }

    /** What a worker says of its task. */
    static TaskDescription description(ObjectNode hello) {
        JsonNode task = hello.path("task");
        if (!task.path("steps").isInt() || !task.path("digest").isTextual()) {
            throw new TaskException("the worker does not say what its task is; expected \"task\" with name, digest,"
                    + " steps, hurdles, seeds and metric in its hello");
        }
        int steps = task.get("steps").asInt();
        return new TaskDescription(
                task.path("name").asText(),
                ReceivedTask.digest(task),
                "a Python function; " + steps + " steps",
                task.path("metric").asText("loss"),
                steps,
                LongStream.rangeClosed(1, task.path("seeds").asInt(1)).boxed().toList(),
                StreamSupport.stream(task.path("hurdles").spliterator(), false)
                        .map(JsonNode::asDouble)
                        .toList(),
                validation(task, steps),
                layout(task));
    }

    /** The steps of a learning curve, as far as the task has one; else the last. */
    private static List<Integer> validation(JsonNode task, int steps) {
        List<Integer> points = StreamSupport.stream(task.path("validation").spliterator(), false)
                .map(JsonNode::asInt)
                .toList();
        boolean isRising = IntStream.range(0, points.size())
                .allMatch(i -> points.get(i) > (i == 0 ? 0 : points.get(i - 1)) && points.get(i) <= steps);
        return points.isEmpty() || !isRising ? List.of(steps) : points;
    }

    /** The shapes of its model; one leaf that stands for it where the worker could not find them. */
    private static ParameterLayout layout(JsonNode task) {
        if (!hasLayout(task)) {
            return ParameterLayout.flat(1);
        }
        try {
            ParameterLayout.Builder layout = ParameterLayout.builder();
            for (JsonNode leaf : task.get("layout")) {
                int[] shape = StreamSupport.stream(leaf.path(1).spliterator(), false)
                        .mapToInt(JsonNode::asInt)
                        .toArray();
                layout.add(leaf.path(0).asText(), shape.length == 0 ? new int[] {1} : shape);
            }
            return layout.build();
        } catch (IllegalArgumentException | ArithmeticException wrong) {
            throw new TaskException("the worker tells a layout that is none: " + wrong.getMessage(), wrong);
        }
    }

    private static boolean hasLayout(JsonNode task) {
        return task.path("layout").isArray() && !task.get("layout").isEmpty();
    }

    /** Whether the shapes of its model are known, so that a part of a training shows its gradients. */
    boolean isLaidOut() {
        return described().layout().leaves().size() > 1 || described().layout().size() > 1;
    }

    @Override
    public String name() {
        return reference.substring(reference.lastIndexOf(':') + 1);
    }

    @Override
    public TaskDigest digest() {
        return described().digest();
    }

    @Override
    public List<Long> searchSeeds() {
        return described().searchSeeds();
    }

    @Override
    public int steps() {
        return described().steps();
    }

    @Override
    public String metric() {
        return described().metric();
    }

    @Override
    public String description() {
        return described().description();
    }

    @Override
    public ParameterLayout layout() {
        return described().layout();
    }

    @Override
    public List<Integer> validationSteps() {
        return described().validationSteps();
    }

    @Override
    public List<Double> hurdleShares() {
        return described().hurdleShares();
    }

    /** Its own file, and those that it names, where they are on this machine. */
    @Override
    public List<Path> dataFiles() {
        Path own = Path.of(reference.substring(0, reference.lastIndexOf(':')));
        List<Path> files = new ArrayList<>(List.of(own));
        described().digest().parts().keySet().stream()
                .filter(part -> part.startsWith("file "))
                .map(part -> own.resolveSibling(part.substring("file ".length())))
                .filter(Files::isRegularFile)
                .filter(file -> !file.equals(own))
                .sorted(Comparator.naturalOrder())
                .forEach(files::add);
        return files;
    }

    @Override
    public String toString() {
        return reference;
    }
}
