package savanna.dsl.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import savanna.dsl.program.Program;

/**
 * Runs exported PyTorch and Optax code beside Savanna's engine. The interpreter is the system property
 * {@code savanna.python}, else the environment variable SAVANNA_PYTHON, else python3; where it lacks the library the
 * test is skipped.
 */
class PythonExportTest {

    @TempDir
    Path folder;

    private static String interpreter() {
        return Optional.ofNullable(System.getProperty("savanna.python"))
                .or(() -> Optional.ofNullable(System.getenv("SAVANNA_PYTHON")))
                .orElse("python3");
    }

    private static String run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        Path log = Files.createTempFile("savanna", ".log");
        builder.redirectOutput(log.toFile());
        try {
            Process process = builder.start();
            if (!process.waitFor(180, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return "no answer within three minutes";
            }
            return process.exitValue() == 0 ? "" : Files.readString(log) + " ";
        } catch (IOException e) {
            return e.getMessage();
        } finally {
            Files.delete(log);
        }
    }

    private static void assumePython(String modules) throws IOException, InterruptedException {
        String failure = run(interpreter(), "-c", "import " + modules);
        assumeTrue(
                failure.isEmpty(),
                () -> "skipped: " + interpreter() + " cannot import " + modules
                        + "; set SAVANNA_PYTHON to one that can (see .ci/run): " + failure.strip());
    }

    @Test
    void shouldRunAsPyTorchOptimizers() throws IOException, InterruptedException {
        assumePython("torch");
        compare(Trials.programs(), Target.PYTORCH);
    }

    @Test
    void shouldRunAsOptaxTransformations() throws IOException, InterruptedException {
        assumePython("jax, optax");
        compare(Trials.programs(), Target.OPTAX);
    }

    @Test
    void shouldLetVariablesHaveAnyNameInPyTorch() throws IOException, InterruptedException {
        assumePython("torch");
        compare(naming(Target.PYTORCH), Target.PYTORCH);
    }

    @Test
    void shouldLetVariablesHaveAnyNameInOptax() throws IOException, InterruptedException {
        assumePython("jax, optax");
        compare(naming(Target.OPTAX), Target.OPTAX);
    }

    /** Python's keywords, some of its functions, and all words of exported code as states and variables. */
    private static Map<String, Program> naming(Target target) {
        Set<String> words = Trials.words(target, Trials.programs(), """
                False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise
                return try while with yield match case type print len range float int min max map filter object __debug__ __class__ __init__ _fields _replace index np self tree leaf""");
        Map<String, Program> programs = Trials.naming(words, false);
        programs.putAll(Trials.naming(words, true));
        return programs;
    }

    /** Some are syntax errors as names of a class or a function, others would hide what the module needs. */
    @Test
    void shouldLetOptimizersHaveAnyName() throws IOException, InterruptedException {
        assumePython("torch, jax, optax");
        Map<String, Program> programs = new LinkedHashMap<>();
        for (String name : List.of(
                "none",
                "true",
                "lambda",
                "value-error",
                "jax",
                "optax",
                "dot",
                "list",
                "zip",
                "optimizer",
                "update",
                "2nd")) {
            programs.put(name, Trials.programs().get("whole-model"));
        }
        compare(programs, Target.PYTORCH);
        compare(programs, Target.OPTAX);
    }

    /** What a module is for: its first class, or its first function. */
    private static String entry(String code, Target target) {
        return Pattern.compile(target == Target.PYTORCH ? "class (\\w+)\\(Optimizer" : "def (\\w+)\\(")
                .matcher(code)
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
    }

    private void compare(Map<String, Program> programs, Target target) throws IOException, InterruptedException {
        String script = target == Target.PYTORCH ? "run_pytorch.py" : "run_optax.py";
        List<List<String>> modules = new ArrayList<>();
        for (Map.Entry<String, Program> program : programs.entrySet()) {
            String file = target.fileName(program.getKey());
            String code = target.export(program.getValue(), program.getKey(), "The program " + program.getKey() + ".");
            Files.writeString(folder.resolve(file), code);
            modules.add(List.of(file.replace(".py", ""), entry(code, target)));
        }
        ObjectMapper json = new ObjectMapper();
        List<Float> schedule = new ArrayList<>();
        List<Object> gradients = new ArrayList<>();
        for (int step = 0; step < Trials.STEPS; step++) {
            schedule.add(Trials.schedule(step));
            gradients.add(leaves(Trials.gradients()[step]));
        }
        json.writeValue(
                folder.resolve("data.json").toFile(),
                Map.of(
                        "programs",
                        modules,
                        "start",
                        leaves(Trials.start()),
                        "gradients",
                        gradients,
                        "schedule",
                        schedule));
        try (InputStream source = PythonExportTest.class.getResourceAsStream(script)) {
            Files.copy(source, folder.resolve(script), StandardCopyOption.REPLACE_EXISTING);
        }
        assertThat(run(interpreter(), folder.resolve(script).toString(), folder.toString()))
                .isEmpty();
        JsonNode out = json.readTree(folder.resolve("out.json").toFile());
        for (Map.Entry<String, Program> program : programs.entrySet()) {
            float[][] expected = Trials.expected(program.getValue());
            JsonNode trace = out.get(target.fileName(program.getKey()).replace(".py", ""));
            for (int step = 0; step < Trials.STEPS; step++) {
                int i = 0;
                for (JsonNode leaf : trace.get(step)) {
                    for (JsonNode number : leaf) {
                        assertThat(number.floatValue())
                                .as("%s, step %d, parameter %d", program.getKey(), step, i)
                                .isCloseTo(expected[step][i], within(2e-5f * Math.max(1, Math.abs(expected[step][i]))));
                        i++;
                    }
                }
                assertThat(i).isEqualTo(Trials.LAYOUT.size());
            }
        }
    }

    /** The leaves of a flat vector; the first as a matrix. */
    private static List<Object> leaves(float[] flat) {
        List<Object> leaves = new ArrayList<>();
        leaves.add(List.of(new float[] {flat[0], flat[1], flat[2]}, new float[] {flat[3], flat[4], flat[5]}));
        leaves.add(new float[] {flat[6], flat[7], flat[8], flat[9]});
        leaves.add(new float[] {flat[10]});
        return leaves;
    }
}
