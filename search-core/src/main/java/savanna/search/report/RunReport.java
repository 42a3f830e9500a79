package savanna.search.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.IntStream;
import savanna.dsl.algebra.Derivation;
import savanna.dsl.algebra.Simplifier;
import savanna.dsl.algebra.Step;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.export.ExportException;
import savanna.dsl.export.Target;
import savanna.dsl.family.Classification;
import savanna.dsl.program.Program;
import savanna.search.pipeline.Ranking;
import savanna.search.store.MetaTable;
import savanna.search.store.RunQueries;
import savanna.search.store.StageTable;
import savanna.tasks.compare.Standing;
import savanna.tasks.yaml.YamlNode;

/**
 * A run as one HTML page: what was searched, how it went, who dropped out where, what won, how it is derived and how to
 * use it.
 *
 * @param name of the run
 * @param config its config, as text
 * @param run its store
 * @param winner its winner, once there is one
 * @param standings the winner beside AdamW and Lion, measured for this report; empty if not asked for
 * @param measured how they were measured
 * @param changes the lines that a step of a derivation changed
 */
public record RunReport(
        String name,
        String config,
        RunQueries run,
        Optional<Program> winner,
        List<Standing> standings,
        String measured,
        Function<Step, List<String>> changes) {

    private static final int HALL = 12;

    /** How the exported code is called. */
    private static final Map<Target, String> CALLS = Map.of(
            Target.PYTORCH, "from discovered_pytorch import Discovered\n\noptimizer = Discovered(model.parameters())",
            Target.OPTAX,
                    "from discovered_optax import discovered\n\noptimizer = discovered()\nstate = optimizer.init(parameters)",
            Target.ND4J, "new NeuralNetConfiguration.Builder().updater(new Discovered())");

    /** The page. */
    public String html() {
        StringBuilder page = new StringBuilder(
                "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Savanna: "
                        + Html.text(name) + "</title>\n<style>\n" + Html.STYLE + "</style>\n</head>\n<body>\n<main>\n");
        Optional<Derivation> derivation = winner.map(program -> new Simplifier().simplify(program));
        page.append("<h1>Run ").append(Html.text(name)).append("</h1>\n");
        story(page, derivation);
        winner(page, derivation);
        curves(page);
        search(page);
        funnel(page);
        front(page);
        derivation.ifPresent(value -> derivation(page, value));
        derivation.ifPresent(value -> use(page, value.result()));
        page.append("<h2>Config</h2>\n")
                .append(Html.folded("The config of the run, with every default", Html.pre(config)));
        return page.append("</main>\n</body>\n</html>\n").toString();
    }

    private void story(StringBuilder page, Optional<Derivation> derivation) {
        page.append("<p>").append(Html.text(beginning())).append("</p>\n");
        List<RunQueries.ProgressRow> last = lastRows();
        long programs =
                last.stream().mapToLong(RunQueries.ProgressRow::programs).sum();
        long evaluations =
                last.stream().mapToLong(RunQueries.ProgressRow::evaluations).sum();
        long statements =
                last.stream().mapToLong(RunQueries.ProgressRow::statements).sum();
        long redundant = last.stream()
                .mapToLong(RunQueries.ProgressRow::redundantStatements)
                .sum();
        page.append("<ul class=\"facts\">\n");
        fact(page, count(programs), "programs made");
        fact(page, count(evaluations), "functions trained");
        fact(page, programs == 0 ? "-" : percent(1 - evaluations / (double) programs), "known without training");
        fact(page, statements == 0 ? "-" : percent(redundant / (double) statements), "redundant statements");
        derivation.ifPresent(value -> fact(
                page,
                value.start().statements().size() + " → "
                        + value.result().statements().size(),
                "statements of the winner, simplified"));
        winner.ifPresent(
                program -> fact(page, Classification.of(program).family().label(), "family of the winner"));
        page.append("</ul>\n");
        List<List<String>> rows = run.stages().stream()
                .map(stage -> List.of(
                        stage.name(),
                        stage.kind(),
                        count(stage.programs()),
                        count(stage.evaluations()),
                        seconds(stage),
                        stage.reason()
                                .map(reason -> reason.toLowerCase(Locale.ROOT).replace('_', ' '))
                                .orElse("under way")))
                .toList();
        page.append(Html.table(List.of("stage", "kind", "programs", "trained", "time", "ended by"), rows));
        page.append("<p class=\"note\">Of the trained functions, those that the searches started from included: ")
                .append(Html.text(String.join(
                        ", ",
                        run.outcomes().stream()
                                .map(row -> count(row.functions()) + " "
                                        + row.outcome().toLowerCase(Locale.ROOT).replace('_', ' '))
                                .toList())))
                .append("; ")
                .append(run.trainings().words())
                .append(".</p>\n");
    }

    private String beginning() {
        return "Task " + said("task") + ", from " + said("start") + ", seed " + said("seed") + ".";
    }

    /** A value of the config as it stands there. */
    private String said(String key) {
        return run.config()
                .node(key)
                .filter(YamlNode.Scalar.class::isInstance)
                .map(node -> ((YamlNode.Scalar) node).text())
                .orElse("unknown");
    }

    private List<RunQueries.ProgressRow> lastRows() {
        Map<String, RunQueries.ProgressRow> last = new LinkedHashMap<>();
        run.progress().forEach(row -> last.put(row.stage(), row));
        return List.copyOf(last.values());
    }

    private static void fact(StringBuilder page, String value, String what) {
        page.append("<li><b>")
                .append(Html.text(value))
                .append("</b><span>")
                .append(Html.text(what))
                .append("</span></li>\n");
    }

    private void winner(StringBuilder page, Optional<Derivation> derivation) {
        page.append("<h2>Winner</h2>\n");
        if (derivation.isEmpty()) {
            page.append("<p>The run has no winner yet.</p>\n");
            return;
        }
        Program program = derivation.get().result();
        Classification classification = Classification.of(winner.orElseThrow());
        page.append("<p>")
                .append(Html.text(sentence(classification.family().description())))
                .append(". ")
                .append(program.states().size())
                .append(program.states().size() == 1 ? " number" : " numbers")
                .append(" of state per parameter.</p>\n");
        page.append(Html.pre(program.toString()));
        page.append(Html.folded(
                "How the family was decided",
                Html.table(
                        List.of("measured", "result"),
                        classification.lines().stream()
                                .map(line -> List.of(
                                        line.substring(0, line.indexOf(':')), line.substring(line.indexOf(':') + 2)))
                                .toList())));
    }

    private void curves(StringBuilder page) {
        if (standings.isEmpty()) {
            return;
        }
        page.append("<h2>Against AdamW and Lion</h2>\n<p class=\"note\">")
                .append(Html.text(measured))
                .append("</p>\n");
        page.append(Html.table(
                List.of("program", "test", "validation", "state bytes", "wins"),
                standings.stream()
                        .map(standing -> List.of(
                                standing.name(),
                                withError(number(standing.test()), standing.standardError()),
                                number(standing.validation()),
                                Integer.toString(standing.stateBytes()),
                                Integer.toString(standing.wins())))
                        .toList()));
        Chart chart = new Chart("Learning curves, mean over seeds", "step", "validation");
        standings.stream()
                .sorted(Comparator.comparing(Standing::name))
                .forEach(standing -> chart.line(
                        standing.name(),
                        standing.curve().stream()
                                .map(point -> new Chart.Point(point.step(), point.value()))
                                .toList()));
        page.append(chart.html());
    }

    private void search(StringBuilder page) {
        page.append("<h2>Search</h2>\n");
        Chart fitness = new Chart("Best fitness so far, lower is better", "programs made", "fitness");
        Chart known = new Chart("Programs known without training", "programs made", "share, %");
        Chart redundant = new Chart("Redundant statements", "programs made", "share, %");
        Map<String, List<RunQueries.ProgressRow>> stages = new LinkedHashMap<>();
        run.progress()
                .forEach(row -> stages.computeIfAbsent(row.stage(), key -> new ArrayList<>())
                        .add(row));
        stages.forEach((stage, rows) -> {
            fitness.line(
                    stage,
                    rows.stream()
                            .filter(row -> row.best().isPresent())
                            .map(row ->
                                    new Chart.Point(row.programs(), row.best().getAsDouble()))
                            .toList());
            known.line(
                    stage,
                    rows.stream()
                            .filter(row -> row.programs() > 0)
                            .map(row -> new Chart.Point(
                                    row.programs(), 100 * (1 - row.evaluations() / (double) row.programs())))
                            .toList());
            redundant.line(
                    stage,
                    rows.stream()
                            .filter(row -> row.statements() > 0)
                            .map(row -> new Chart.Point(
                                    row.programs(), 100 * row.redundantStatements() / (double) row.statements()))
                            .toList());
        });
        page.append(fitness.html()).append(known.html()).append(redundant.html());
        page.append(
                "<p class=\"note\">Shares of all programs so far. Late in its searches the paper had 89.1% of programs known from the cache and 69.8% redundant statements.</p>\n");
        if (!run.metaValidation().isEmpty()) {
            Chart meta = new Chart("Meta-validation: the best so far on a larger task", "programs made", "fitness");
            Map<String, List<MetaTable.Row>> curves = new LinkedHashMap<>();
            run.metaValidation()
                    .forEach(row -> curves.computeIfAbsent(row.stage(), key -> new ArrayList<>())
                            .add(row));
            curves.forEach((stage, rows) -> meta.line(
                    stage,
                    rows.stream()
                            .filter(row -> row.fitness().isPresent())
                            .map(row -> new Chart.Point(
                                    row.programs(), row.fitness().getAsDouble()))
                            .toList()));
            page.append(meta.html());
        }
    }

    private void funnel(StringBuilder page) {
        page.append("<h2>Funnel: who dropped out where, and why</h2>\n");
        Funnel funnel = new Funnel(
                run.rankings(),
                winner.map(program -> AbstractExecution.ofValid(program).hash().toString()));
        if (funnel.stages().isEmpty()) {
            page.append("<p class=\"note\">No stage after the search has been run.</p>\n");
            return;
        }
        funnel.stages().forEach((stage, rows) -> {
            page.append("<h3>")
                    .append(Html.text(stage + ": " + rows.get(0).task() + ", "
                            + rows.get(0).seeds() + " fresh seeds"))
                    .append("</h3>\n");
            page.append(Html.table(
                    List.of("", "program", "verdict", "fitness", "to baseline", "live", "states"),
                    rows.stream()
                            .map(row -> List.of(
                                    row.position() == 0 ? "base" : Integer.toString(row.position()),
                                    row.hash().substring(0, 8),
                                    funnel.verdict(row),
                                    withError(number(row.fitness()), row.error()),
                                    withError(difference(row.difference()), row.differenceError()),
                                    Integer.toString(row.liveStatements()),
                                    Integer.toString(row.states())))
                            .toList()));
        });
        for (String stage : List.of("funnel-b", "funnel-c")) {
            if (run.config().has(stage) && !funnel.stages().containsKey(stage)) {
                page.append("<p>")
                        .append(Html.text(stage + " was not held: no program passed the stage before it."))
                        .append("</p>\n");
            }
        }
        page.append("<p class=\"note\">").append(Html.text(Ranking.RULE)).append("</p>\n");
    }

    private void front(StringBuilder page) {
        page.append("<h2>Hall of fame and Pareto front</h2>\n");
        List<RunQueries.FunctionRow> best = near(run.best(400));
        List<RunQueries.FunctionRow> front = run.paretoFront();
        Chart chart = new Chart("Size against fitness of the best functions", "live statements", "fitness");
        best.stream()
                .map(RunQueries.FunctionRow::states)
                .distinct()
                .sorted()
                .forEach(states -> chart.points(
                        states + (states == 1 ? " state" : " states"),
                        points(best.stream()
                                .filter(row -> row.states() == states)
                                .toList())));
        page.append(chart.rings(
                        "Pareto front",
                        points(front.stream().filter(best::contains).toList()))
                .html());
        page.append("<p class=\"note\">Functions that are far worse than most are left out of the figure.</p>\n");
        page.append("<h3>Pareto front: none is at once as small, with as few states, and better</h3>\n")
                .append(functions(front));
        page.append("<h3>Hall of fame</h3>\n").append(functions(run.best(HALL)));
        page.append(
                "<p class=\"note\">Fitness on the seeds of the search, which the search has selected on; the funnel has other seeds.</p>\n");
    }

    private static String functions(List<RunQueries.FunctionRow> rows) {
        return Html.table(
                List.of("", "program", "fitness", "live", "states", "made"),
                IntStream.range(0, rows.size())
                        .mapToObj(i -> List.of(
                                Integer.toString(i + 1),
                                rows.get(i).hash().substring(0, 8),
                                number(rows.get(i).fitness()),
                                Integer.toString(rows.get(i).liveStatements()),
                                Integer.toString(rows.get(i).states()),
                                rows.get(i).stage() + " #" + rows.get(i).number()))
                        .toList());
    }

    /** Without those that are far worse than half of the others: they would flatten the figure. */
    private static List<RunQueries.FunctionRow> near(List<RunQueries.FunctionRow> rows) {
        if (rows.isEmpty()) {
            return rows;
        }
        double first = rows.get(0).fitness().orElse(0);
        double median = rows.get(rows.size() / 2).fitness().orElse(first);
        return rows.stream()
                .filter(row -> row.fitness().orElse(Double.POSITIVE_INFINITY) <= median + 2 * (median - first))
                .toList();
    }

    private static List<Chart.Point> points(List<RunQueries.FunctionRow> rows) {
        return rows.stream()
                .filter(row -> row.fitness().isPresent())
                .map(row -> new Chart.Point(row.liveStatements(), row.fitness().getAsDouble()))
                .toList();
    }

    private void derivation(StringBuilder page, Derivation derivation) {
        page.append(
                "<h2>Derivation</h2>\n<p>From the winner as it was found to the form above; each step is proved as it says.</p>\n");
        page.append(Html.folded(
                "The winner as found: " + derivation.start().statements().size() + " statements",
                Html.pre(derivation.start().toString())));
        int number = 0;
        for (Step step : derivation.steps()) {
            page.append(Html.folded(
                    ++number + ". " + step.rule(),
                    "<p class=\"note\">" + Html.text(step.proof().text()) + "</p>\n"
                            + Html.difference(changes.apply(step))));
        }
    }

    private void use(StringBuilder page, Program program) {
        page.append(
                "<h2>Use it</h2>\n<p>In the folder of this run, <code>savanna export winner.program --to pytorch|optax|nd4j|latex|text</code> writes these files; <code>savanna simplify winner.program --task T</code> makes the program shorter still, as far as the task T does not notice.</p>\n");
        StringBuilder files = new StringBuilder();
        for (Target target : Target.values()) {
            String called = target.name().toLowerCase(Locale.ROOT);
            try {
                String code = target.export(program, "discovered", "Discovered by Savanna, run " + name + ".");
                files.append(Html.folded(
                        called + ": " + target.fileName("discovered"),
                        CALLS.containsKey(target) ? Html.pre(CALLS.get(target)) + Html.pre(code) : Html.pre(code)));
            } catch (ExportException e) {
                files.append("<p class=\"note\">")
                        .append(Html.text(called + ": " + e.getMessage()))
                        .append("</p>\n");
            }
        }
        page.append("<div class=\"files\">\n")
                .append(files)
                .append(
                        "</div>\n<p class=\"note printed\">The files themselves are in the page that this was printed from.</p>\n");
    }

    private static String sentence(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    private static String seconds(StageTable.Stage stage) {
        return stage.elapsedMs() == 0
                ? "-"
                : String.format(Locale.ROOT, "%d:%02d", stage.elapsedMs() / 60_000, stage.elapsedMs() / 1000 % 60);
    }

    private static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f%%", 100 * share);
    }

    private static String number(OptionalDouble value) {
        return value.isPresent() && Double.isFinite(value.getAsDouble())
                ? String.format(Locale.ROOT, "%.4f", value.getAsDouble())
                : "-";
    }

    private static String difference(OptionalDouble value) {
        return value.isPresent() && Double.isFinite(value.getAsDouble())
                ? String.format(Locale.ROOT, "%+.4f", value.getAsDouble())
                : "-";
    }

    private static String withError(String value, OptionalDouble error) {
        return value
                + (value.equals("-") || error.isEmpty()
                        ? ""
                        : String.format(Locale.ROOT, " ±\u00a0%.4f", error.getAsDouble()));
    }
}
