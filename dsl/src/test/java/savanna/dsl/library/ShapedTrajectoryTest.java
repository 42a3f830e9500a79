package savanna.dsl.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import savanna.dsl.execution.Engine;
import savanna.dsl.execution.Optimizer;
import savanna.dsl.execution.ParameterLayout;
import savanna.dsl.execution.nd4j.Nd4jEngine;
import savanna.dsl.program.Program;

/**
 * Shipped programs that see the shapes of arrays, on arrays of several shapes, against PyTorch, Optax or the equations
 * of their papers; {@code src/test/python/golden_shapes.py} makes the stored JSON.
 */
class ShapedTrajectoryTest {

    private static final Path FOLDER =
            Path.of(System.getProperty("savanna.root"), "dsl/src/test/resources/savanna/dsl/shapes");
    private static final ObjectMapper JSON = new ObjectMapper();

    static Stream<Path> trajectories() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files
                    .filter(file -> !file.getFileName().toString().startsWith("problem"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("trajectories")
    void shouldFollowTheReference(Path file) throws IOException {
        follow(file, Engine.block());
    }

    @ParameterizedTest
    @MethodSource("trajectories")
    void shouldFollowTheReferenceOnNd4j(Path file) throws IOException {
        follow(file, new Nd4jEngine());
    }

    private static void follow(Path file, Engine engine) throws IOException {
        JsonNode golden = JSON.readTree(file.toFile());
        JsonNode problem = JSON.readTree(
                FOLDER.resolve(golden.get("problem").asText() + ".json").toFile());
        List<Integer> chosen = chosen(problem, golden);
        ParameterLayout.Builder layout = ParameterLayout.builder();
        for (int leaf : chosen) {
            JsonNode described = problem.get("leaves").get(leaf);
            layout.add(
                    described.get("name").asText(),
                    StreamSupport.stream(described.get("shape").spliterator(), false)
                            .mapToInt(JsonNode::asInt)
                            .toArray());
        }
        Optimizer optimizer = engine.compile(program(golden), layout.build());
        float[] weights = floats(problem.get("start"), chosen);
        for (int step = 0; step < 50; step++) {
            optimizer.step(weights, floats(problem.get("gradients").get(step), chosen), 1);
            JsonNode expected = golden.get("weights").get(step);
            for (int i = 0; i < weights.length; i++) {
                float one = (float) expected.get(i).asDouble();
                assertThat(weights[i])
                        .as("%s, step %d, weight %d", golden.get("call").asText(), step, i)
                        .isCloseTo(one, within(1e-5f * Math.max(0.3f, Math.abs(one))));
            }
        }
    }

    /** The shipped program, with what the call of the library has otherwise. */
    private static Program program(JsonNode golden) {
        String text = ProgramLibrary.text(golden.get("program").asText()).orElseThrow();
        for (JsonNode edit : golden.get("edits")) {
            assertThat(text).contains(edit.get(0).asText());
            text = text.replace(edit.get(0).asText(), edit.get(1).asText());
        }
        return Program.parse(text);
    }

    private static List<Integer> chosen(JsonNode problem, JsonNode golden) {
        List<String> names = new ArrayList<>();
        problem.get("leaves").forEach(leaf -> names.add(leaf.get("name").asText()));
        List<Integer> chosen = new ArrayList<>();
        golden.get("leaves").forEach(name -> chosen.add(names.indexOf(name.asText())));
        return chosen;
    }

    private static float[] floats(JsonNode leaves, List<Integer> chosen) {
        List<Float> values = new ArrayList<>();
        chosen.forEach(leaf -> leaves.get(leaf).forEach(value -> values.add((float) value.asDouble())));
        float[] flat = new float[values.size()];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = values.get(i);
        }
        return flat;
    }
}
