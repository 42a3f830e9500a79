package savanna.dsl.export;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Runs scripts beside the tests. The interpreter is the system property {@code savanna.python}, else the environment
 * variable SAVANNA_PYTHON, else python3.
 */
public final class Python {

    /** What the interpreter said to imports, by module: nothing where it has them. */
    private static final Map<String, String> IMPORTS = new ConcurrentHashMap<>();

    /** What JAX compiled is kept for the other processes of a build and for the next one, by its content. */
    private static final Map<String, String> COMPILED = Map.of(
            "JAX_COMPILATION_CACHE_DIR",
                    Path.of("target", "jax").toAbsolutePath().toString(),
            "JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS", "0",
            "JAX_PERSISTENT_CACHE_MIN_ENTRY_SIZE_BYTES", "-1");

    private Python() {}

    private static String interpreter() {
        return Optional.ofNullable(System.getProperty("savanna.python"))
                .or(() -> Optional.ofNullable(System.getenv("SAVANNA_PYTHON")))
                .orElse("python3");
    }

    /** Skips the test where the interpreter lacks a module. */
    public static void assume(String modules) throws IOException, InterruptedException {
        String failure = IMPORTS.get(modules);
        if (failure == null) {
            failure = run(List.of(interpreter(), "-c", "import " + modules));
            IMPORTS.put(modules, failure);
        }
        String said = failure.strip();
        assumeTrue(
                said.isEmpty(),
                () -> "skipped: " + interpreter() + " cannot import " + modules
                        + "; set SAVANNA_PYTHON to one that can (see .ci/run): " + said);
    }

    /** Runs a script of the test resources on a folder. @return what it said, empty if it went well */
    public static String script(String script, Path folder, String... more) throws IOException, InterruptedException {
        try (InputStream source = Python.class.getResourceAsStream(script)) {
            Files.copy(source, folder.resolve(script), StandardCopyOption.REPLACE_EXISTING);
        }
        List<String> command =
                new ArrayList<>(List.of(interpreter(), folder.resolve(script).toString(), folder.toString()));
        command.addAll(List.of(more));
        return run(command);
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        COMPILED.forEach(builder.environment()::putIfAbsent);
        Path log = Files.createTempFile("savanna", ".log");
        builder.redirectOutput(log.toFile());
        try {
            Process process = builder.start();
            if (!process.waitFor(600, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return "no answer within ten minutes";
            }
            return process.exitValue() == 0 ? "" : Files.readString(log) + " ";
        } catch (IOException e) {
            return e.getMessage();
        } finally {
            Files.delete(log);
        }
    }
}
