package savanna.search.pipeline;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import savanna.search.config.RunConfig;
import savanna.search.store.FileTable;
import savanna.search.store.RunStoreException;
import savanna.tasks.Task;
import savanna.tasks.TaskDigest;

/**
 * What a run's trainings and searches depend on: the content of its tasks, their data, and its programs. A run
 * remembers it from its beginning and goes on only with equal content, wherever that lies and whatever it is called.
 */
public final class NamedContent {

    /** Keys under which a run that goes on may name something else; what it names there is remembered by its name. */
    private static final Set<String> FREE = Set.of("funnel-b.task", "funnel-c.task");

    private static final String DATA = "data file ";

    private NamedContent() {}

    /**
     * Records the content at the beginning of a run; later requires it to be as it was.
     *
     * @throws RunStoreException that names what has changed
     */
    public static void requireUnchanged(RunConfig config, Catalog catalog, FileTable files) {
        NamedFiles.tasksByKey(config).forEach((key, name) -> {
            Task task = catalog.tasks().find(name);
            String list = key.replaceFirst("\\[\\d+]$", "");
            String role = FREE.contains(list) ? list + " " + name : key;
            requireUnchanged(role, name, task.digest().parts(), task.dataFiles(), files);
        });
        requireUnchanged("start", config.start(), program(config.start(), catalog), List.of(), files);
        for (int i = 0; i < config.moreStarts().size(); i++) {
            String name = config.moreStarts().get(i);
            requireUnchanged("more-starts[" + i + "]", name, program(name, catalog), List.of(), files);
        }
        for (String reference : config.report().references()) {
            requireUnchanged(
                    "report.references " + reference, reference, program(reference, catalog), List.of(), files);
        }
    }

    private static Map<String, String> program(String name, Catalog catalog) {
        return Map.of(
                "statements", TaskDigest.sha256(catalog.programs().apply(name).toString()));
    }

    private static void requireUnchanged(
            String role, String name, Map<String, String> parts, List<Path> data, FileTable files) {
        Optional<FileTable.Content> recorded = files.content(role);
        if (recorded.isEmpty()) {
            files.record(role, new FileTable.Content(name, new TreeMap<>(parts)));
            return;
        }
        TaskDigest before = TaskDigest.of(recorded.get().parts());
        List<String> changed = before.differences(TaskDigest.of(parts));
        if (changed.isEmpty()) {
            return;
        }
        String was = recorded.get().name();
        String what = changed.stream()
                .map(part -> part.startsWith(DATA) && data.size() >= number(part)
                        ? data.get(number(part) - 1).toString()
                        : part)
                .collect(Collectors.joining(", "));
        throw new RunStoreException(role + ": " + name
                + (was.equals(name) ? " has changed since the run began" : " is not what the run began with, " + was)
                + ": it differs in " + what
                + ". Restore it to go on with this run, or begin a new run with `savanna search`");
    }

    private static int number(String part) {
        return Integer.parseInt(part.substring(DATA.length()));
    }
}
