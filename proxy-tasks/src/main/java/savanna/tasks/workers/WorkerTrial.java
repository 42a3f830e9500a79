package savanna.tasks.workers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import savanna.dsl.library.ProgramLibrary;
import savanna.dsl.program.Program;
import savanna.tasks.LocalTask;
import savanna.tasks.Task;
import savanna.tasks.TaskException;
import savanna.tasks.TrainingRequest;
import savanna.tasks.TrainingResult;

/**
 * What a worker did when it was tried before a search: started, asked who it is, and made to train AdamW once.
 *
 * @param command that started it
 * @param task that it was to train
 * @param host where it runs, as it says
 * @param slots trainings at a time that it offers
 * @param version of Savanna
 * @param numerics what it computes with
 * @param isAdmitted whether a search would let it train
 * @param startMillis from its start to its hello; NaN if it said none
 * @param roundTripMillis the median of some questions whether it is there; NaN if it is not asked
 * @param trainingMillis of one training; NaN if there was none
 * @param note why it is refused, or in what it is another; empty mostly
 */
public record WorkerTrial(
        String command,
        String task,
        String host,
        int slots,
        String version,
        String numerics,
        boolean isAdmitted,
        double startMillis,
        double roundTripMillis,
        double trainingMillis,
        String note) {

    private static final long PATIENCE_MINUTES = 10;
    private static final int PINGS = 21;

    /** Tries every worker that a search would start for a task, one after the other. */
    public static List<WorkerTrial> of(Task task, WorkerSetup setup) {
        RemoteTask remote;
        List<List<String>> commands;
        if (task instanceof PythonTask python) {
            remote = new RemoteTask.OfPython(python, setup.gpus());
            commands = setup.pythonCommands();
        } else if (task instanceof LocalTask java && !setup.commands().isEmpty()) {
            remote = new RemoteTask.OfJava(java);
            commands = setup.commands();
        } else {
            return List.of();
        }
        Admission admission = new Admission(remote, setup.numerics(), Build.here());
        List<WorkerTrial> trials = new ArrayList<>();
        for (List<String> command : commands) {
            trials.add(new Conversation(command, task, remote, admission, setup).trial());
        }
        return trials;
    }

    /** One worker, asked step by step. */
    private static final class Conversation implements Peer.Listener {
        private final List<String> command;
        private final Task task;
        private final RemoteTask remote;
        private final Admission admission;
        private final WorkerSetup setup;
        private final BlockingQueue<ObjectNode> heard = new LinkedBlockingQueue<>();
        private ObjectNode hello = JsonLines.object();
        private double startMillis = Double.NaN;
        private double roundTripMillis = Double.NaN;
        private double trainingMillis = Double.NaN;

        Conversation(List<String> command, Task task, RemoteTask remote, Admission admission, WorkerSetup setup) {
            this.command = command;
            this.task = task;
            this.remote = remote;
            this.admission = admission;
            this.setup = setup;
        }

        @Override
        public void heard(ObjectNode message) {
            heard.add(message);
        }

        @Override
        public void ended(String reason) {
            heard.add(JsonLines.object().put("error", 0).put("text", reason));
        }

        WorkerTrial trial() {
            Connection connection;
            try {
                connection = Connection.start(command, this);
            } catch (IOException absent) {
                return told(false, "it cannot be started: " + absent.getMessage());
            }
            try {
                greet(connection);
                Admission.Verdict verdict = admission.of(hello);
                if (!verdict.isAdmitted()) {
                    return told(false, verdict.refusal());
                }
                ping(connection);
                TrainingResult.Run run = train(connection);
                return told(
                        true,
                        run.fitness().isPresent()
                                ? verdict.difference()
                                : "AdamW ended as " + run.outcome() + " there"
                                        + (run.text().isEmpty() ? "" : ": " + run.text()));
            } catch (TaskException | JsonLines.ProtocolException wrong) {
                return told(false, wrong.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return told(false, "interrupted");
            } finally {
                connection.hangUp();
                connection.awaitEnd(2_000);
            }
        }

        private WorkerTrial told(boolean isAdmitted, String note) {
            return new WorkerTrial(
                    String.join(" ", command),
                    remote.name(),
                    JsonLines.shown(hello.path("host").asText()),
                    hello.path("slots").asInt(),
                    JsonLines.shown(hello.path("version").asText()),
                    JsonLines.shown(hello.path("numerics").asText()),
                    isAdmitted,
                    startMillis,
                    roundTripMillis,
                    trainingMillis,
                    note);
        }

        private ObjectNode next() throws InterruptedException {
            ObjectNode message = heard.poll(PATIENCE_MINUTES, TimeUnit.MINUTES);
            if (message == null) {
                throw new TaskException("it said nothing for " + PATIENCE_MINUTES + " minutes");
            }
            if (message.path("error").asInt(-1) == 0) {
                throw new TaskException(JsonLines.text(message.path("text").asText()));
            }
            return message;
        }

        private void greet(Connection connection) throws InterruptedException {
            long begin = System.nanoTime();
            connection.say(Greetings.of(remote, setup));
            ObjectNode message = next();
            while (!message.has("hello")) {
                String digest = message.path("need").asText();
                connection.say((JsonLines.Writer writer) -> remote.send(digest, writer));
                message = next();
            }
            hello = message;
            startMillis = (System.nanoTime() - begin) / 1e6;
        }

        private void ping(Connection connection) throws InterruptedException {
            double[] millis = new double[PINGS];
            for (int i = 0; i < PINGS && hello.path("ping").asBoolean(); i++) {
                long begin = System.nanoTime();
                connection.say(JsonLines.object().put("ping", i));
                while (!next().has("pong")) {
                    // Something else may come first, such as that it has grown.
                }
                millis[i] = (System.nanoTime() - begin) / 1e6;
                Arrays.sort(millis, 0, i + 1);
                roundTripMillis = millis[i / 2];
            }
        }

        private TrainingResult.Run train(Connection connection)
                throws InterruptedException, JsonLines.ProtocolException {
            Program adamw = ProgramLibrary.find("adamw").orElseThrow();
            TrainingRequest request =
                    TrainingRequest.of(task, adamw, List.of(task.searchSeeds().get(0)));
            long seed = request.seeds().get(0);
            RunLines.Collector collector = new RunLines.Collector(request, seed);
            connection.say(remote.train(request, seed).put("train", 1));
            for (ObjectNode message = next(); ; message = next()) {
                if (message.has("result")) {
                    TrainingResult.Run run = collector.result(message);
                    trainingMillis = run.time().micros() / 1e3;
                    return run;
                }
                if (message.has("error")) {
                    return TrainingResult.Run.crashed(
                            seed, JsonLines.text(message.path("text").asText()));
                }
            }
        }
    }
}
