package savanna.tasks.workers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.analysis.Analysis;
import savanna.dsl.analysis.InvalidProgramException;
import savanna.dsl.execution.Engine;
import savanna.dsl.program.Program;
import savanna.dsl.program.ProgramSyntaxException;
import savanna.tasks.Hurdles;
import savanna.tasks.LocalTask;
import savanna.tasks.Numerics;
import savanna.tasks.TaskDescription;
import savanna.tasks.TaskException;
import savanna.tasks.TrainingRequest;
import savanna.tasks.TrainingRequest.Wanted;
import savanna.tasks.training.LocalThreads;
import savanna.tasks.training.Tasks;

/**
 * A worker: trains the tasks of this build for a coordinator at the other end of two streams, on threads of this
 * process. It opens no port, starts nothing and writes no file but copies of data that it asked for. The bits that it
 * gives are those of a training here.
 */
public final class StdioWorker {

    /** All went well; the coordinator has ended. */
    public static final int DONE = 0;
    /** It could not train, or was not spoken with as expected; the coordinator was told why. */
    public static final int REFUSED = 2;

    static final int PROTOCOL = 1;
    static final int MOST_SLOTS = 4096;

    private final JsonLines.Reader in;
    private final JsonLines.Writer out;
    private final int slots;

    /** @param slots trainings at a time, where the coordinator does not say how many */
    public StdioWorker(InputStream in, OutputStream out, int slots) {
        this.in = new JsonLines.Reader(in);
        this.out = new JsonLines.Writer(out);
        this.slots = slots;
    }

    /**
     * Works until the coordinator has ended. Trainings may be under way then: the process is to end with them.
     *
     * @return {@link #DONE} or {@link #REFUSED}
     */
    public int run() {
        try {
            Optional<ObjectNode> hello = in.next();
            if (hello.isPresent()) {
                work(hello.get());
            }
            return DONE;
        } catch (TaskException refused) {
            return tell("TASK", refused.getMessage());
        } catch (JsonLines.ProtocolException wrong) {
            return tell("PROTOCOL", wrong.getMessage());
        } catch (IOException gone) {
            // Nobody is there any more to be told.
            return DONE;
        }
    }

    private int tell(String kind, String text) {
        try {
            out.write(JsonLines.object().put("error", 0).put("kind", kind).put("text", text));
        } catch (IOException gone) {
            // Nobody is there to be told.
        }
        return REFUSED;
    }

    private void work(ObjectNode hello) throws IOException {
        if (hello.path("hello").asInt() != PROTOCOL) {
            throw new JsonLines.ProtocolException("this worker speaks protocol " + PROTOCOL + ", the coordinator "
                    + JsonLines.shown(hello.path("hello").toString()) + "; install one version on both sides");
        }
        JsonNode sent = hello.path("task");
        if (!sent.has("yaml")) {
            throw new TaskException("this worker, `savanna worker`, trains tasks in Java; expected one with \"yaml\" in"
                    + " hello. Python tasks are trained by `python -m savanna.worker`");
        }
        int count = hello.has("slots") ? hello.path("slots").asInt() : slots;
        if (count < 1 || count > MOST_SLOTS) {
            throw new JsonLines.ProtocolException("expected slots from 1 to " + MOST_SLOTS + " in hello, found "
                    + JsonLines.shown(hello.path("slots").toString()));
        }
        LocalTask task = task(sent);
        LeasedAssignments leases = new LeasedAssignments(this::answer);
        try (LocalThreads threads = new LocalThreads(count, Tasks.of(task), Engine.block())) {
            out.write(greeting(task, count));
            threads.open(leases);
            for (Optional<ObjectNode> message = in.next(); message.isPresent(); message = in.next()) {
                take(message.get(), TaskDescription.of(task), leases);
            }
        } finally {
            leases.close();
        }
    }

    private LocalTask task(JsonNode sent) throws IOException {
        return new ReceivedTask(
                        new ReceivedTask.Coordinator() {
                            @Override
                            public void say(ObjectNode message) throws IOException {
                                out.write(message);
                            }

                            @Override
                            public Optional<ObjectNode> next() throws IOException {
                                return in.next();
                            }
                        },
                        ReceivedTask.cacheFolder())
                .of(sent);
    }

    private static ObjectNode greeting(LocalTask task, int count) {
        ObjectNode greeting = JsonLines.object()
                .put("hello", PROTOCOL)
                .put("version", Build.here().version())
                .put("build", Build.here().digest())
                .put("numerics", Numerics.here().toString())
                .put("slots", count)
                .put("ping", true)
                .put("host", host())
                .put("pid", ProcessHandle.current().pid());
        ObjectNode described =
                greeting.putObject("task").put("name", task.name()).put("metric", task.metric());
        SentTask.put(described, task.digest());
        described.put("steps", task.steps()).put("seeds", task.searchSeeds().size());
        task.hurdleShares().forEach(described.putArray("hurdles")::add);
        return greeting;
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "unknown";
        }
    }

    private void answer(ObjectNode message) {
        try {
            out.write(message);
        } catch (IOException gone) {
            // The other stream ends too, and with it this worker.
        }
    }

    /** Does what a message says, after the first. */
    void take(ObjectNode message, TaskDescription task, LeasedAssignments leases) throws IOException {
        if (message.has("train")) {
            train(message, task, leases);
        } else if (message.has("cancel")) {
            leases.cancel(number(message, "cancel"));
        } else if (message.has("ping")) {
            out.write(JsonLines.object().put("pong", number(message, "ping")));
        } else {
            throw new JsonLines.ProtocolException(
                    "expected train, cancel or ping, found " + JsonLines.shown(message.toString()));
        }
    }

    private void train(ObjectNode message, TaskDescription task, LeasedAssignments leases) throws IOException {
        int lease = number(message, "train");
        try {
            Analysis program = AbstractExecution.ofValid(
                    Program.parse(message.path("program").asText()));
            List<Long> seeds = new ArrayList<>();
            for (JsonNode seed : message.path("seeds")) {
                if (!seed.canConvertToLong() || !seed.isIntegralNumber()) {
                    throw new IllegalArgumentException("a seed " + JsonLines.shown(seed.toString()));
                }
                seeds.add(seed.asLong());
            }
            List<Hurdles.Bound> bounds = new ArrayList<>();
            for (JsonNode bound : message.path("bounds")) {
                bounds.add(new Hurdles.Bound(
                        bound.path(0).asDouble(), bound.path(1).asDouble()));
            }
            Set<Wanted> wanted = EnumSet.noneOf(Wanted.class);
            for (JsonNode want : message.path("want")) {
                if (!want.asText().equals("fitness")) {
                    wanted.add(Wanted.valueOf(want.asText().toUpperCase(Locale.ROOT)));
                }
            }
            int steps = message.has("steps") ? message.path("steps").asInt() : task.steps();
            leases.lease(
                    lease,
                    new TrainingRequest(
                            program.program(),
                            program.hash(),
                            program.rounding(),
                            task,
                            seeds,
                            new Hurdles(bounds),
                            wanted,
                            steps));
        } catch (ProgramSyntaxException | InvalidProgramException | IllegalArgumentException wrong) {
            throw new JsonLines.ProtocolException(
                    "train " + lease + ": " + wrong.getMessage() + "; is the coordinator of another version?");
        }
    }

    private static int number(ObjectNode message, String key) throws JsonLines.ProtocolException {
        if (!message.path(key).isInt()) {
            throw new JsonLines.ProtocolException("expected " + key + " with a whole number, found "
                    + JsonLines.shown(message.path(key).toString()));
        }
        return message.path(key).asInt();
    }
}
