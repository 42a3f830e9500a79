package savanna.tasks.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import savanna.dsl.execution.Engine;
import savanna.dsl.library.ProgramLibrary;
import savanna.tasks.LocalTask;
import savanna.tasks.Outcome;
import savanna.tasks.TaskCatalog;
import savanna.tasks.TrainingRequest;
import savanna.tasks.data.DataException;

class TaskProposalTest {
    private static final Sheet IRIS = Sheet.of("iris");

    @TempDir
    private Path folder;

    private TaskProposal propose(String text, String label) throws IOException {
        Path file = Files.writeString(folder.resolve("mine.csv"), text);
        return TaskProposal.of(file, "mine.csv", Optional.ofNullable(label));
    }

    private LocalTask task(TaskProposal proposal) throws IOException {
        return TaskCatalog.local(
                Files.writeString(folder.resolve("mine.yaml"), proposal.yaml()).toString());
    }

    private static Outcome train(LocalTask task) {
        return task.trainer(Engine.block())
                .train(TrainingRequest.of(task, ProgramLibrary.find("adamw").orElseThrow(), List.of(1L)), 1)
                .outcome();
    }

    /** A file, and lines of the task that is proposed for it. */
    private record Case(String text, String label, List<String> lines) {}

    static Stream<Case> files() {
        return Stream.of(
                new Case(
                        IRIS.first("place", line -> line % 2 == 0 ? "Paris" : "Oslo")
                                .cell(4, 2, "NA")
                                .csv(),
                        "class",
                        List.of("label: 6", "ignore: [1]", "missing: drop", "targets: classes", "standardize: true")),
                new Case(
                        Sheet.diabetes()
                                .first("", line -> Integer.toString(line - 1))
                                .joined(";"),
                        null,
                        List.of("delimiter: semicolon", "label: 7", "targets: numbers", "ignore: [1]", "metric: mse")),
                new Case(
                        Sheet.of("breast-cancer")
                                .labelAt(0)
                                .first("id", line -> Integer.toString(842302 + line * line))
                                .withoutHeader()
                                .csv(),
                        null,
                        List.of("header: false", "label: 2", "ignore: [1]")),
                new Case(
                        Sheet.of("wine").labelAt(0).withoutHeader().joined(";", cell -> cell.replace('.', ',')),
                        "1",
                        List.of("decimal: comma", "label: 1", "ignore: []")),
                new Case(
                        "30,4,setosa,versicolor,virginica\n"
                                + IRIS.withoutHeader()
                                        .csv()
                                        .replace("setosa", "0")
                                        .replace("versicolor", "1")
                                        .replace("virginica", "2"),
                        null,
                        List.of("label: 5")),
                new Case(pixels(), null, List.of("label: 1", "height: 5", "largest: 255")));
    }

    private static String pixels() {
        StringBuilder text = new StringBuilder("label");
        for (int i = 0; i < 25; i++) {
            text.append(",pixel").append(i);
        }
        for (int row = 0; row < 40; row++) {
            text.append('\n').append(row % 3);
            for (int i = 0; i < 25; i++) {
                text.append(',').append((row * 31 + i * 17) % 256);
            }
        }
        return text.append('\n').toString();
    }

    @ParameterizedTest
    @MethodSource("files")
    void shouldProposeATaskThatTrainsAtOnce(Case each) throws IOException {
        TaskProposal proposal = propose(each.text(), each.label());
        assertThat(proposal.yaml().lines().map(line -> line.strip().replaceFirst(" +# .*", "")))
                .containsAll(each.lines());
        LocalTask task = task(proposal);
        assertThat(train(task)).isEqualTo(Outcome.TRAINED);
        assertThat(task.findings()).noneMatch(line -> line.startsWith("hint:"));
    }

    @Test
    void shouldSayWhatItAssumed() throws IOException {
        assertThat(propose(
                                IRIS.first("place", line -> "Oslo" + line)
                                        .first("", Integer::toString)
                                        .csv(),
                                "class")
                        .assumptions())
                .containsExactly(
                        folder.resolve("mine.csv") + ": 30 rows; 7 columns separated by commas; header: in line 1",
                        "label: column 7 \"class\", 3 classes: setosa 10, versicolor 10, virginica 10",
                        "features: 4 columns; left out: column 1; column 2 \"place\"",
                        "column 1, which counts the rows, is left out",
                        "column 2 \"place\" holds texts such as \"Oslo1\" and is left out: a network takes numbers");
    }

    @Test
    void shouldAskForTheLabelWhereTwoColumnsMayBeIt() {
        assertThatThrownBy(() ->
                        propose(Sheet.of("wine").labelAt(0).withoutHeader().csv(), null))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("the label may be column 14, 25 different numbers, or column 1, 3");
    }
}
