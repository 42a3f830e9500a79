package savanna.tasks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import savanna.dsl.text.Nearest;
import savanna.tasks.data.DataException;
import savanna.tasks.yaml.YamlException;
import savanna.tasks.yaml.YamlMap;
import savanna.tasks.yaml.YamlReader;

/** Finds tasks by name or by the path of a YAML file. */
public final class TaskCatalog {
    private static final String FOLDER = "/savanna/tasks/catalog/";
    private static final List<String> NAMES = List.of(
            "digits-mlp-a",
            "digits-mlp-b",
            "digits-mlp-c",
            "digits-vit-a",
            "digits-vit-b",
            "digits-vit-c",
            "noisy-vit-a",
            "noisy-vit-b",
            "noisy-vit-c",
            "names-lm-a",
            "names-lm-b",
            "names-lm-c",
            "words-lm-a",
            "words-lm-b",
            "words-lm-c",
            "digits-vit-8",
            "digits-vit-64",
            "zipf-lm",
            "zipf-lm-32",
            "zipf-lm-4",
            "quadratic-blocks",
            "quadratic-mixed",
            "least-squares",
            "mnist-vit",
            "text-lm");
    private static final Map<String, String> ALIASES = Map.of(
            "digits-mlp",
            "digits-mlp-a",
            "digits-vit",
            "digits-vit-a",
            "noisy-vit",
            "noisy-vit-a",
            "names-lm",
            "names-lm-a",
            "words-lm",
            "words-lm-a");

    private TaskCatalog() {}

    /**
     * Names of the shipped tasks, in order. A name without a size means size A: {@code digits-mlp} is
     * {@code digits-mlp-a}.
     */
    public static List<String> names() {
        return NAMES;
    }

    /** Whether it is the name of a shipped task, which wins over a file of that name. */
    public static boolean isShipped(String nameOrPath) {
        return NAMES.contains(ALIASES.getOrDefault(nameOrPath, nameOrPath));
    }

    /**
     * The task of that name or path, which this process trains itself.
     *
     * @throws TaskException that says what is wrong and what to do
     */
    public static LocalTask local(String nameOrPath) {
        if (find(nameOrPath) instanceof LocalTask task) {
            return task;
        }
        throw new TaskException(
                nameOrPath + ": not a task that is trained in Java; expected a shipped one, or a YAML file"
                        + " with data, model and recipe");
    }

    /**
     * The task of that name, path or reference: a shipped one, a YAML file, or what a {@link TaskKind} finds.
     *
     * @throws TaskException that says what is wrong and what to do
     */
    public static Task find(String nameOrPath) {
        String name = ALIASES.getOrDefault(nameOrPath, nameOrPath);
        try {
            if (NAMES.contains(name)) {
                return TaskReader.read(nameOrPath, YamlReader.parse(name + ".yaml", resource(name)), Path.of(""));
            }
            Optional<Task> other =
                    kinds().flatMap(kind -> kind.find(nameOrPath).stream()).findFirst();
            if (other.isPresent()) {
                return other.get();
            }
            Path path = Path.of(nameOrPath);
            if (!nameOrPath.isEmpty() && Files.exists(path)
                    || nameOrPath.endsWith(".yaml")
                    || nameOrPath.endsWith(".yml")) {
                // Read first: the folder "/" has no file name.
                return read(path, YamlReader.read(path));
            }
        } catch (YamlException | DataException wrong) {
            throw new TaskException(wrong.getMessage(), wrong);
        }
        List<String> known = Stream.concat(ALIASES.keySet().stream().sorted(), NAMES.stream())
                .toList();
        throw new TaskException("no task named \"" + nameOrPath + "\", and no such file; "
                + Nearest.to(nameOrPath, known)
                        .map(near -> "did you mean \"" + near + "\"?")
                        .orElse("shipped tasks: " + String.join(", ", NAMES)));
    }

    /**
     * The task of a YAML text, for whoever has no file of it.
     *
     * @throws TaskException that says what is wrong
     */
    public static LocalTask parse(String name, String yaml) {
        try {
            return TaskReader.read(name, YamlReader.parse(name, yaml), Path.of(""));
        } catch (YamlException | DataException wrong) {
            throw new TaskException(wrong.getMessage(), wrong);
        }
    }

    private static Task read(Path file, YamlMap map) {
        String name = file.getFileName().toString().replaceFirst("\\.ya?ml$", "");
        Path folder = file.toAbsolutePath().getParent();
        return kinds().filter(kind -> map.has(kind.key()))
                .findFirst()
                .map(kind -> kind.read(name, map, folder))
                .orElseGet(() -> TaskReader.read(name, map, folder));
    }

    private static Stream<TaskKind> kinds() {
        return ServiceLoader.load(TaskKind.class).stream().map(ServiceLoader.Provider::get);
    }

    private static String resource(String name) {
        try (InputStream resource = TaskCatalog.class.getResourceAsStream(FOLDER + name + ".yaml")) {
            if (resource == null) {
                throw new TaskException("the shipped task " + name + " is missing from the class path");
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
