package savanna.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import savanna.dsl.algebra.Simplifier;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.analysis.Analysis;
import savanna.dsl.program.Program;
import savanna.search.config.RunConfig;
import savanna.search.evolution.Counts;
import savanna.search.evolution.Individual;
import savanna.search.pipeline.Ranking;
import savanna.search.pipeline.RunOutcome;
import savanna.search.store.RunQueries;
import savanna.search.text.FunctionView;
import savanna.search.text.Numbers;
import savanna.search.text.TunedWords;
import savanna.search.text.Verdicts;
import savanna.search.text.Words;
import savanna.search.training.Measurement;

/** What a run prints at its end. */
final class OutcomeText {

    /** Columns of running text, about those of the tables. */
    private static final int WIDTH = 132;

    private final RunOutcome outcome;
    private final RunQueries run;
    private final int rows;
    private final String start;
    private final List<String> lines = new ArrayList<>();

    /** @param run its store, read after it has ended */
    OutcomeText(RunOutcome outcome, RunConfig config, RunQueries run) {
        this.outcome = outcome;
        this.run = run;
        this.rows = config.report().rows();
        this.start = config.start();
    }

    List<String> lines() {
        searches();
        functions();
        outcome.funnel().forEach(this::funnel);
        lines.addAll(DerivationText.wrapped(Ranking.RULE, WIDTH));
        if (!outcome.cut().isEmpty()) {
            section("Cut short, since the time of the run was up: " + String.join(", ", outcome.cut())
                    + ". More time: savanna resume RUN --time T");
        }
        outcome.winner().ifPresentOrElse(this::winner, () -> section(noWinner()));
        outcome.folder().ifPresent(folder -> {
            lines.add("");
            lines.add("Run folder: " + folder);
        });
        return List.copyOf(lines);
    }

    private String noWinner() {
        return outcome.funnel().isEmpty()
                ? "No program has met fresh seeds: there is no winner. The best on the search's seeds is the first of the hall of fame, RUN#1."
                : "No program trained on all fresh seeds: there is no winner.";
    }

    private void section(String title) {
        if (!lines.isEmpty()) {
            lines.add("");
        }
        lines.add(title);
    }

    private void searches() {
        TextTable table = new TextTable(
                "search",
                "programs",
                "evaluated",
                "cache hits",
                "late",
                "redundant",
                "late",
                "rejected",
                "best",
                "ended by");
        for (RunOutcome.Search search : outcome.searches()) {
            Counts counts = search.counts();
            table.add(
                    search.name(),
                    Numbers.count(counts.programs()),
                    Numbers.count(counts.evaluations())
                            + (counts.further() > 0 ? " + " + Numbers.count(counts.further()) : ""),
                    Numbers.percent(counts.hitShare()),
                    Numbers.percent(search.late().hitShare()),
                    Numbers.percent(counts.redundantShare()),
                    Numbers.percent(search.late().redundantShare()),
                    rejected(counts),
                    Numbers.cost(search.best()),
                    Words.of(search.reason()));
        }
        section("Searches (late: in the last tenth; the paper reports 89.1% cache hits and 69.8% redundant statements"
                + (outcome.searches().stream()
                                .anyMatch(search -> search.counts().further() > 0)
                        ? "; evaluated: functions + their further seeds in the same measure"
                        : "")
                + ")");
        lines.addAll(table.lines());
    }

    private static String rejected(Counts counts) {
        return counts.rejected().isEmpty()
                ? "none"
                : counts.rejected().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(entry -> Numbers.count(entry.getValue()) + " " + Words.of(entry.getKey()))
                        .collect(Collectors.joining(", "));
    }

    private void functions() {
        boolean haveSeeds = outcome.hallOfFame().stream()
                .anyMatch(entry -> entry.score().error().isPresent());
        section("Hall of fame (fitness on the search seeds" + (isPriced() ? " + price" : "") + ", lower is better"
                + (haveSeeds ? "; adjusted for its seeds, by fitness plus error" : "") + ")");
        lines.addAll(FunctionTable.of(FunctionView.of(run.best(rows), run)).lines(WIDTH));
        section("Pareto front of live statements, states and fitness");
        lines.addAll(FunctionTable.of(FunctionView.of(run.paretoFront(), run)).lines(WIDTH));
    }

    private boolean isPriced() {
        return outcome.hallOfFame().stream().anyMatch(entry -> entry.cost().price() > 0);
    }

