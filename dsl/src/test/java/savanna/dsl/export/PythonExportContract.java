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
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import savanna.dsl.execution.ParameterLayout;
import savanna.dsl.program.Program;

/**
 * Runs exported Python code beside Savanna's engine, and as its users do: each library is tested by a class that
 * extends this one, and skipped where {@link Python} lacks it.
 */
abstract class PythonExportContract {

    @TempDir
    Path folder;

    private final Target target;
    private final String modules;
    private final Pattern entry;

    /**
     * @param modules what Python must import
     * @param entry expression for what an exported module is for: its class or function
     */
    PythonExportContract(Target target, String modules, String entry) {
        this.target = target;
        this.modules = modules;
        this.entry = Pattern.compile(entry);
    }

    @BeforeEach
    void assumePython() throws IOException, InterruptedException {
        Python.assume(modules);
    }

    private static Map<String, Program> all() throws IOException {
        Map<String, Program> programs = Trials.programs();
        programs.putAll(Trials.found());
        return programs;
    }

    @Test
    void shouldStepAsTheEngineDoes() throws IOException, InterruptedException {
        compare(all(), Trials.LAYOUT);
    }

    /** Python's keywords, some of its functions, and all words of exported code as states and variables. */
    @Test
    void shouldLetVariablesHaveAnyName() throws IOException, InterruptedException {
        Set<String> words = Trials.words(target, Trials.programs(), """
                False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise
                return try while with yield match case type print len range float int min max map filter object __debug__ __class__ __init__ _fields _replace index np self tree leaf""");
        Map<String, Program> programs = Trials.naming(words, false);
        programs.putAll(Trials.naming(words, true));
        compare(programs, Trials.LAYOUT);
    }

    /** Some are syntax errors as names of a class or a function, others would hide what the module needs. */
    @Test
    void shouldLetOptimizersHaveAnyName() throws IOException, InterruptedException {
        Program program = Trials.programs().get("whole-model");
        Map<String, Program> programs = new LinkedHashMap<>();
        Stream.of(
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
                        "2nd")
                .forEach(name -> programs.put(name, program));
        compare(programs, Trials.LAYOUT);
    }

    /** What users of the library pass and meet, each in a function of the script. */
    @Test
    void shouldBehaveAsTheLibrarysOwn() throws IOException, InterruptedException {
        Map<String, Program> programs = all();
        programs.putAll(MatrixTrials.programs());
        for (Map.Entry<String, Program> program : programs.entrySet()) {
            export(program.getKey(), program.getValue());
        }
        assertThat(Python.script(target.name().toLowerCase(Locale.ROOT) + "_behaviour.py", folder))
                .isEmpty();
    }

    /** In Optax eigenvalues have 32 bits and in the engine 64: some digits of what is divided by the least. */
    @Test
    void shouldStepOnMatricesAsTheEngineDoes() throws IOException, InterruptedException {
        compare(MatrixTrials.programs(), MatrixTrials.LAYOUT);
    }

    private String module(String program) {
        return target.fileName(program).replace(".py", "");
    }

    /** Writes the module. @return its code */
    private String export(String name, Program program) throws IOException {
        String code = target.export(program, name, "The program " + name + ".");
        Files.writeString(folder.resolve(target.fileName(name)), code);
        return code;
    }

    private String entryOf(String code) {
        return entry.matcher(code).results().findFirst().orElseThrow().group(1);
    }

    private void compare(Map<String, Program> programs, ParameterLayout layout)
            throws IOException, InterruptedException {
        List<List<Object>> exported = new ArrayList<>();
        for (Map.Entry<String, Program> program : programs.entrySet()) {
            String code = export(program.getKey(), program.getValue());
            exported.add(List.of(module(program.getKey()), entryOf(code), Trials.isScheduled(program.getValue())));
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
                        exported,
                        "start",
                        leaves(Trials.start(layout), layout),
                        "gradients",
                        gradients,
                        "schedule",
                        schedule));
        assertThat(Python.script("run_" + target.name().toLowerCase(Locale.ROOT) + ".py", folder))
                .isEmpty();
        JsonNode out = json.readTree(folder.resolve("out.json").toFile());
        for (Map.Entry<String, Program> program : programs.entrySet()) {
            float[][] expected = Trials.expected(program.getValue(), layout);
            // Later two eigenvalues come near each other, and their vectors turn at a rounding.
            int steps = program.getKey().equals("eigenbasis") ? 5 : Trials.STEPS;
            JsonNode trace = out.get(module(program.getKey()));
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
