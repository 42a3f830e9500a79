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
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import savanna.dsl.execution.Engine;
import savanna.dsl.execution.Optimizer;
import savanna.dsl.execution.ParameterLayout;
import savanna.dsl.program.Operand;
import savanna.dsl.program.Program;
import savanna.dsl.program.Statement;

/**
 * Shipped programs against the optimizers of PyTorch and Optax; {@code src/test/python/golden_trajectories.py} makes
 * the stored JSON.
 */
class GoldenTrajectoryTest {

    private static final Path FOLDER =
            Path.of(System.getProperty("savanna.root"), "dsl/src/test/resources/savanna/dsl/golden");

    static Stream<Path> trajectories() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().toList().stream();
        }
    }

    @Test
    void shouldHaveTrajectoriesOfBothLibraries() throws IOException {
        assertThat(trajectories().map(path -> path.getFileName().toString()))
                .contains(
                        "torch-adamw-bias-corrected.json",
                        "torch-amsgrad.json",
                        "torch-nesterov-2.json",
                        "optax-lion.json",
                        "optax-adabelief.json");
    }

    @ParameterizedTest
    @MethodSource("trajectories")
    void shouldFollowTheLibrary(Path file) throws IOException {
        JsonNode golden = new ObjectMapper().readTree(file.toFile());
        ParameterLayout.Builder layout = ParameterLayout.builder();
        golden.get("leaves")
                .forEach(leaf ->
                        layout.add(leaf.get("name").asText(), leaf.get("length").asInt()));
        Program program = withConstants(
                ProgramLibrary.find(golden.get("program").asText()).orElseThrow(), golden.get("constants"));
        Optimizer optimizer = Engine.block().compile(program, layout.build());
        float[] weights = floats(golden.get("start"));
        for (int step = 0; step < 50; step++) {
            optimizer.step(weights, floats(golden.get("gradients").get(step)), 1);
            float[] expected = floats(golden.get("weights").get(step));
            for (int i = 0; i < weights.length; i++) {
                assertThat(weights[i])
                        .as("%s, step %d, weight %d", golden.get("call").asText(), step, i)
                        .isCloseTo(expected[i], within(1e-5f * Math.max(0.3f, Math.abs(expected[i]))));
            }
        }
    }

    private static float[] floats(JsonNode array) {
        float[] values = new float[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) array.get(i).asDouble();
        }
        return values;
    }

    /** Other hyperparameters in place of the program's constants. */
    private static Program withConstants(Program program, JsonNode constants) {
        List<Statement> statements = new ArrayList<>();
        for (Statement statement : program.statements()) {
            List<Operand> arguments = new ArrayList<>();
            for (Operand argument : statement.arguments()) {
                Operand changed = argument;
                for (Map.Entry<String, JsonNode> entry : constants.properties()) {
                    if (argument.equals(Operand.constant(Double.parseDouble(entry.getKey())))) {
                        changed = Operand.constant(
                                Double.parseDouble(entry.getValue().asText()));
                    }
                }
                arguments.add(changed);
            }
            statements.add(new Statement(statement.target(), statement.function(), arguments));
        }
        return program.withStatements(statements);
    }
}
