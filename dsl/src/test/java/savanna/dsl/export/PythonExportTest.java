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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import savanna.dsl.program.Program;

/**
 * Runs exported PyTorch and Optax code beside Savanna's engine. The interpreter is the system property {@code savanna.python}, else the environment
 * variable SAVANNA_PYTHON, else python3; where it lacks the library the test is skipped.
 */
class PythonExportTest {

    @TempDir
    Path folder;

    private static String interpreter() {
        return Optional.ofNullable(System.getProperty("savanna.python")).or(() -> Optional.ofNullable(System.getenv("SAVANNA_PYTHON"))).orElse("python3");
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
        assumeTrue(failure.isEmpty(), () -> "skipped: " + interpreter() + " cannot import " + modules + "; set SAVANNA_PYTHON to one that can (see .ci/run): " + failure.strip());
    }

    @Test
    void shouldRunAsPyTorchOptimizers() throws IOException, InterruptedException {
        assumePython("torch");
        compare(Target.PYTORCH, "run_pytorch.py", Frame::className);
    }

    @Test
    void shouldRunAsOptaxTransformations() throws IOException, InterruptedException {
        assumePython("jax, optax");
        compare(Target.OPTAX, "run_optax.py", name -> name.replace('-', '_'));
    }

    private void compare(Target target, String script, Function<String, String> entry) throws IOException, InterruptedException {
        Map<String, Program> programs = Trials.programs();
        List<List<String>> modules = new ArrayList<>();
        for (Map.Entry<String, Program> program : programs.entrySet()) {
            String file = target.fileName(program.getKey());
            Files.writeString(folder.resolve(file), target.export(program.getValue(), program.getKey(), "The program " + program.getKey() + "."));
            modules.add(List.of(file.replace(".py", ""), entry.apply(program.getKey())));
        }
        ObjectMapper json = new ObjectMapper();
        List<Float> schedule = new ArrayList<>();
        List<Object> gradients = new ArrayList<>();
        for (int step = 0; step < Trials.STEPS; step++) {
            schedule.add(Trials.schedule(step));
            gradients.add(leaves(Trials.gradients()[step]));
        }
        json.writeValue(folder.resolve("data.json").toFile(), Map.of("programs", modules, "start", leaves(Trials.start()), "gradients", gradients, "schedule", schedule));
        try (InputStream source = PythonExportTest.class.getResourceAsStream(script)) {
            Files.copy(source, folder.resolve(script));
        }
        assertThat(run(interpreter(), folder.resolve(script).toString(), folder.toString())).isEmpty();
        JsonNode out = json.readTree(folder.resolve("out.json").toFile());
        for (Map.Entry<String, Program> program : programs.entrySet()) {
            float[][] expected = Trials.expected(program.getValue());
            JsonNode trace = out.get(target.fileName(program.getKey()).replace(".py", ""));
            for (int step = 0; step < Trials.STEPS; step++) {
                int i = 0;
                for (JsonNode leaf : trace.get(step)) {
                    for (JsonNode number : leaf) {
                        assertThat(number.floatValue()).as("%s, step %d, parameter %d", program.getKey(), step, i).isCloseTo(expected[step][i], within(2e-5f * Math.max(1, Math.abs(expected[step][i]))));
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
