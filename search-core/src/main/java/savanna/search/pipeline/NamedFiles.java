package savanna.search.pipeline;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import savanna.dsl.library.ProgramLibrary;
import savanna.search.config.RunConfig;
import savanna.search.config.TaskConfig;
import savanna.search.store.RunFolder;
import savanna.tasks.TaskCatalog;
import savanna.tasks.workers.PythonTask;

/** The files that a config names, tasks and programs of the user's own, and where they lie. */
public final class NamedFiles {

    /** A path, and what may stand behind it: the function of a Python file, the rank or hash of a run's program. */
    private static final Pattern NAME = Pattern.compile("(.*?\\.py)(:[A-Za-z_]\\w*)|(.+?)([#@][0-9a-f]+)?");

    private NamedFiles() {}

    /**
     * The config with absolute paths in place of relative ones, so that the run goes on from any folder.
     *
     * @param folders where relative paths are looked for, in this order
     */
    public static RunConfig located(RunConfig config, List<Path> folders) {
        return renamed(
                config,
                name -> folders.stream()
                        .flatMap(folder -> found(folder, name).stream())
                        .findFirst()
                        .orElse(PythonTask.isReference(name) ? PythonTask.located(name) : name));
    }

    /**
     * The config of a run whose folder was moved: a file that is no longer where it was is looked for at the same place
     * beside the run, then in the run's folder.
     *
     * @param before where the run's folder was when it began
     * @param now where it is
     */
    public static RunConfig moved(RunConfig config, Path before, Path now) {
        return renamed(config, name -> {
            if (found(Path.of(""), name).isPresent()) {
                return name;
            }
            Path file = file(name);
            Stream<Path> places = before.getRoot() != null && before.getRoot().equals(file.getRoot())
                    ? Stream.of(before.relativize(file), file.getFileName())
                    : Stream.of(file.getFileName());
            return places.flatMap(place -> found(now, place + suffix(name)).stream())
                    .findFirst()
                    .orElse(name);
        });
    }

    /** The name with another path, where neither a shipped task nor a shipped program has it. */
    private static RunConfig renamed(RunConfig config, UnaryOperator<String> path) {
        UnaryOperator<String> task = name -> TaskCatalog.isShipped(name) || name.isEmpty() ? name : path.apply(name);
        UnaryOperator<String> program =
                name -> ProgramLibrary.find(name).isPresent() || name.isEmpty() ? name : path.apply(name);
        return config.with(named -> named.task(renamed(config.task(), task))
                .start(program.apply(config.start()))
                .moreStarts(config.moreStarts().stream().map(program).toList())
                .metaValidation(config.metaValidation().map(stage -> stage.withTask(renamed(stage.task(), task))))
                .funnelB(config.funnelB().map(stage -> stage.withTask(renamed(stage.task(), task))))
                .funnelC(config.funnelC().map(stage -> stage.withTask(renamed(stage.task(), task))))
                .report(config.report()
                        .withReferences(config.report().references().stream()
                                .map(program)
                                .toList())));
    }

    private static List<TaskConfig> renamed(List<TaskConfig> tasks, UnaryOperator<String> path) {
        return tasks.stream()
                .map(each -> each.withTask(path.apply(each.task())))
                .toList();
    }

    /** The absolute name, if there is such a file, or such a run, seen from a folder. */
    private static Optional<String> found(Path folder, String name) {
        try {
            // A file whose own name looks as if something stood behind a path goes first.
            Path whole = folder.resolve(name);
            if (Files.isRegularFile(whole)) {
                return Optional.of(whole.toAbsolutePath().normalize().toString());
            }
            Path file = folder.resolve(file(name));
            return Files.isRegularFile(file) || RunFolder.isRun(file)
                    ? Optional.of(file.toAbsolutePath().normalize() + suffix(name))
                    : Optional.empty();
        } catch (InvalidPathException noPath) {
            return Optional.empty();
        }
    }

    private static Path file(String name) {
        Matcher parts = parts(name);
        return Path.of(parts.group(1) != null ? parts.group(1) : parts.group(3));
    }

    private static String suffix(String name) {
        Matcher parts = parts(name);
        return Stream.of(2, 4)
                .map(parts::group)
                .filter(part -> part != null)
                .findFirst()
                .orElse("");
    }

    private static Matcher parts(String name) {
        Matcher parts = NAME.matcher(name);
        if (!parts.matches()) {
            throw new InvalidPathException(name, "a name of a file has one line");
        }
        return parts;
    }

    /** The tasks of a config, as it names them, by the keys that do. */
    public static Map<String, String> tasksByKey(RunConfig config) {
        Map<String, String> names = new LinkedHashMap<>();
        config.tasksByKey().forEach((key, tasks) -> {
            List<String> keys = TaskConfig.keys(key, tasks.size());
            for (int i = 0; i < tasks.size(); i++) {
                names.put(keys.get(i), tasks.get(i).task());
            }
        });
        return names;
    }
}
