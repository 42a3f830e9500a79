package savanna.dsl.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.analysis.Analysis;
import savanna.dsl.execution.Engine;
import savanna.dsl.execution.Optimizer;
import savanna.dsl.execution.ParameterLayout;
import savanna.dsl.program.Program;

class ProgramLibraryTest {

    static Stream<String> names() {
        return ProgramLibrary.names().stream();
    }

    @Test
    void shouldListEveryProgramOfTheResultsFolder() throws IOException {
        Path results = Path.of(System.getProperty("savanna.root"), "results");
        try (Stream<Path> files = Files.list(results)) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".program"))
                            .map(name -> name.replace(".program", "")))
                    .containsExactlyInAnyOrderElementsOf(ProgramLibrary.names());
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldShipValidProgramsWithoutRedundancyAndWithASource(String name) {
        Analysis analysis = AbstractExecution.of(ProgramLibrary.find(name).orElseThrow());
        assertThat(analysis.isValid()).isTrue();
        assertThat(ProgramLibrary.summary(name).orElseThrow()).matches(".*(19|20)\\d\\d.*");
        if (!name.equals("lion-raw")) {
            assertThat(analysis.pruned()).isEqualTo(analysis.program());
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldTellEachProgramWithItsSizeInTheTable(String name) throws IOException {
        Program program = ProgramLibrary.find(name).orElseThrow();
        assertThat(Files.readString(Path.of(System.getProperty("savanna.root"), "results", "README.md")))
                .contains("| `" + name + "` | " + program.statements().size() + " | "
                        + String.join(", ", program.states()) + " |");
    }

    @Test
    void shouldPassTheCheckThatKerasPublishesForLion() {
        // keras/optimizers/lion_test.py: test_correctness_with_golden; ones(10), rate 0.001, no decay, beta_2 0.99.
        String lion = ProgramLibrary.text("lion")
                .orElseThrow()
                .replace("0.0001", "0.001")
                .replace("w * 0.1", "w * 0.0");
        Optimizer optimizer = Engine.block().compile(Program.parse(lion), ParameterLayout.flat(10));
        float[] weights = new float[10];
        Arrays.fill(weights, 1);
        float[] first = new float[10];
        Arrays.fill(first, 0.01f);
        float[] later = new float[10];
        for (int i = 0; i < 10; i++) {
            later[i] = 0.1f * (i + 1);
        }
        double[] golden = {0.999, 0.998, 0.997, 0.996, 0.995};
        for (int step = 0; step < 5; step++) {
            optimizer.step(weights, step == 0 ? first : later, 1);
            for (float weight : weights) {
                assertThat((double) weight).isCloseTo(golden[step], within(1e-6));
            }
        }
    }
}
