package savanna.tasks.training;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import savanna.tasks.Task;
import savanna.tasks.TaskDigest;

/**
 * The tasks of this process, each read once: found by name, and known by the digest that requests give. Thread-safe.
 */
public final class Tasks {

    private final Function<String, ? extends Task> finder;
    private final Map<String, Task> byName = new HashMap<>();
    private final Map<String, Task> byDigest = new HashMap<>();

    /** @param finder reads a task, by its name or path */
    public Tasks(Function<String, ? extends Task> finder) {
        this.finder = finder;
    }

    /** Tasks at hand. */
    public static Tasks of(Collection<? extends Task> tasks) {
        Tasks known = new Tasks(name -> {
            throw new IllegalArgumentException("no task \"" + name + "\"");
        });
        tasks.forEach(task -> {
            known.byName.put(task.name(), task);
            known.byDigest.put(task.digest().value(), task);
        });
        return known;
    }

    public static Tasks of(Task... tasks) {
        return of(List.of(tasks));
    }

    /** The task of that name or path, read on the first call. */
    public synchronized Task find(String name) {
        Task task = byName.get(name);
        if (task == null) {
            task = finder.apply(name);
            byName.put(name, task);
            byDigest.putIfAbsent(task.digest().value(), task);
        }
        return task;
    }

    /** A task that was found before. */
    public synchronized Optional<Task> withDigest(TaskDigest digest) {
        return Optional.ofNullable(byDigest.get(digest.value()));
    }
}
