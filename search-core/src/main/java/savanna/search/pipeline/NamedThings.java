package savanna.search.pipeline;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.analysis.InvalidProgramException;
import savanna.search.config.RunConfig;
import savanna.search.config.TaskConfig;
import savanna.search.source.ProgramSourceException;
import savanna.tasks.Task;
import savanna.tasks.TaskDigest;
import savanna.tasks.TaskException;
import savanna.tasks.training.Tasks;
import savanna.tasks.workers.Workers;
import savanna.tasks.yaml.YamlException;

/** Finds everything that a config names before a run folder is made. */
public final class NamedThings {
    private NamedThings() {}

    /**
     * Looks for everything.
     *
     * @param config whose names they are
     * @param source how messages call it, such as its file
     * @throws YamlException with source and key of the first thing that cannot be used
     */
    public static void check(RunConfig config, String source, Catalog catalog) {
        config.starts()
                .forEach(start -> at(
                        source,
                        "start",
                        () -> AbstractExecution.ofValid(catalog.programs().apply(start))));
        config.report()
                .references()
                .forEach(reference -> at(
                        source,
                        "report.references",
                        () -> AbstractExecution.ofValid(catalog.programs().apply(reference))));
        NamedFiles.tasksByKey(config)
                .forEach((key, task) -> at(source, key, () -> {
                    Task found = catalog.tasks().find(task);
                    Workers.requireTrainable(found, config.workers().setup());
                    return found;
                }));
        config.tasksByKey()
                .forEach((key, tasks) -> sameTwice(TaskConfig.names(tasks), catalog.tasks())
                        .ifPresent(found -> {
                            throw new YamlException(
                                    source + ": " + key + ": " + found + ". A smaller scale gives a task more weight");
                        }));
    }

    /**
     * Looks for a task that a list holds twice. It may have two names: what it is, its content tells.
     *
     * @return both names in words
     */
    public static Optional<String> sameTwice(List<String> names, Tasks tasks) {
        Map<TaskDigest, String> met = new HashMap<>();
        for (String name : names) {
            String earlier = met.put(tasks.find(name).digest(), name);
            if (earlier != null) {
                return Optional.of("expected different tasks; " + earlier + " and " + name + " are one");
            }
        }
        return Optional.empty();
    }

    private static <T> T at(String source, String key, Supplier<T> found) {
        try {
            return found.get();
        } catch (TaskException | ProgramSourceException | InvalidProgramException wrong) {
            throw new YamlException(source + ": " + key + ": " + wrong.getMessage(), wrong);
        }
    }
}