    private void funnel(Ranking ranking) {
        TextTable table =
                new TextTable("rank", "fitness", "error", "to baseline", "error", "live", "states", "program", "");
        Measurement baseline = ranking.baseline();
        table.add(
                "",
                fitness(baseline),
                error(baseline),
                "",
                "",
                "",
                "",
                baseline.candidate().hash().id(),
                Verdicts.baseline(ranking.tries()));
        int rank = 1;
        for (Ranking.Row row : ranking.rows()) {
            Individual individual = row.individual();
            table.add(
                    Integer.toString(rank++),
                    fitness(row.measurement()),
                    error(row.measurement()),
                    row.difference()
                            .map(difference -> Numbers.difference(difference.mean()))
                            .orElse(""),
                    row.difference()
                            .map(difference -> Numbers.fitness(difference.error()))
                            .orElse(""),
                    Integer.toString(individual.liveStatements()),
                    Integer.toString(individual.liveStates()),
                    individual.hash().id(),
                    note(row));
        }
        section("Funnel, " + ranking.stage() + ": " + ranking.task() + ", fresh seeds" + tuned(ranking.tries()));
        lines.addAll(table.lines());
    }

    private static String tuned(int tries) {
        return tries == 0 ? "" : "; every program tuned with " + Numbers.count(tries) + " tries";
    }

    private String note(Ranking.Row row) {
        boolean isWinner = outcome.winner()
                .filter(winner -> winner.hash().equals(row.individual().hash()))
                .isPresent();
        return Verdicts.brief(row.beatsBaseline(), row.isNearBest(), isWinner);
    }

    private void winner(Individual winner) {
        Analysis analysis = AbstractExecution.ofValid(winner.program());
        section(Verdicts.chosen(outcome.isWinnerBetter(), start) + ": "
                + winner.hash().id() + ", as found ("
                + analysis.program().statements().size() + " statements)");
        winner.program().toString().lines().forEach(lines::add);
        section("Without redundant statements (" + analysis.liveStatements() + ")");
        analysis.pruned().toString().lines().forEach(lines::add);
        outcome.simplification()
                .ifPresentOrElse(
                        measured -> simplified(measured.derivation().result(), "as far as the task does not notice"),
                        () -> simplified(
                                new Simplifier().simplify(winner.program()).result(), "by algebra"));
        tuned(winner).ifPresent(this::section);
        if (outcome.comparison().isEmpty()) {
            return;
        }
        TextTable table = new TextTable("program", "rate", "fitness", "error", "against the winner", "error");
        Measurement won = outcome.comparison().get(0).measurement();
        for (RunOutcome.Compared row : outcome.comparison()) {
            Measurement measurement = row.measurement();
            boolean isPair = measurement != won && won.isTrained() && measurement.isTrained();
            table.add(
                    Words.program(row.name()),
                    Words.rate(row.factor()),
                    fitness(measurement),
                    error(measurement),
                    isPair ? Numbers.difference(measurement.differenceTo(won)) : "",
                    isPair ? Numbers.fitness(measurement.differenceError(won)) : "");
        }
        section(Words.unused(won.fitness().size()));
        lines.addAll(table.lines());
        byTask();
    }

    /** How the last stage that measured the winner tuned it first, and where that form is found. */
    private Optional<String> tuned(Individual winner) {
        return outcome.funnel().stream()
                .flatMap(ranking -> ranking.rows().stream()
                        .filter(row -> row.individual().hash().equals(winner.hash()))
                        .map(row -> row.measurement().candidate())
                        .filter(measured -> !measured.hash().equals(winner.hash()))
                        .map(measured -> "Tuned for " + ranking.stage() + ": "
                                + TunedWords.of(winner.program(), measured.program()) + "; that form is RUN@"
                                + measured.hash().toString().substring(0, 8)))
                .reduce((earlier, later) -> later);
    }

    /** On each task of a suite, in its own units. */
    private void byTask() {
        List<String> tasks = List.copyOf(outcome.comparison().get(0).byTask().keySet());
        if (tasks.isEmpty()) {
            return;
        }
        TextTable table = new TextTable(
                Stream.concat(Stream.of("program", "rate"), tasks.stream()).toArray(String[]::new));
        for (RunOutcome.Compared row : outcome.comparison()) {
            table.add(Stream.concat(
                            Stream.of(Words.program(row.name()), Words.rate(row.factor())),
                            row.byTask().values().stream().map(OutcomeText::fitness))
                    .toArray(String[]::new));
        }
        section(Words.BY_TASK);
        lines.addAll(table.lines());
    }

    private void simplified(Program program, String how) {
        section("Simplified " + how + " (" + program.statements().size() + " statements): "
                + run.names().resemblance(program).sentence());
        program.toString().lines().forEach(lines::add);
    }

    private static String fitness(Measurement measurement) {
        return measurement.isTrained() ? Numbers.fitness(measurement.mean()) : Words.of(measurement.outcome());
    }

    private static String error(Measurement measurement) {
        return measurement.isTrained() ? Numbers.fitness(measurement.standardError()) : "-";
    }
}
