package savanna.tasks.workers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import savanna.tasks.TaskException;

/** Asks a worker who it is and what its task is, and lets it go again. */
final class Introduction {

    /** Time to import a task's libraries and data. */
    private static final long HELLO_SECONDS = 600;

    private Introduction() {}

    /**
     * What a worker answers to {@code hello}.
     *
     * @param greeting what it is to train: the rest of the {@code hello}
     * @throws TaskException if it cannot be started, or says that it cannot train the task
     */
    static ObjectNode by(List<String> command, ObjectNode greeting) {
        CompletableFuture<ObjectNode> hello = new CompletableFuture<>();
        Connection connection;
        try {
            connection = Connection.start(command, new Peer.Listener() {
                @Override
                public void heard(ObjectNode message) {
                    if (message.has("hello")) {
                        hello.complete(message);
                    } else if (message.path("error").asInt(-1) == 0) {
                        hello.completeExceptionally(new TaskException(
                                JsonLines.text(message.path("text").asText("the worker ended"))));
                    }
                }

                @Override
                public void ended(String reason) {
                    hello.completeExceptionally(new TaskException(reason));
                }
            });
        } catch (IOException e) {
            throw new TaskException(
                    "the worker \"" + String.join(" ", command) + "\" cannot be started: " + e.getMessage()
                            + "; install Python with the package savanna (pip install ./python), or name the command in workers.commands",
                    e);
        }
        connection.say(greeting.put("hello", StdioWorker.PROTOCOL)
                .put("savanna", Build.here().version()));
        try {
            return hello.get(HELLO_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new TaskException(e.getCause().getMessage());
        } catch (TimeoutException e) {
            throw new TaskException(
                    "the worker \"" + String.join(" ", command) + "\" said nothing for " + HELLO_SECONDS + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TaskException("interrupted while a worker was starting");
        } finally {
            connection.hangUp();
            connection.endLater();
        }
    }
}
