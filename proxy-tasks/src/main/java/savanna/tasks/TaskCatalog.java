package savanna.tasks;

import java.util.List;

/** Finds tasks by name or by the path of a YAML file. */
public final class TaskCatalog {
    private TaskCatalog() {}

    /** Names of the shipped tasks, in order. */
    public static List<String> names() {
        throw new UnsupportedOperationException();
    }

    /** The task of that name or path. @throws TaskException that says what is wrong and what to do */
    public static Task find(String nameOrPath) {
        throw new UnsupportedOperationException();
    }
}
