package savanna.dsl.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import savanna.dsl.execution.ParameterLayout;
import savanna.dsl.program.Program;

/**
 * Runs exported PyTorch and Optax code beside Savanna's engine, and as their users do; where {@link Python} lacks the
 * library the test is skipped.
 */
class PythonExportTest {

    @TempDir
    Path folder;

    @Test
    void shouldRunAsPyTorchOptimizers() throws IOException, InterruptedException {
        Python.assume("torch");
        compare(all(), Target.PYTORCH);
    }

    private static Map<String, Program> all() throws IOException {
        Map<String, Program> programs = Trials.programs();
        programs.putAll(Trials.found());
        return programs;
    }

    @Test
    void shouldRunAsOptaxTransformations() throws IOException, InterruptedException {
        Python.assume("jax, optax");
        compare(all(), Target.OPTAX);
    }

    @Test
    void shouldLetVariablesHaveAnyNameInPyTorch() throws IOException, InterruptedException {
        Python.assume("torch");
        compare(naming(Target.PYTORCH), Target.PYTORCH);
    }

    @Test
    void shouldLetVariablesHaveAnyNameInOptax() throws IOException, InterruptedException {
        Python.assume("jax, optax");
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
        Python.assume("torch, jax, optax");
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

    /** What users of PyTorch pass and meet, each in a function of the script. */
    @Test
    void shouldBehaveAsPyTorchsOwnOptimizers() throws IOException, InterruptedException {
        Python.assume("torch");
        behave("pytorch_behaviour.py", Target.PYTORCH);
    }

    @Test
    void shouldBehaveAsOptaxsOwnTransformations() throws IOException, InterruptedException {
        Python.assume("jax, optax");
        behave("optax_behaviour.py", Target.OPTAX);
    }

    private void behave(String script, Target target) throws IOException, InterruptedException {
        Map<String, Program> programs = all();
        programs.putAll(MatrixTrials.programs());
        for (Map.Entry<String, Program> program : programs.entrySet()) {
            Files.writeString(
                    folder.resolve(target.fileName(program.getKey())),
                    target.export(program.getValue(), program.getKey(), "The program " + program.getKey() + "."));
        }
        assertThat(Python.script(script, folder)).isEmpty();
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

    /**
     * Of Optax too, where eigenvalues have 32 bits and the engine has 64: some digits of what is divided by the least.
     */
    @Test
    void shouldStepOnMatricesAsTheEngineDoes() throws IOException, InterruptedException {
        Python.assume("torch");
        compare(MatrixTrials.programs(), Target.PYTORCH, MatrixTrials.LAYOUT);
    }

    @Test
    void shouldStepOnMatricesInOptaxAsTheEngineDoes() throws IOException, InterruptedException {
        Python.assume("jax, optax");
        compare(MatrixTrials.programs(), Target.OPTAX, MatrixTrials.LAYOUT);
    }

    private void compare(Map<String, Program> programs, Target target) throws IOException, InterruptedException {
        compare(programs, target, Trials.LAYOUT);
    }

    private void compare(Map<String, Program> programs, Target target, ParameterLayout layout)
            throws IOException, InterruptedException {
        String script = target == Target.PYTORCH ? "run_pytorch.py" : "run_optax.py";
        List<List<Object>> modules = new ArrayList<>();
        for (Map.Entry<String, Program> program : programs.entrySet()) {
            String file = target.fileName(program.getKey());
            String code = target.export(program.getValue(), program.getKey(), "The program " + program.getKey() + ".");
            Files.writeString(folder.resolve(file), code);
            modules.add(List.of(file.replace(".py", ""), entry(code, target), Trials.isScheduled(program.getValue())));
        }
        ObjectMapper json = JsonMapper.builder()
                .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                .build();
        List<Float> schedule = new ArrayList<>();
        List<Object> gradients = new ArrayList<>();
        for (int step = 0; step < Trials.STEPS; step++) {
            schedule.add(Trials.schedule(step));
            gradients.add(leaves(Trials.gradients(layout)[step], layout));
        }
        json.writeValue(
                folder.resolve("data.json").toFile(),
                Map.of(
                        "programs",
                        modules,
                        "start",
                        leaves(Trials.start(layout), layout),
                        "gradients",
                        gradients,
                        "schedule",
                        schedule));
        assertThat(Python.script(script, folder)).isEmpty();
        JsonNode out = json.readTree(folder.resolve("out.json").toFile());
        for (Map.Entry<String, Program> program : programs.entrySet()) {
            float[][] expected = Trials.expected(program.getValue(), layout);
            // Later two eigenvalues come near each other, and their vectors turn at a rounding.
            int steps = program.getKey().equals("eigenbasis") ? 5 : Trials.STEPS;
            JsonNode trace = out.get(target.fileName(program.getKey()).replace(".py", ""));
            for (int step = 0; step < steps; step++) {
                int i = 0;
                for (JsonNode leaf : trace.get(step)) {
                    for (JsonNode number : leaf) {
                        float reached = (float) number.asDouble();
                        assertThat(Trials.agree(reached, expected[step][i]))
                                .as(
                                        "%s, step %d, parameter %d: %s, expected %s",
                                        program.getKey(), step, i, reached, expected[step][i])
                                .isTrue();
                        i++;
                    }
                }
                assertThat(i).isEqualTo(layout.size());
            }
        }
    }

    /** The leaves of a flat vector, as lists of lists by their shapes. */
    private static List<Object> leaves(float[] flat, ParameterLayout layout) {
        List<Object> leaves = new ArrayList<>();
        for (ParameterLayout.Leaf leaf : layout.leaves()) {
            leaves.add(nested(flat, leaf.offset(), leaf.shape()));
        }
        return leaves;
    }

    private static Object nested(float[] flat, int offset, List<Integer> shape) {
        if (shape.isEmpty()) {
            return flat[offset];
        }
        List<Integer> rest = shape.subList(1, shape.size());
        int size = rest.stream().reduce(1, (x, y) -> x * y);
        List<Object> parts = new ArrayList<>();
        for (int i = 0; i < shape.get(0); i++) {
            parts.add(nested(flat, offset + i * size, rest));
        }
        return parts;
    }
}
