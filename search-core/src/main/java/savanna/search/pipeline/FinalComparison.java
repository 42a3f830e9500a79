package savanna.search.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import savanna.dsl.program.Program;
import savanna.search.config.ReportConfig;
import savanna.search.evolution.Individual;
import savanna.search.store.ComparisonTable;
import savanna.search.training.Candidate;
import savanna.search.training.Measurement;
import savanna.tasks.Hurdles;
import savanna.tasks.Task;
import savanna.tasks.TrainingResult;

/**
 * Measures the winner and the references on the same seeds, which nothing has selected on: each reference as it ships
 * and with its rate tuned.
 */
final class FinalComparison {

    private final RunContext run;

    FinalComparison(RunContext run) {
        this.run = run;
    }

    List<RunOutcome.Compared> of(Individual winner) {
        ReportConfig config = run.config().report();
        Task task = run.task();
        List<String> names = new ArrayList<>(List.of("winner"));
        List<Double> factors = new ArrayList<>(List.of(1.0));
        List<Candidate> candidates = new ArrayList<>(List.of(winner.candidate()));
        for (String reference : config.references()) {
            Program program = run.catalog().programs().apply(reference);
            names.add(reference);
            factors.add(1.0);
            candidates.add(Candidate.of(program));
            RateTuning.Rated tuned =
                    new RateTuning(run.trainings()).tune(program, config.rates(), task, task.searchSeeds());
            if (tuned.factor() != 1) {
                names.add(reference);
                factors.add(tuned.factor());
                candidates.add(Candidate.of(tuned.program()));
            }
        }
        List<TrainingResult> evaluations = run.trainings()
                .train(Candidate.requests(
                        task, candidates, FreshSeeds.of(run.random(), "report", config.seeds()), Hurdles.none()));
        List<RunOutcome.Compared> rows = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            rows.add(new RunOutcome.Compared(
                    names.get(i), factors.get(i), Measurement.of(candidates.get(i), evaluations.get(i))));
        }
        return rows;
    }

    /** The rows as the store keeps them. */
    List<ComparisonTable.Row> rows(List<RunOutcome.Compared> compared) {
        List<ComparisonTable.Row> rows = new ArrayList<>();
        for (RunOutcome.Compared row : compared) {
            Measurement own = row.measurement();
            Measurement winner = compared.get(0).measurement();
            boolean isPair = !rows.isEmpty() && own.isTrained() && winner.isTrained();
            rows.add(new ComparisonTable.Row(
                    rows.size(),
                    row.name(),
                    row.factor(),
                    own.candidate().hash().toString(),
                    own.candidate().program().toString(),
                    run.task().name(),
                    run.config().report().seeds(),
                    own.outcome(),
                    own.isTrained() ? OptionalDouble.of(own.mean()) : OptionalDouble.empty(),
                    own.isTrained() ? OptionalDouble.of(own.standardError()) : OptionalDouble.empty(),
                    isPair ? OptionalDouble.of(own.differenceTo(winner)) : OptionalDouble.empty(),
                    isPair ? OptionalDouble.of(own.differenceError(winner)) : OptionalDouble.empty()));
        }
        return rows;
    }
}
