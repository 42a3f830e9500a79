package savanna.search.report;

import static j2html.TagCreator.body;
import static j2html.TagCreator.document;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.head;
import static j2html.TagCreator.main;
import static j2html.TagCreator.meta;
import static j2html.TagCreator.p;
import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.style;
import static j2html.TagCreator.title;

import j2html.TagCreator;
import j2html.tags.DomContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import savanna.dsl.algebra.Derivation;
import savanna.dsl.algebra.Simplifier;
import savanna.dsl.algebra.Step;
import savanna.dsl.program.Program;
import savanna.search.chart.LearningCurves;
import savanna.search.store.ComparisonTable;
import savanna.search.store.RunQueries;
import savanna.search.text.Numbers;
import savanna.search.text.Verdicts;
import savanna.search.text.Words;
import savanna.tasks.compare.Standing;

/**
 * A run as one HTML page: what was searched, how it went, who dropped out where, what won, how it is derived and how to
 * use it.
 *
 * @param name of the run
 * @param config its config, as text
 * @param run its store
 * @param winner its winner, once there is one
 * @param beside the winner beside AdamW and Lion on each task of the run; empty if not asked for
 * @param changes the lines that a step of a derivation changed
 */
public record RunReport(
        String name,
        String config,
        RunQueries run,
        Optional<Program> winner,
        List<Beside> beside,
        Function<Step, List<String>> changes) {

    private static final String STYLE = "report.css";

    /** The page. */
    public String html() {
        Optional<Derivation> derivation = winner.map(program -> new Simplifier().simplify(program));
        List<DomContent> parts = new ArrayList<>();
        parts.add(h1("Run " + name));
        parts.addAll(new StorySection(run, derivation).parts());
        parts.add(h2(winner.isPresent() ? Verdicts.chosen(run) : "Winner"));
        parts.addAll(
                derivation.map(value -> sections(value).winner()).orElse(List.of(p("The run has no winner yet."))));
        parts.addAll(unused());
        parts.addAll(comparison());
        parts.addAll(new SearchSection(run).parts());
        parts.addAll(new FunnelSection(run).parts());
        parts.addAll(new FunctionsSection(run).parts());
        winner.ifPresent(program -> parts.addAll(new LineageSection(run, program).parts()));
        derivation.ifPresent(value -> {
            WinnerSections sections = sections(value);
            parts.addAll(sections.derivation());
            parts.addAll(sections.use());
        });
        parts.add(h2("Config"));
        parts.add(Pieces.folded("The config of the run, with every default", Pieces.code(config)));
        return document(TagCreator.html(
                        head(
                                meta().withCharset("utf-8"),
                                meta().withName("viewport").withContent("width=device-width, initial-scale=1"),
                                title("Savanna: " + name),
                                style(rawHtml("\n" + css()))),
                        body(main(each(parts, part -> part))))
                .withLang("en"));
    }

    private WinnerSections sections(Derivation derivation) {
        return new WinnerSections(name, run.names().resemblance(derivation.start()), derivation, changes);
    }

    /** The page's style, which is ours: the one text that is not escaped. */
    static String css() {
        try (InputStream style = RunReport.class.getResourceAsStream(STYLE)) {
            return new String(style.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The run's own final comparison: on its task, and on each task of a suite. */
    private List<DomContent> unused() {
        List<ComparisonTable.Row> rows = run.comparison();
        if (rows.isEmpty()) {
            return List.of();
        }
        List<DomContent> parts = new ArrayList<>(List.of(
                h2("Against the references"),
                Pieces.note(Words.unused(rows.get(0).seeds()) + ".")));
        for (List<ComparisonTable.Row> onTask : ComparisonTable.byTask(rows)) {
            if (onTask.size() < rows.size()) {
                parts.add(h3(onTask.get(0).task()));
            }
            parts.add(Pieces.tableOf(
                    List.of("program", "rate", "fitness", "against the winner"),
                    onTask.stream().map(RunReport::cells).toList()));
        }
        return parts;
    }

    private static List<String> cells(ComparisonTable.Row row) {
        return List.of(
                Words.program(row.name()),
                Words.rate(row.rateFactor()),
                row.fitness().isPresent()
                        ? Pieces.withError(Numbers.fitness(row.fitness()), row.error())
                        : Words.of(row.outcome()),
                Pieces.withError(Numbers.difference(row.difference()), row.differenceError()));
    }

    private List<DomContent> comparison() {
        List<DomContent> parts = new ArrayList<>();
        if (!beside.isEmpty()) {
            parts.add(h2("Learning curves beside AdamW and Lion"));
        }
        beside.forEach(curves -> parts.addAll(curves.parts()));
        return parts;
    }

    /**
     * The winner beside others on one task, measured for this report.
     *
     * @param standings what came out
     * @param metric what they were measured by
     * @param measured how they were measured
     */
    public record Beside(List<Standing> standings, String metric, String measured) {

        private List<DomContent> parts() {
            return List.of(
                    Pieces.note(measured),
                    Pieces.tableOf(
                            List.of("program", "test", "validation", "state bytes", "wins"),
                            standings.stream()
                                    .map(standing -> List.of(
                                            standing.name(),
                                            Pieces.withError(
                                                    Numbers.fitness(standing.test()), standing.standardError()),
                                            Numbers.fitness(standing.validation()),
                                            Numbers.states(standing.stateBytes()),
                                            Integer.toString(standing.wins())))
                                    .toList()),
                    Pieces.figureOf(LearningCurves.of(
                            "Learning curves, mean over seeds",
                            metric,
                            standings.stream()
                                    .sorted(Comparator.comparing(Standing::name))
                                    .toList())));
        }
    }
}
