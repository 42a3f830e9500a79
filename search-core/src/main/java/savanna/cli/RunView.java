package savanna.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import savanna.dsl.analysis.AbstractExecution;
import savanna.search.store.ComparisonTable;
import savanna.search.store.MetaCurve;
import savanna.search.store.RankingTable;
import savanna.search.store.RunQueries;
import savanna.search.store.StageTable;
import savanna.search.text.FunctionView;
import savanna.search.text.Verdicts;

/**
 * What {@code inspect} shows of a run.
 *
 * @param path of the run folder
 * @param stages in order
 * @param outcomes how many functions were trained, by outcome
 * @param trainings how many were made, and their time
 * @param best best distinct functions, best first
 * @param pareto functions that none surpasses in statements, states and fitness at once
 * @param funnel the stages of the funnel
 * @param meta the meta-validation curves
 * @param lineage of the winner (or, before there is one, of the best program), from the start, every step
 * @param isWholeLineage whether the steps that changed nothing are shown too
 * @param cut stages that the end of the run's time cut short
 * @param comparison the final comparison
 * @param title what to call the winner
 * @param winner the winner, once there is one
 */
record RunView(
        Path path,
        List<StageTable.Stage> stages,
        List<RunQueries.OutcomeCount> outcomes,
        RunQueries.Trainings trainings,
        List<FunctionView> best,
        List<FunctionView> pareto,
        List<RankingTable.Row> funnel,
        List<MetaCurve> meta,
        List<RunQueries.Step> lineage,
        boolean isWholeLineage,
        List<String> cut,
        List<ComparisonTable.Row> comparison,
        String title,
        Optional<ProgramView> winner) {

    static RunView of(Path path, RunQueries run, int rows, boolean isWholeLineage) {
        Optional<ProgramView> winner = run.winner()
                .map(program -> new ProgramView(
                        AbstractExecution.ofValid(program), run.names().resemblance(program)));
        List<RunQueries.FunctionRow> best = run.best(rows);
        List<RunQueries.Step> lineage = winner.map(view -> run.lineageOf(
                        view.analysis().hash().toString(),
                        view.analysis().program().toString()))
                .filter(steps -> !steps.isEmpty())
                .or(() -> best.stream().findFirst().map(row -> run.lineage(row.stage(), row.number())))
                .orElse(List.of());
        return new RunView(
                path,
                run.stages(),
                run.outcomes(),
                run.trainings(),
                FunctionView.of(best, run),
                FunctionView.of(run.paretoFront(), run),
                run.rankings(),
                MetaCurve.of(run.metaValidation()),
                lineage,
                isWholeLineage,
                run.cut(),
                run.comparison(),
                Verdicts.chosen(run),
                winner);
    }
}
