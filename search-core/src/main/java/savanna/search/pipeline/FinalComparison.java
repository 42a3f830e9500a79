package savanna.search.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.IntStream;
import savanna.dsl.program.Program;
import savanna.search.config.ReportConfig;
import savanna.search.evolution.Individual;
import savanna.search.store.ComparisonTable;
import savanna.search.training.Candidate;
import savanna.search.training.Measurement;
import savanna.tasks.Hurdles;
import savanna.tasks.Task;
import savanna.tasks.TrainingResult;
import savanna.tasks.suite.Suite;

/**
 * Measures the winner and the references on the same seeds, which nothing has selected on: each as it is and with its
 * rate tuned, with the same number of tries.
 */
final class FinalComparison {

    private final RunContext run;

    FinalComparison(RunContext run) {
        this.run = run;
    }

    /** @param simplified the winner in a form that its task holds for the same */
    List<RunOutcome.Compared> of(Individual winner, Optional<Program> simplified) {
        ReportConfig config = run.config().report();
        Task task = run.task();
        Map<String, Program> programs = new LinkedHashMap<>();
        programs.put("winner", winner.program());
        simplified.ifPresent(program -> programs.put(ComparisonTable.SIMPLIFIED, program));
        config.references()
                .forEach(reference ->
                        programs.put(reference, run.catalog().programs().apply(reference)));
        List<String> names = new ArrayList<>();
        List<Double> factors = new ArrayList<>();
        List<Candidate> candidates = new ArrayList<>();
        programs.forEach((name, program) -> {
            names.add(name);
            factors.add(1.0);
            candidates.add(Candidate.of(program));
            RateTuning.Rated tuned =
                    new RateTuning(run.trainings()).tune(program, config.rates(), task, task.searchSeeds());
            if (tuned.factor() != 1) {
                names.add(name);
                factors.add(tuned.factor());
                candidates.add(Candidate.of(tuned.program()));
            }
        });
        List<Measurement> measured = measured(task, candidates);
        Map<String, List<Measurement>> byTask = new LinkedHashMap<>();
        if (task instanceof Suite suite) {
            suite.labelled().forEach((label, part) -> byTask.put(label, measured(part, candidates)));
        }
        List<RunOutcome.Compared> rows = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            int index = i;
            Map<String, Measurement> own = new LinkedHashMap<>();
            byTask.forEach((label, all) -> own.put(label, all.get(index)));
            rows.add(new RunOutcome.Compared(names.get(i), factors.get(i), measured.get(i), own));
        }
        return rows;
    }

    private List<Measurement> measured(Task task, List<Candidate> candidates) {
        List<TrainingResult> results = run.trainings()
                .train(Candidate.requests(
                        task,
                        candidates,
                        FreshSeeds.of(
                                run.random(), "report", run.config().report().seeds()),
                        Hurdles.none()));
        return IntStream.range(0, candidates.size())
                .mapToObj(i -> Measurement.of(candidates.get(i), results.get(i)))
                .toList();
    }

    /** The rows as the store keeps them: of the run's task, then of each task of a suite. */
    List<ComparisonTable.Row> rows(List<RunOutcome.Compared> compared) {
        List<ComparisonTable.Row> rows = new ArrayList<>();
        if (compared.isEmpty()) {
            return rows;
        }
        addRows(rows, run.task().name(), compared, RunOutcome.Compared::measurement);
        for (String task : compared.get(0).byTask().keySet()) {
            addRows(rows, task, compared, row -> row.byTask().get(task));
        }
        return rows;
    }

    private void addRows(
            List<ComparisonTable.Row> rows,
            String task,
            List<RunOutcome.Compared> compared,
            Function<RunOutcome.Compared, Measurement> measurement) {
        Measurement winner = measurement.apply(compared.get(0));
        for (RunOutcome.Compared row : compared) {
            Measurement own = measurement.apply(row);
            boolean isPair = row != compared.get(0) && own.isTrained() && winner.isTrained();
            rows.add(new ComparisonTable.Row(
                    rows.size(),
                    row.name(),
                    row.factor(),
                    own.candidate().hash().toString(),
                    own.candidate().program().toString(),
                    task,
                    run.config().report().seeds(),
                    own.outcome(),
                    own.isTrained() ? OptionalDouble.of(own.mean()) : OptionalDouble.empty(),
                    own.isTrained() ? OptionalDouble.of(own.standardError()) : OptionalDouble.empty(),
                    isPair ? OptionalDouble.of(own.differenceTo(winner)) : OptionalDouble.empty(),
                    isPair ? OptionalDouble.of(own.differenceError(winner)) : OptionalDouble.empty()));
        }
    }
}
