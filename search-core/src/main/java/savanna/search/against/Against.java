package savanna.search.against;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import savanna.dsl.export.Target;
import savanna.dsl.program.Program;

/**
 * Runs an optimizer of someone's, in PyTorch or Optax, beside a program, which is exported to the same library: on
 * equal gradients with equal settings, in several situations. Both compute in double precision, so that what parts them
 * is not rounding.
 */
public final class Against {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();
    private static final int MINUTES = 10;

    private final Path file;
    private final String name;
    private final String python;

    /**
     * @param place {@code module.py:Name}
     * @throws AgainstException if there is no such file
     */
    public Against(String place) {
        int colon = place.lastIndexOf(':');
        if (colon <= 0 || colon == place.length() - 1) {
            throw new AgainstException("\"" + place
                    + "\" names no optimizer; expected a file and a class or function in it, such as my_lion.py:Lion");
        }
        file = Path.of(place.substring(0, colon));
        name = place.substring(colon + 1);
        if (!Files.isRegularFile(file)) {
            throw new AgainstException(file + ": no such file; expected a Python module with " + name);
        }
        python = Optional.ofNullable(System.getProperty("savanna.python"))
                .or(() -> Optional.ofNullable(System.getenv("SAVANNA_PYTHON")))
                .orElse("python3");
    }

    /**
     * What became of the situations, in order.
     *
     * @param program name of the program
     * @throws AgainstException if Python or its library is missing, or the module cannot be loaded
     */
    public List<Situation> run(Program program, String programName) {
        Path folder = null;
        try {
            folder = Files.createTempDirectory("savanna-against");
            Target target = isClass() ? Target.PYTORCH : Target.OPTAX;
            Path exported = folder.resolve("exported.py");
            Files.writeString(exported, target.export(program, programName, "The optimizer " + programName + "."));
            Path script = folder.resolve("against.py");
            try (InputStream source = Against.class.getResourceAsStream("against.py")) {
                Files.copy(source, script);
            }
            return situations(answer(script.toString(), exported.toString(), file.toString(), name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            delete(folder);
        }
    }

    /** A class is one of PyTorch, a function one of Optax. */
    private boolean isClass() throws IOException {
        return Files.readString(file).lines().anyMatch(line -> line.matches("\\s*class\\s+" + name + "\\b.*"))
                || !Files.readString(file).lines().anyMatch(line -> line.matches("\\s*def\\s+" + name + "\\b.*"))
                        && Files.readString(file).contains("torch");
    }

    private JsonNode answer(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(python));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile("savanna", ".json");
        Path err = Files.createTempFile("savanna", ".log");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AgainstException(file + ": no answer from " + name + " within " + MINUTES + " minutes");
            }
            if (process.exitValue() != 0) {
                throw new AgainstException(failure(Files.readString(err)));
            }
            String text = Files.readString(out);
            return JSON.readTree(text.substring(Math.max(0, text.lastIndexOf("{\"situations\""))));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AgainstException("interrupted");
        } catch (IOException e) {
            if (e.getMessage() != null && e.getMessage().startsWith("Cannot run program")) {
                throw new AgainstException("no Python at \"" + python
                        + "\"; set SAVANNA_PYTHON to an interpreter with PyTorch, or JAX and Optax");
            }
            throw e;
        } finally {
            Files.deleteIfExists(out);
            Files.deleteIfExists(err);
        }
    }

    private String failure(String log) {
        String last = log.strip().lines().reduce((first, second) -> second).orElse("no message");
        return last.startsWith("ModuleNotFoundError")
                ? python + ": " + last + "; set SAVANNA_PYTHON to an interpreter that has what " + file + " imports"
                : last.startsWith(file.toString()) ? last : file + ": " + last;
    }

    private static List<Situation> situations(JsonNode document) {
        List<Situation> situations = new ArrayList<>();
        document.get("situations")
                .forEach(node -> situations.add(new Situation(
                        node.get("name").asText(),
                        Situation.Outcome.of(node.get("outcome").asText()),
                        node.path("step").asInt(),
                        node.path("place").asText(),
                        node.path("theirs").asDouble(),
                        node.path("program").asDouble(),
                        node.path("message").asText())));
        return situations;
    }

    private static void delete(Path folder) {
        if (folder == null) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
