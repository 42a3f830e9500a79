package savanna.search.pipeline;

import java.util.Map;
import java.util.function.Function;
import savanna.dsl.program.Program;
import savanna.search.source.ProgramSource;
import savanna.tasks.Task;
import savanna.tasks.TaskCatalog;
import savanna.tasks.training.Tasks;
import savanna.tasks.workers.PythonTask;
import savanna.tasks.workers.WorkerSetup;

/**
 * What the names in a config stand for.
 *
 * @param tasks finds a task by its name
 * @param programs finds a program by its name
 */
public record Catalog(Tasks tasks, Function<String, Program> programs) {

    /** Shipped tasks and programs by their names, others by their files. */
    public static Catalog ofFiles() {
        return of(TaskCatalog::find);
    }

    /** The same, where workers of one's own train tasks that are Python functions. */
    public static Catalog ofFiles(WorkerSetup workers) {
        return of(name -> {
            Task task = TaskCatalog.find(name);
            return task instanceof PythonTask python ? python.by(workers) : task;
        });
    }

    /** Programs as in {@link #ofFiles}. @param tasks finds a task by its name */
    public static Catalog of(Function<String, ? extends Task> tasks) {
        return new Catalog(new Tasks(tasks), ProgramSource::find);
    }

    /** The same with some that were made in code, whose names go before. */
    public Catalog with(Map<String, Task> ownTasks, Map<String, Program> ownPrograms) {
        return new Catalog(
                new Tasks(name -> ownTasks.containsKey(name) ? ownTasks.get(name) : tasks.find(name)),
                name -> ownPrograms.containsKey(name) ? ownPrograms.get(name) : programs.apply(name));
    }
}
