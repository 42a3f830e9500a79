package savanna.cli;

import java.nio.file.Path;
import java.util.function.Supplier;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.analysis.InvalidProgramException;
import savanna.search.config.RunConfig;
import savanna.search.pipeline.NamedFiles;
import savanna.search.source.ProgramSource;
import savanna.search.source.ProgramSourceException;
import savanna.tasks.TaskCatalog;
import savanna.tasks.TaskException;
import savanna.tasks.yaml.YamlException;

/** Finds everything that a config names before a run folder is made. */
final class SearchPreconditions {
    private SearchPreconditions() {}

    /** @throws YamlException with file and key of the first thing that cannot be used */
    static void check(Path file, RunConfig config) {
        at(file, "start", () -> AbstractExecution.ofValid(ProgramSource.find(config.start())));
        config.report()
                .references()
                .forEach(reference ->
                        at(file, "report.references", () -> AbstractExecution.ofValid(ProgramSource.find(reference))));
        NamedFiles.tasksByKey(config).forEach((key, task) -> at(file, key, () -> TaskCatalog.find(task)));
    }

    private static <T> T at(Path file, String key, Supplier<T> found) {
        try {
            return found.get();
        } catch (TaskException | ProgramSourceException | InvalidProgramException wrong) {
            throw new YamlException(file + ": " + key + ": " + wrong.getMessage(), wrong);
        }
    }
}
