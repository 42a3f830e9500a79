package savanna.search.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import savanna.dsl.program.Program;
import savanna.search.Runs;
import savanna.search.chart.Chart;
import savanna.search.store.RunFolder;
import savanna.search.store.RunQueries;
import savanna.search.text.Verdicts;

class RunReportTest {

    @TempDir
    Path folder;

    @Test
    void shouldTellTheStoryOfARunInOneFile() throws Exception {
        Path path = folder.resolve("run");
        Runs.run(Runs.config(Runs.WHOLE), path);
        try (RunQueries run = RunQueries.open(path)) {
            Program winner = Program.parse(Files.readString(RunFolder.winnerFile(path)));
            String html = new RunReport(
                            "a <run>",
                            "task: x",
                            run,
                            Optional.of(winner),
                            List.of(),
                            step -> List.of("- " + step.rule()))
                    .html();
            assertThat(html)
                    .contains(
                            "Run a &lt;run&gt;",
                            "Funnel: who dropped out where",
                            "Meta-validation",
                            "Pareto front",
                            "Derivation",
                            "discovered_pytorch.py",
                            "prefers-color-scheme: dark",
                            "@media print");
            assertThat(html)
                    .contains(
                            new Verdicts(run.rankings()).reasoned(run.rankings().get(0)))
                    .contains(run.best(1).get(0).hash().substring(0, 8));
            // The front is that of inspect; what is folded is printed.
            assertThat(run.paretoFront())
                    .allMatch(row -> html.contains("<td>" + row.hash().substring(0, 8) + "</td>"));
            assertThat(html)
                    .contains(
                            "Task regression, from adamw",
                            "<th class=\"n\">fitness</th>",
                            "details::details-content { content-visibility: visible",
                            "chosen</td>");
            // Self-contained: nothing is fetched.
            assertThat(html)
                    .doesNotContain("<script", "src=", "href=", "@import", "url(")
                    .doesNotContain("a <run>");
            assertThat(html.split("<details", -1)).hasSameSizeAs(html.split("</details>", -1));
        }
    }

    @Test
    void shouldSayWhereNothingWasMeasured() {
        assertThat(Pieces.figureOf(new Chart("Empty", "x", "y", List.of())).render())
                .contains("Empty: nothing was measured");
    }

    @Test
    void shouldEscapeWhateverATextHolds() {
        String hostile = "<script>alert(1)</script>&\"'";
        String rendered =
                Pieces.tableOf(List.of(hostile), List.of(List.of(hostile))).render()
                        + Pieces.folded(hostile, Pieces.code(hostile), Pieces.note(hostile))
                                .render()
                        + Pieces.difference(List.of("+ " + hostile, "- " + hostile, hostile))
                                .render();
        assertThat(rendered)
                .doesNotContain("<script")
                .contains("<td>&lt;script&gt;", "<summary>&lt;script&gt;", "<span class=\"plus\">+ &lt;script&gt;");
    }
}
