package savanna.tasks.workers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import savanna.dsl.library.ProgramLibrary;
import savanna.dsl.program.Program;
import savanna.tasks.Hurdles;
import savanna.tasks.LocalTask;
import savanna.tasks.TaskCatalog;
import savanna.tasks.TaskDescription;
import savanna.tasks.TrainingRequest;
import savanna.tasks.TrainingResult;
import savanna.tasks.training.Assignment;
import savanna.tasks.training.Assignments;

/**
 * Mangled lines from either side: an error or a disconnection with a reason, never a hang, never another exception.
 * More of them: {@code mvn -pl proxy-tasks -am test -Dtest=ProtocolFuzzTest -Dsurefire.failIfNoSpecifiedTests=false
 * -Dsavanna.fuzz.lines=100000}.
 */
@Timeout(300)
class ProtocolFuzzTest {

    private static final int LINES = Integer.getInteger("savanna.fuzz.lines", 25_000);
    private static final String YAML =
            "{\"data\":{\"kind\":\"digits\"},\"model\":{\"kind\":\"mlp\",\"hidden\":[8]},\"recipe\":{\"batch\":16,\"steps\":20,\"hurdles\":[0.5]}}";
    private static final LocalTask TASK = TaskCatalog.parse("digits", YAML);
    private static final Program ADAMW = ProgramLibrary.find("adamw").orElseThrow();
    private static final List<String> TOKENS = List.of(
            "null",
            "true",
            "-1",
            "1e999",
            "NaN",
            "\"\"",
            "[]",
            "{}",
            "[[",
            "}",
            ",",
            ":",
            "\"NaN\"",
            "4294967296",
            "0.5",
            "\\u0000",
            "\"outcome\"",
            "\"seed\":9,",
            "99999999999999999999999",
            "\u00ff",
            "\n",
            "[[[[[[[[[[");

    private final Random random = new Random(5);

