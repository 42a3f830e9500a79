package savanna.search.report;

import static j2html.TagCreator.b;
import static j2html.TagCreator.each;
import static j2html.TagCreator.li;
import static j2html.TagCreator.p;
import static j2html.TagCreator.span;
import static j2html.TagCreator.ul;

import j2html.tags.DomContent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import savanna.dsl.algebra.Derivation;
import savanna.search.config.TaskConfig;
import savanna.search.store.RunQueries;
import savanna.search.store.StageTable;
import savanna.search.text.Numbers;
import savanna.search.text.Words;
import savanna.tasks.yaml.YamlNode;

/** What the run was about, in a few numbers. */
record StorySection(RunQueries run, Optional<Derivation> derivation) {

    List<DomContent> parts() {
        return List.of(
                p("Task " + tasks() + ", from " + said("start") + ", seed " + said("seed") + "."),
                facts(),
                Pieces.tableOf(
                        List.of("stage", "kind", "programs", "trained", "time", "ended by"),
                        run.stages().stream().map(StorySection::row).toList()),
                Pieces.note("Of the trained functions, those that the searches started from included: "
                        + String.join(
                                ", ",
                                run.outcomes().stream()
                                        .map(row -> Numbers.count(row.functions()) + " " + Words.of(row.outcome()))
                                        .toList())
                        + "; " + Words.of(run.trainings()) + "."));
    }

    private String tasks() {
        List<String> names = TaskConfig.names(run.config());
        return names.isEmpty() ? "unknown" : String.join(" + ", names);
    }

    /** A value of the config as it stands there. */
    private String said(String key) {
        return run.config()
                .node(key)
                .filter(YamlNode.Scalar.class::isInstance)
                .map(node -> ((YamlNode.Scalar) node).text())
                .orElse("unknown");
    }

    private DomContent facts() {
        Map<String, RunQueries.ProgressRow> last = new LinkedHashMap<>();
        run.progress().forEach(row -> last.put(row.stage(), row));
        long programs = sum(last, RunQueries.ProgressRow::programs);
        long evaluations = sum(last, RunQueries.ProgressRow::evaluations);
        long statements = sum(last, RunQueries.ProgressRow::statements);
        long redundant = sum(last, RunQueries.ProgressRow::redundantStatements);
        List<DomContent> facts = new ArrayList<>();
        facts.add(fact(Numbers.count(programs), "programs made"));
        facts.add(fact(Numbers.count(evaluations), "functions trained"));
        facts.add(fact(
                programs == 0 ? "-" : Numbers.percent(1 - evaluations / (double) programs), "known without training"));
        facts.add(
                fact(statements == 0 ? "-" : Numbers.percent(redundant / (double) statements), "redundant statements"));
        derivation.ifPresent(value -> {
            facts.add(fact(
                    value.start().statements().size() + " → "
                            + value.result().statements().size(),
                    "statements of the winner, simplified"));
            facts.add(
                    // With hyphens at which no line ends: "momentum-like" is one word.
                    fact(
                            run.names().resemblance(value.start()).label().replace('-', '\u2011'),
                            "the winner, by what it does"));
        });
        return ul(each(facts, fact -> fact)).withClass("facts");
    }

    private static long sum(Map<String, RunQueries.ProgressRow> last, ToLongFunction<RunQueries.ProgressRow> total) {
        return last.values().stream().mapToLong(total).sum();
    }

    private static DomContent fact(String value, String what) {
        return li(b(value), span(what));
    }

    private static List<String> row(StageTable.Stage stage) {
        return List.of(
                stage.name(),
                stage.kind(),
                Numbers.count(stage.programs()),
                Numbers.count(stage.evaluations()),
                stage.elapsedMs() == 0 ? "-" : Numbers.time(Duration.ofMillis(stage.elapsedMs())),
                stage.reason().map(Words::of).orElse("under way"));
    }
}
