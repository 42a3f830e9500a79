package savanna.tasks.workers;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The {@code hello} of a search. */
final class Greetings {
    private Greetings() {}

    static ObjectNode of(RemoteTask task, WorkerSetup setup) {
        ObjectNode greeting = JsonLines.object()
                .put("hello", StdioWorker.PROTOCOL)
                .put("savanna", Build.here().version())
                .put("build", Build.here().digest());
        greeting.setAll(task.greeting());
        if (setup.slots() > 0) {
            greeting.put("slots", setup.slots());
        }
        return greeting;
    }
}
