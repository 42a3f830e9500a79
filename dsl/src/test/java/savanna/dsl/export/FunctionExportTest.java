package savanna.dsl.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import savanna.dsl.function.Function;
import savanna.dsl.function.Functions;
import savanna.dsl.program.Program;

/**
 * Every function of the table in every target, in 32 bits, near 0, near 1 and at large arguments: exported code keeps
 * what the engine keeps.
 */
class FunctionExportTest {

    /** Where these reach 0 or their argument is large, engine and libraries differ by as much as their bounds allow. */
    private static final Set<String> PERIODIC = Set.of("sin", "cos", "tan");

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
            .build();

    @TempDir
    Path folder;

    private static float[] grid(boolean fine) {
        List<Float> points = new ArrayList<>(List.of(0f, 0.5f, 1f, 2f, 3f, 10f));
        for (int k = fine ? 1 : 6; k <= 24; k += fine ? 1 : 9) {
            points.add((float) Math.pow(10, -k));
            points.add(1 + (float) Math.pow(2, -k));
            points.add(1 - (float) Math.pow(2, -k));
            points.add((float) (1.7 * Math.pow(10, k)));
        }
        points.addAll(List.of(2e-38f, 1e38f, 3e38f, 20f, 50f, 80f, 88f, 100f, Float.POSITIVE_INFINITY));
        List<Float> all = new ArrayList<>(points);
        points.forEach(point -> all.add(-point));
        all.add(Float.NaN);
        float[] grid = new float[all.size()];
        for (int i = 0; i < grid.length; i++) {
            grid[i] = all.get(i);
        }
        return grid;
    }

    private static List<float[]> points(int arity) {
        float[] grid = grid(arity == 1);
        List<float[]> points = new ArrayList<>();
        for (float x : grid) {
            if (arity == 1) {
                points.add(new float[] {x});
                continue;
            }
            for (float y : grid) {
                if (arity == 2) {
                    points.add(new float[] {x, y});
                } else {
                    Stream.of(0f, 0.1f, 0.999f, 1f, -1.5f).forEach(a -> points.add(new float[] {x, y, a}));
                }
            }
        }
        return points;
    }

    private static List<Function> functions() {
        return Functions.paper().stream()
                .filter(function -> function.isElementwise())
                .toList();
    }

    private static Map<String, Program> programs() {
        Map<String, Program> programs = new LinkedHashMap<>();
        for (Function function : functions()) {
            String arguments = String.join(", ", List.of("g", "m", "w").subList(0, function.arity()));
            programs.put(
                    "array-" + function.name(),
                    function.arity() == 1
                            ? Program.parse("def train(w, g, lr):\n  u = " + function.name() + "(g)\n  return u\n")
                            : Program.parse("def train(w, g, m, lr):\n  u = " + function.name() + "(" + arguments
                                    + ")\n  n = m + g\n  return u, n\n"));
            if (function.arity() == 1) {
                programs.put(
                        "scalar-" + function.name(),
                        Program.parse("def train(w, g, lr):\n  u = " + function.name() + "(lr)\n  return u\n"));
            }
        }
        // Such a rate is the update itself.
        programs.remove("scalar-negative");
        return programs;
    }

    private static Function functionOf(String program) {
        return Functions.get(program.replaceAll("^(array|scalar)-|-lists$", ""));
    }

    @Test
    void shouldKeepInPyTorchWhatTheEngineKeeps() throws Exception {
        Python.assume("torch");
        compare(Target.PYTORCH);
    }

    @Test
    void shouldKeepInOptaxWhatTheEngineKeeps() throws Exception {
        Python.assume("jax, optax");
        compare(Target.OPTAX);
    }

