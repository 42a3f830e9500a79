package savanna.search.pipeline;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import savanna.dsl.library.ProgramLibrary;
import savanna.dsl.program.Program;
import savanna.search.config.RunConfig;
import savanna.search.source.ProgramSource;
import savanna.search.store.FileTable;
import savanna.search.store.RunStoreException;
import savanna.tasks.Task;
import savanna.tasks.TaskCatalog;
import savanna.tasks.workers.PythonTask;

/**
 * The files that a config names: tasks and programs of the user's own, and the data of its tasks. What a run remembers
 * is true for their content only, so that they are named by absolute paths in its folder and must not change while it
 * goes on.
 */
public final class NamedFiles {
    private NamedFiles() {}

    /** The config with absolute paths in place of relative ones, so that the run goes on from any folder. */
    public static RunConfig located(RunConfig config) {
        return config.with(located -> located.task(task(config.task()))
                .start(program(config.start()))
                .metaValidation(config.metaValidation().map(stage -> stage.withTask(task(stage.task()))))
                .funnelB(config.funnelB().map(stage -> stage.withTask(task(stage.task()))))
                .funnelC(config.funnelC().map(stage -> stage.withTask(task(stage.task()))))
                .report(config.report()
                        .withReferences(config.report().references().stream()
                                .map(NamedFiles::program)
                                .toList())));
    }

    private static String task(String name) {
        if (PythonTask.isReference(name)) {
            return PythonTask.located(name);
        }
        return TaskCatalog.isShipped(name) ? name : absolute(name);
    }

    private static String program(String name) {
        return ProgramLibrary.find(name).isPresent()
                ? name
                : ProgramSource.absoluteOfRun(name).orElse(absolute(name));
    }

    private static String absolute(String name) {
        Path path = Path.of(name);
        return Files.isRegularFile(path) ? path.toAbsolutePath().normalize().toString() : name;
    }

    /**
     * Records the files at the beginning of a run, those that its config names and those that its tasks read their data
     * from; later requires them to be as they were.
     *
     * @throws RunStoreException that names the file that has changed
     */
    public static void requireUnchanged(RunConfig config, Function<String, Task> tasks, FileTable files) {
        Set<String> taskNames = new LinkedHashSet<>(tasksByKey(config).values());
        Set<String> names = new LinkedHashSet<>(taskNames);
        names.add(config.start());
        names.addAll(config.report().references());
        for (String name : names) {
            Path path = Path.of(name);
            if (path.isAbsolute() && Files.isRegularFile(path)) {
                requireUnchanged(path, name, files);
            } else if (!taskNames.contains(name)
                    && ProgramSource.absoluteOfRun(name).isPresent()) {
                requireUnchanged(name, ProgramSource.find(name), files);
            }
        }
        for (String name : taskNames) {
            List<Path> data = tasks.apply(name).dataFiles();
            for (int i = 0; i < data.size(); i++) {
                // By task and place: the data may lie elsewhere now, as long as it is the same.
                requireUnchanged(data.get(i), "data " + (i + 1) + " of " + name, files);
            }
        }
    }

    /** The same for a program that is no file. */
    public static void requireUnchanged(String name, Program program, FileTable files) {
        requireUnchanged(
                "program " + name,
                "program " + name,
                fingerprint(program.toString().getBytes(StandardCharsets.UTF_8)),
                files);
    }

    private static void requireUnchanged(Path path, String key, FileTable files) {
        try {
            requireUnchanged(path.toString(), key, fingerprint(Files.readAllBytes(path)), files);
        } catch (IOException e) {
            throw new RunStoreException(path + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static void requireUnchanged(String what, String key, String found, FileTable files) {
        Optional<String> recorded = files.fingerprint(key);
        if (recorded.isEmpty()) {
            files.record(key, found);
        } else if (!recorded.get().equals(found)) {
            throw new RunStoreException(what + ": has changed since the run began; expected the content with SHA-256 "
                    + recorded.get().substring(0, 12) + ", found " + found.substring(0, 12)
                    + ". Restore it to go on with this run, or begin a new run with `savanna search`");
        }
    }

    /** The tasks of a config, as it names them, by the keys that do. */
    public static Map<String, String> tasksByKey(RunConfig config) {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("task", config.task());
        config.metaValidation().ifPresent(stage -> names.put("meta-validation.task", stage.task()));
        config.funnelB().ifPresent(stage -> names.put("funnel-b.task", stage.task()));
        config.funnelC().ifPresent(stage -> names.put("funnel-c.task", stage.task()));
        return names;
    }

    private static String fingerprint(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
