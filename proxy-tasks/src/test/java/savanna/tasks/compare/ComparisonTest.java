package savanna.tasks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import savanna.dsl.library.ProgramLibrary;
import savanna.dsl.program.Program;
import savanna.tasks.Outcome;
import savanna.tasks.Task;
import savanna.tasks.TaskCatalog;
import savanna.tasks.TrainingResult.CurvePoint;
import savanna.tasks.training.Tasks;
import savanna.tasks.training.TrainingQueue;
import savanna.tasks.training.TrainingService;

class ComparisonTest {
    private static final Task TASK = TaskCatalog.find("digits-mlp");

    private static Contender shipped(String name) {
        return new Contender(name, ProgramLibrary.find(name).orElseThrow());
    }

    private static Contender program(String name, String update) {
        return new Contender(name, Program.parse("def train(w, g, lr):\n  update = " + update + "\n  return update"));
    }

    private static List<Standing> compare(int threads, Contender... contenders) {
        return compare(new Comparison(TASK, 3, 6, 7), threads, contenders);
    }

    private static List<Standing> compare(Comparison comparison, int threads, Contender... contenders) {
        try (TrainingService trainings = TrainingQueue.local(threads, Tasks.of(comparison.task()))) {
            return comparison.run(List.of(contenders), trainings, phase -> {});
        }
    }

    @Test
    void shouldRankByTheTestSplitOnFreshSeedsAfterTuning() {
        List<Standing> standings = compare(1, program("idle", "g * 0.0000000001"), shipped("adamw"), shipped("lion"));
        assertThat(standings).extracting(Standing::name).last().isEqualTo("idle");
        assertThat(standings)
                .allSatisfy(standing -> assertThat(standing.runs())
                        .extracting(Standing.FreshRun::seed)
                        .hasSize(3)
                        .doesNotContainAnyElementsOf(TASK.searchSeeds()));
        assertThat(standings.get(0).test().getAsDouble())
                .isLessThan(standings.get(1).test().getAsDouble())
                .isBetween(0.4, 1.2);
        assertThat(standings.stream().mapToInt(Standing::wins).sum()).isEqualTo(3);
        assertThat(standings.get(0).standardError().getAsDouble()).isBetween(1e-5, 0.3);
        assertThat(standings.get(0).curve()).hasSize(40);
        assertThat(standings)
                .filteredOn(standing -> standing.name().equals("adamw"))
                .extracting(Standing::stateBytes)
                .containsExactly(8.0);
        assertThat(standings)
                .filteredOn(standing -> standing.name().equals("lion"))
                .extracting(Standing::stateBytes)
                .containsExactly(4.0);
    }

    /** A column and a row of each array keep next to nothing, a number of the whole model even less. */
    @Test
    void shouldCountTheBytesThatStatesOfAllKindsKeep() {
        Contender square = new Contender(
                "square",
                Program.parse("def train(w, g, r, lr):\n  t = transpose(g)\n  s = matmul(t, g)\n"
                        + "  r = interp(s, r, 0.9)\n  u = matmul(g, r)\n  u = u * lr\n  return u, r\n"));
        List<Standing> standings = compare(1, shipped("adafactor"), square);
        assertThat(standings)
                .filteredOn(standing -> standing.name().equals("adafactor"))
                // (64 + 32) + (1 + 32) + (32 + 10) + (1 + 10) numbers, and a count.
                .extracting(Standing::stateBytes)
                .satisfiesExactly(bytes -> assertThat(bytes).isCloseTo(4 * (182 + 1.0) / 2410, within(1e-9)));
        assertThat(standings)
                .filteredOn(standing -> standing.name().equals("square"))
                .extracting(Standing::stateBytes)
                // Two matrices of 32 and of 10 columns, and their biases: 2 (32^2 + 10^2) numbers for 2,410 parameters.
                .satisfiesExactly(
                        bytes -> assertThat(bytes).isCloseTo(4 * 2 * (32.0 * 32 + 10 * 10) / 2410, within(1e-9)));
    }

    @Test
    void shouldGiveTheSameOnOneAndTwoThreads() {
        List<Standing> one = compare(1, shipped("adamw"), shipped("signsgd"));
        List<Standing> two = compare(2, shipped("adamw"), shipped("signsgd"));
        assertThat(two)
                .extracting(Standing::runs)
                .isEqualTo(one.stream().map(Standing::runs).toList());
        assertThat(two)
                .extracting(Standing::multipliers)
                .isEqualTo(one.stream().map(Standing::multipliers).toList());
    }

    @Test
    void shouldGiveNoNumberToAProgramThatDoesNotTrain() {
        Standing standing =
                compare(1, shipped("sgd"), program("wild", "g * 1e30")).get(1);
        assertThat(standing.name()).isEqualTo("wild");
        assertThat(standing.isTrained()).isFalse();
        assertThat(standing.test()).isEmpty();
        assertThat(standing.wins()).isZero();
        assertThat(compare(new Comparison(TASK, 2, 1, 0), 1, program("wild", "g * 1e30"))
                        .get(0)
                        .failures())
                .isNotEmpty()
                .doesNotContainKey(Outcome.TRAINED);
    }

    @Test
    void shouldScoreTheCurveWhereTheTaskSays(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(
                folder.resolve("mine.yaml"),
                "data:\n  kind: digits\nmodel:\n  kind: mlp\nrecipe:\n  batch: 16\n  steps: 80\n  validate-at: [0.1, 0.5]\n");
        Standing standing = compare(new Comparison(TaskCatalog.find(file.toString()), 2, 1, 0), 1, shipped("adamw"))
                .get(0);
        assertThat(standing.curve()).extracting(CurvePoint::step).containsExactly(8, 40, 80);
        assertThat(standing.curve().get(2).value())
                .isEqualTo(standing.validation().getAsDouble())
                .isLessThan(standing.curve().get(0).value());
    }

    @Test
    void shouldRefuseNoSeeds() {
        assertThatThrownBy(() -> new Comparison(TASK, 0, 1, 0)).hasMessageContaining("0 seeds");
    }
}
