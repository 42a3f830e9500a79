package savanna.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import savanna.dsl.library.ProgramLibrary;

class TaskFileTest {
    private static final String TASK = """
            data:
              kind: digits
            model:
              kind: mlp
              hidden: [8]
            recipe:
              batch: 4
              steps: 5
              hurdles: [0.5]
            """;

    @TempDir
    private Path folder;

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("mine.yaml"), text);
    }

    @Test
    void shouldFindATaskByPath() throws IOException {
        LocalTask task = TaskCatalog.local(write(TASK).toString());
        assertThat(task.name()).isEqualTo("mine");
        assertThat(task.layout().size()).isEqualTo(65 * 8 + 9 * 10);
        assertThat(task.steps()).isEqualTo(5);
    }

    @Test
    void shouldTakeSeveralHurdlesOnOneStep() throws IOException {
        LocalTask task =
                TaskCatalog.local(write(TASK.replace("steps: 5", "steps: 10").replace("[0.5]", "[0.11, 0.15, 0.5]"))
                        .toString());
        TrainingResult good =
                Trainings.train(task, ProgramLibrary.find("adamw").orElseThrow(), List.of(1L), Hurdles.none());
        assertThat(good.runs().get(0).hurdleLosses())
                .hasSize(3)
                .satisfies(losses ->
                        assertThat(losses.get(0)).isEqualTo(losses.get(1)).isNotEqualTo(losses.get(2)));
        assertThat(Hurdles.behind(good, task, 1.2).bounds()).hasSize(3);
    }

    /** A loss may be a logarithm of densities, or minus a reward. */
    @Test
    void shouldSetHurdlesBehindLossesBelowZeroToo() throws IOException {
        LocalTask task = TaskCatalog.local(write(TASK).toString());
        TrainingResult good =
                TrainingResult.of(List.of(TrainingResult.Run.trained(1, -3, task.steps(), List.of(-2.0))));
        double bound = Hurdles.behind(good, task, 1.5).bounds().get(0).loss();
        assertThat(bound).as("half of the loss behind it").isEqualTo(-1);
        assertThat(Hurdles.behindWorst(good, task, 1.5).judged(good.runs().get(0), task))
                .as("a program does not fall at hurdles behind itself")
                .contains(good.runs().get(0));
    }

    /** A root folder has no file name. */
    @Test
    void shouldRefuseARootFolder() {
        assertThatThrownBy(() -> TaskCatalog.find("/"))
                .isInstanceOf(TaskException.class)
                .hasMessageStartingWith("/: cannot be read");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "noisy-quadratic | noisy-quadratik | 2: problem.kind: expected one of least-squares, noisy-quadratic or a problem of a jar",
                "[[1, 2], [3]] | [] | 3: problem.blocks: expected lists of eigenvalues",
                "[[1, 2], [3]] | [[1, -2], [3]] | 3: problem.blocks: expected lists of positive eigenvalues",
                "[[1, 2], [3]] | [[1, 2], []] | 3: problem.blocks: expected lists of positive eigenvalues",
                "'steps: 5' | 'steps: 5, metric: loss' | recipe.metric: only tasks with data have one; remove it",
                "'recipe:' | 'data: {kind: digits}\nrecipe:' | 4: data: a task has a problem, or data and a model; remove one of them",
            })
    void shouldNameTheLineOfWhatIsWrongInAProblem(String from, String to, String message) throws IOException {
        String text = """
                problem:
                  kind: noisy-quadratic
                  blocks: [[1, 2], [3]]
                recipe: {batch: 1, steps: 5}
                """;
        assertThat(TaskCatalog.find(write(text).toString()).layout().leaves()).hasSize(2);
        Path path = write(text.replace(from, to.replace("\\n", "\n")));
        assertThatThrownBy(() -> TaskCatalog.find(path.toString()))
                .isInstanceOf(TaskException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kind: mlp | kind: mpl | 4: model.kind: expected one of",
                "kind: mlp | kind: mpl | did you mean \"mlp\"?",
                "kind: digits | kind: digit | 2: data.kind: expected one of",
                "hidden | hiden | 5: unknown key \"hiden\" in model; did you mean \"hidden\"?",
                "steps: 5 | steps: many | 8: recipe.steps: expected a whole number",
                "steps: 5 | stepps: 5 | 8: unknown key \"stepps\" in recipe; did you mean \"steps\"?",
                "batch: 4 | batch: 0 | 7: recipe.batch: expected a whole number of at least 1, found 0",
                "[0.5] | [0.5, 0.4] | recipe: hurdles at [0.5, 0.4]; expected rising shares",
                "hurdles: [0.5] | validate-at: [0.5, 0.2] | recipe: validation at [0.5, 0.2]; expected rising shares",
                "hurdles: [0.5] | validate-at: [0] | recipe: validation at [0.0]; expected shares in (0, 1]",
                "hurdles: [0.5] | call-limit: 0 | 9: recipe.call-limit: expected a whole number of at least 1, found 0",
                "[8] | [1000000, 1000000] | 4: model: a model that is too large; expected one that fits into the Java heap",
                "[8] | [20000, 20000] | 4: model: a model of 401520010 parameters; expected",
                "steps: 5 | steps: 200000000 | 8: recipe.steps: expected a whole number from 1 to 10000000, found 200000000",
                "kind: mlp | kind: own | or a model of a jar that SAVANNA_CLASSPATH names",
                "[8] | [0] | 5: model.hidden[0]: expected a whole number"
            })
    void shouldNameTheLineOfWhatIsWrong(String from, String to, String message) throws IOException {
        Path path = write(TASK.replace(from, to));
        assertThatThrownBy(() -> TaskCatalog.find(path.toString()))
                .isInstanceOf(TaskException.class)
                .hasMessageStartingWith(path.toString())
                .hasMessageContaining(message);
    }
}
