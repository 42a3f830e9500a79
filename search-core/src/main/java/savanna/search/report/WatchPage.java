package savanna.search.report;

import static j2html.TagCreator.each;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.p;

import j2html.tags.DomContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import savanna.dsl.program.Program;
import savanna.search.store.RunQueries;
import savanna.search.store.StageTable;
import savanna.search.text.Distance;
import savanna.search.text.FunctionView;
import savanna.search.text.Numbers;
import savanna.search.text.Verdicts;
import savanna.search.text.Words;

/**
 * A run as it stands, as a page that looks again every other second. The page itself is a frame; what stands in it is
 * made anew for each look.
 *
 * @param name of the run
 */
public record WatchPage(String name) {

    private static final Duration LATELY = Duration.ofMinutes(1);

    /** The frame: style and the script that looks. @param nonce lets the script, and no other, run */
    public String frame(String nonce) {
        try (InputStream page = WatchPage.class.getResourceAsStream("watch.html")) {
            return new String(page.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("/*STYLE*/", RunReport.css())
                    .replace("NONCE", nonce);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What stands in it before anything is stored. */
    public String waiting() {
        return page(List.of(heading(), p("Nothing is stored yet.").withClass("note")));
    }

    /** What stands in it now. */
    public String content(RunQueries run) {
        List<DomContent> parts = new ArrayList<>(List.of(heading()));
        Optional<Program> winner = run.winner();
        parts.add(p(state(run, winner.isPresent())).withId("state"));
        parts.addAll(best(run));
        parts.addAll(new StorySection(run, Optional.empty()).parts());
        parts.addAll(new SearchSection(run).parts());
        parts.addAll(new FunctionsSection(run).parts());
        if (!run.rankings().isEmpty()) {
            parts.addAll(new FunnelSection(run).parts());
        }
        winner.ifPresent(program -> {
            parts.add(h2(Verdicts.chosen(run)));
            parts.add(Pieces.code(program.toString()));
            parts.addAll(new LineageSection(run, program).parts());
        });
        parts.addAll(trainers(run));
        parts.addAll(new WorkersSection(run.workers()).parts());
        return page(parts);
    }

    private DomContent heading() {
        return h1("Run " + name);
    }

    private static String page(List<DomContent> parts) {
        return each(parts, part -> part).render();
    }

    private static String state(RunQueries run, boolean isWon) {
        Optional<StageTable.Stage> open =
                run.stages().stream().filter(stage -> stage.reason().isEmpty()).findFirst();
        String cut = run.cut().isEmpty() ? "" : " Cut short by time: " + String.join(", ", run.cut()) + ".";
        if (isWon) {
            return "The run has ended with a choice." + cut;
        }
        return open.map(stage -> stage.name() + " (" + stage.kind() + ") is under way: "
                                + Numbers.counted(stage.programs(), "program") + ".")
                        .orElse(run.rankings().isEmpty() ? "The searches have ended." : "The funnel is under way.")
                + cut;
    }

    private List<DomContent> best(RunQueries run) {
        List<RunQueries.FunctionRow> best = run.best(1);
        if (best.isEmpty()) {
            return List.of();
        }
        FunctionView view = FunctionView.of(best, run).get(0);
        String distance = run.start()
                .map(start -> Distance.of(Program.parse(view.row().program()), start, "the start"))
                .orElse("");
        return List.of(
                h2("Best so far: "
                        + Numbers.cost(
                                view.row().fitness().orElse(Double.NaN),
                                view.row().price())),
                Pieces.code(view.formula().replace("; ", "\n")),
                Pieces.note(view.row().hash().substring(0, 8) + ", " + view.family()
                        + (distance.isEmpty() ? "" : "; " + distance) + "."));
    }

    private static List<DomContent> trainers(RunQueries run) {
        RunQueries.Trainings lately = run.trainingsSince(System.currentTimeMillis() - LATELY.toMillis());
        return List.of(
                h2("Trainings"),
                p(
                        lately.count() == 0
                                ? "None in the last minute."
                                : Numbers.counted(lately.count(), "training") + " in the last minute, with "
                                        + String.format(
                                                java.util.Locale.ROOT, "%.1f", lately.seconds() / LATELY.toSeconds())
                                        + " slots at work on average."),
                Pieces.tableOf(
                        List.of("outcome", "functions"),
                        run.outcomes().stream()
                                .map(row -> List.of(Words.of(row.outcome()), Numbers.count(row.functions())))
                                .toList()));
    }
}
