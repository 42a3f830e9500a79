package savanna.cli;

import java.util.HashMap;
import java.util.Map;
import savanna.dsl.analysis.AbstractExecution;
import savanna.search.config.RunConfig;
import savanna.search.pipeline.NamedFiles;
import savanna.search.source.ProgramSource;
import savanna.tasks.TaskCatalog;
import savanna.tasks.TaskException;

/** Finds everything that a config names before a run folder is made. */
final class SearchPreconditions {
    private SearchPreconditions() {}

    static void check(RunConfig config) {
        AbstractExecution.ofValid(ProgramSource.find(config.start()));
        config.report().references().forEach(reference -> AbstractExecution.ofValid(ProgramSource.find(reference)));
        Map<String, String> paths = new HashMap<>();
        for (String task : NamedFiles.tasks(config)) {
            String name = TaskCatalog.find(task).name();
            String other = paths.putIfAbsent(name, task);
            if (other != null) {
                throw new TaskException(other + " and " + task + ": both tasks are named \"" + name + "\", under which a run remembers its trainings; rename one of the files");
            }
        }
    }
}
