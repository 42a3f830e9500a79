package savanna.cli;

import java.io.PrintWriter;
import savanna.tasks.Task;

/** Says once, where a task is used, what was found and decided when its data was read. */
final class TaskFindings {
    private TaskFindings() {}

    static void tell(Task task, PrintWriter messages) {
        task.findings().forEach(messages::println);
        messages.flush();
    }
}