    private void compare(Target target) throws Exception {
        Map<String, List<float[]>> points = new LinkedHashMap<>();
        for (Map.Entry<String, Program> program : programs().entrySet()) {
            String file = target.fileName(program.getKey());
            Files.writeString(folder.resolve(file), target.export(program.getValue(), program.getKey(), "X."));
            points.put(
                    program.getKey().replace('-', '_'),
                    points(functionOf(program.getKey()).arity()));
        }
        JSON.writeValue(folder.resolve("functions.json").toFile(), points);
        assertThat(Python.script("run_functions.py", folder, target.name().toLowerCase()))
                .isEmpty();
        JsonNode values = JSON.readTree(folder.resolve("values.json").toFile());
        List<String> wrong = new ArrayList<>();
        values.fieldNames().forEachRemaining(name -> {
            List<Float> actual = new ArrayList<>();
            values.get(name).forEach(value -> actual.add((float) value.asDouble()));
            check(name.replaceFirst("_", "-"), actual, wrong);
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void shouldKeepInNd4jWhatTheEngineKeeps() throws Exception {
        Map<String, Program> programs = programs();
        List<String> wrong = new ArrayList<>();
        try (CompiledUpdaters updaters = new CompiledUpdaters(programs, folder)) {
            for (String name : programs.keySet()) {
                if (functionOf(name).arity() < 3) {
                    check(name, nd4j(updaters.updater(name), name), wrong);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static List<Float> nd4j(IUpdater config, String name) {
        List<float[]> points = points(functionOf(name).arity());
        List<Float> actual = new ArrayList<>();
        if (name.startsWith("scalar")) {
            for (float[] point : points) {
                config.setLrAndSchedule(point[0], null);
                INDArray gradient = Nd4j.zeros(1, 1);
                config.instantiate((INDArray) null, true).applyUpdater(gradient, 0, 0);
                actual.add(gradient.getFloat(0));
            }
            return actual;
        }
        INDArray gradient = Nd4j.zeros(1, points.size());
        INDArray state = Nd4j.zeros(1, points.size());
        for (int i = 0; i < points.size(); i++) {
            gradient.putScalar(i, points.get(i)[0]);
            state.putScalar(i, points.get(i)[points.get(i).length - 1]);
        }
        GradientUpdater<?> updater = config.instantiate(config.stateSize(points.size()) == 0 ? null : state, false);
        updater.applyUpdater(gradient, 0, 0);
        for (int i = 0; i < points.size(); i++) {
            actual.add(gradient.getFloat(i));
        }
        return actual;
    }

    private static void check(String name, List<Float> actual, List<String> wrong) {
        Function function = functionOf(name);
        List<float[]> points = points(function.arity());
        assertThat(actual).as(name).hasSameSizeAs(points);
        int found = 0;
        for (int i = 0; i < points.size(); i++) {
            float expected = function.at(points.get(i));
            if (!agrees(function, points.get(i), actual.get(i), expected) && ++found <= 4) {
                wrong.add(name + java.util.Arrays.toString(points.get(i)) + " = " + actual.get(i) + ", expected "
                        + expected);
            }
        }
    }

    private static boolean agrees(Function function, float[] point, float actual, float expected) {
        if (actual == expected || Float.isNaN(actual) && Float.isNaN(expected)) {
            return true;
        }
        if (PERIODIC.contains(function.name())) {
            return Math.abs(point[0]) > 8192 || Math.abs(actual - expected) <= 1e-6 * (1 + expected * expected);
        }
        // What is beyond the floats, or below the normal ones, may be either side.
        if (function.name().equals("interp") && Math.max(Math.abs(point[0]), Math.abs(point[1])) > 1e38) {
            return true;
        }
        boolean huge = Math.abs(expected) > 3.3e38 || Math.abs(actual) > 3.3e38;
        if (huge && !Float.isNaN(actual) && !Float.isNaN(expected)) {
            return Math.abs(expected) > 1e38 && Math.abs(actual) > 1e38;
        }
        return Math.abs(actual - expected) <= 1e-5 * Math.abs(expected) + 2 * Float.MIN_NORMAL;
    }
}