    /** A line with some characters or values in it changed, doubled, left out or cut off. */
    private String mangled(String line) {
        StringBuilder text = new StringBuilder(line);
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes && text.length() > 0; i++) {
            int at = random.nextInt(text.length());
            int to = Math.min(text.length(), at + 1 + random.nextInt(12));
            switch (random.nextInt(6)) {
                case 0 -> text.setCharAt(at, (char) random.nextInt(256));
                case 1 -> text.delete(at, to);
                case 2 -> text.insert(at, text.substring(at, to));
                case 3 -> text.insert(at, TOKENS.get(random.nextInt(TOKENS.size())));
                case 4 -> value(text);
                default -> text.setLength(at);
            }
        }
        return text.toString();
    }

    /** Puts another value in the place of one, so that what is left is JSON mostly. */
    private void value(StringBuilder text) {
        int colon = text.indexOf(":", random.nextInt(text.length()));
        if (colon >= 0) {
            int end = colon + 1;
            while (end < text.length() && ",}]".indexOf(text.charAt(end)) < 0) {
                end++;
            }
            text.replace(colon + 1, end, TOKENS.get(random.nextInt(13)));
        }
    }

    @Test
    void shouldReadAnyLineAsAMessageOrSayWhatWasExpected() {
        int messages = 0;
        for (int i = 0; i < LINES; i++) {
            try {
                JsonLines.parse(mangled(
                                "{\"result\":1,\"seed\":1,\"outcome\":\"TRAINED\",\"losses\":[1.5,[2]],\"x\":{\"y\":\"z\"}}")
                        .getBytes(i % 2 == 0 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1));
                messages++;
            } catch (IOException told) {
                assertThat(told).hasMessageContaining("expected a JSON object a line");
            }
        }
        assertThat(messages).isBetween(LINES / 100, LINES);
    }

    @Test
    void shouldHoldLinesToTheirLimits() throws IOException {
        byte[] endless = new byte[JsonLines.MOST_BYTES + 10];
        Arrays.fill(endless, (byte) ' ');
        for (byte[] line : List.of(
                endless, ("{\"a\":" + "[".repeat(40) + "]".repeat(40) + "}\n").getBytes(StandardCharsets.UTF_8))) {
            assertThat(said(line)).anyMatch(answer -> answer.contains("\"error\":0") && answer.contains("PROTOCOL"));
        }
    }

    /** What a worker answers to some bytes. */
    private static List<String> said(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(new StdioWorker(new ByteArrayInputStream(bytes), out, 1).run())
                .isIn(StdioWorker.DONE, StdioWorker.REFUSED);
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void shouldAnswerAMangledHelloWithAHelloOrAReason() {
        ObjectNode hello = JsonLines.object().put("hello", 1).put("slots", 1);
        hello.set("task", new SentTask(TASK).json());
        int refused = 0;
        for (int i = 0; i < LINES / 100; i++) {
            List<String> answers = said((mangled(hello.toString()) + "\n").getBytes(StandardCharsets.UTF_8));
            refused += answers.stream().anyMatch(answer -> answer.contains("\"error\":0")) ? 1 : 0;
        }
        assertThat(refused).isPositive();
    }

    @Test
    void shouldTakeMangledMessagesAsAWorker() {
        StdioWorker worker = new StdioWorker(new ByteArrayInputStream(new byte[0]), new ByteArrayOutputStream(), 1);
        LeasedAssignments leases = new LeasedAssignments(message -> {});
        RemoteTask remote = new RemoteTask.OfJava(TASK);
        String train = remote.train(
                        TrainingRequest.of(TASK, ADAMW, List.of(1L))
                                .behind(new Hurdles(List.of(new Hurdles.Bound(0.5, 2)))),
                        1)
                .put("train", 1)
                .toString();
        List<String> lines = List.of(train, "{\"cancel\":1}", "{\"ping\":1}");
        Set<String> reasons = new HashSet<>();
        int taken = 0;
        for (int i = 0; i < LINES; i++) {
            try {
                worker.take(
                        JsonLines.parse(mangled(lines.get(i % lines.size())).getBytes(StandardCharsets.UTF_8)),
                        TaskDescription.of(TASK),
                        leases);
                taken++;
            } catch (IOException told) {
                assertThat(told.getMessage()).isNotEmpty();
                reasons.add(told.getMessage().replaceAll("[^a-z ]", "").split(" ")[0]);
            }
        }
        assertThat(taken).isPositive();
        assertThat(reasons).contains("expected", "train");
    }

    /** A worker that only says what it is told to say. */
    private static final class Scripted implements Peer {
        private Peer.Listener listener;
        private String killed = "";

        @Override
        public void say(Outgoing messages) {}

        @Override
        public void kill(String why) {
            killed = why;
        }

        @Override
        public void hangUp() {}

        @Override
        public void awaitEnd(long millis) {}
    }

    private record Asked(TrainingRequest request, long seed) implements Assignment {
        @Override
        public boolean isWanted() {
            return true;
        }
    }

    /** Takes down what came of assignments. */
    private static final class Told implements Assignments {
        private final List<TrainingResult.Run> finished = new ArrayList<>();
        private int lost;

        @Override
        public Optional<Assignment> next(Optional<Assignment> last, Predicate<? super TaskDescription> trained) {
            return Optional.empty();
        }

        @Override
        public Optional<Assignment> poll(Optional<Assignment> last, Predicate<? super TaskDescription> trained) {
            return Optional.empty();
        }

        @Override
        public void finish(Assignment assignment, TrainingResult.Run run) {
            finished.add(run);
        }

        @Override
        public void lose(Assignment assignment, String text) {
            lost++;
        }

        @Override
        public void giveBack(Assignment assignment) {}

        @Override
        public void fail(Assignment assignment, Throwable reason) {}
    }

    @Test
    void shouldTakeMangledMessagesAsACoordinator() {
        RemoteTask remote = new RemoteTask.OfJava(TASK);
        ObjectNode hello = JsonLines.object()
                .put("hello", 1)
                .put("version", Build.here().version())
                .put("build", Build.here().digest())
                .put("numerics", remote.numerics().orElseThrow().toString())
                .put("slots", 1);
        hello.set("task", new SentTask(TASK).json());
        TrainingRequest request = TrainingRequest.of(TASK, ADAMW, List.of(1L))
                .telling(TrainingRequest.Wanted.LOSSES, TrainingRequest.Wanted.CURVE);
        List<String> lines = List.of(
                "{\"result\":1,\"seed\":1,\"outcome\":\"TRAINED\",\"fitness\":0.5,\"steps\":20,\"losses\":[1.5],\"curve\":[[1,2.0],[20,1.0]],\"micros\":100}",
                "{\"part\":1,\"seed\":1,\"losses\":[1.0,2.0]}",
                "{\"error\":1,\"seed\":1,\"kind\":\"RAISED\",\"text\":\"because\"}",
                "{\"report\":1,\"seed\":1,\"share\":0.5,\"loss\":1.0}",
                "{\"slots\":2}",
                "{\"pong\":1}",
                "{\"end\":1}");
        int parted = 0;
        int finished = 0;
        for (int i = 0; i < LINES; i++) {
            Scripted peer = new Scripted();
            Told told = new Told();
            List<Throwable> thrown = new ArrayList<>();
            Crew crew = new Crew(
                    remote,
                    List.of(List.of("scripted")),
                    (command, listener) -> {
                        peer.listener = listener;
                        return peer;
                    },
                    WorkerSetup.by(List.of("scripted")),
                    new Totals(),
                    told,
                    event -> {
                        try {
                            event.run();
                        } catch (RuntimeException fault) {
                            thrown.add(fault);
                        }
                    });
            peer.listener.heard(hello);
            crew.take(new Asked(request, 1));
            String line = mangled(lines.get(i % lines.size()));
            try {
                peer.listener.heard(JsonLines.parse(line.getBytes(StandardCharsets.UTF_8)));
            } catch (IOException noMessage) {
                peer.kill(noMessage.getMessage());
            }
            assertThat(thrown).as(line).isEmpty();
            if (!peer.killed.isEmpty()) {
                parted++;
                peer.listener.ended(peer.killed);
                assertThat(told.lost + told.finished.size()).as(line).isPositive();
            }
            finished += told.finished.size();
        }
        assertThat(parted).isPositive();
        assertThat(finished).isPositive();
    }
}
