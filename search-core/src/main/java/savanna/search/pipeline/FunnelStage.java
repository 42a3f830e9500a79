package savanna.search.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import savanna.dsl.program.Program;
import savanna.search.evolution.Individual;
import savanna.search.neighbourhood.Tuning;
import savanna.search.objective.Measured;
import savanna.search.store.RankingTable;
import savanna.search.training.Candidate;
import savanna.search.training.Measurement;
import savanna.tasks.Hurdles;
import savanna.tasks.Task;
import savanna.tasks.TrainingResult;

/**
 * Measures programs on one task against the start program, tuned for that task with a stated budget, and writes it all
 * down.
 */
final class FunnelStage {

    /** Variants of the baseline that race in one round of its tuning. */
    private static final int VARIANTS = 8;

    private final RunContext run;

    FunnelStage(RunContext run) {
        this.run = run;
    }

    /**
     * Ranks programs.
     *
     * @param name of the stage
     * @param baseline the program to be tuned and beaten
     * @param tries variants of it to try
     * @param seeds number of fresh seeds
     */
    Ranking rank(String name, Task task, List<Individual> individuals, Program baseline, int tries, int seeds) {
        int rounds = (tries + VARIANTS - 1) / VARIANTS;
        run.listener().begin(name + ": tuning the baseline on " + task.name() + ", " + rounds * VARIANTS + " variants");
        Program tuned = Tuning.tune(
                baseline,
                task,
                run.trainings(),
                rounds,
                VARIANTS,
                FreshSeeds.of(run.random(), name + "-tuning", seeds),
                run.streams(name, "tuning"));
        run.listener()
                .begin(name + ": " + individuals.size() + " programs on " + task.name() + ", " + seeds
                        + " fresh seeds");
        List<Candidate> candidates = new ArrayList<>(List.of(Candidate.of(tuned)));
        individuals.forEach(individual -> candidates.add(individual.candidate()));
        List<TrainingResult> evaluations = run.trainings()
                .train(Candidate.requests(task, candidates, FreshSeeds.of(run.random(), name, seeds), Hurdles.none()));
        List<Measurement> measurements = new ArrayList<>();
        for (int i = 0; i < candidates.size(); i++) {
            measurements.add(Measurement.of(candidates.get(i), evaluations.get(i)));
        }
        Ranking ranking = Ranking.of(
                name,
                task.name(),
                measurements.get(0),
                rounds * VARIANTS,
                individuals,
                measurements.subList(1, measurements.size()),
                run.objective());
        write(ranking, seeds);
        run.listener().end(name + ": " + ranking.passed().size() + " of " + individuals.size() + " beat the baseline");
        return ranking;
    }

    private void write(Ranking ranking, int seeds) {
        List<RankingTable.Row> rows = new ArrayList<>();
        Individual baseline = Individual.start(ranking.baseline().candidate().program(), "baseline");
        rows.add(row(
                ranking,
                0,
                baseline,
                ranking.baseline(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                seeds,
                new RankingTable.Baseline(ranking.tries())));
        for (int i = 0; i < ranking.rows().size(); i++) {
            Ranking.Row row = ranking.rows().get(i);
            rows.add(row(
                    ranking,
                    i + 1,
                    row.individual(),
                    row.measurement(),
                    optional(row.difference().map(Measured.Difference::mean)),
                    optional(row.difference().map(Measured.Difference::error)),
                    seeds,
                    new RankingTable.Entrant(row.beatsBaseline(), row.isNearBest(), false)));
        }
        run.store().rankings().replace(ranking.stage(), rows);
    }

    private static OptionalDouble optional(Optional<Double> value) {
        return value.map(OptionalDouble::of).orElse(OptionalDouble.empty());
    }

    private static RankingTable.Row row(
            Ranking ranking,
            int position,
            Individual individual,
            Measurement measurement,
            OptionalDouble difference,
            OptionalDouble differenceError,
            int seeds,
            RankingTable.Role role) {
        return new RankingTable.Row(
                ranking.stage(),
                position,
                individual.hash().toString(),
                individual.program().toString(),
                ranking.task(),
                seeds,
                measurement.isTrained() ? OptionalDouble.of(measurement.mean()) : OptionalDouble.empty(),
                measurement.isTrained() ? OptionalDouble.of(measurement.standardError()) : OptionalDouble.empty(),
                difference,
                differenceError,
                individual.liveStates(),
                individual.liveStatements(),
                role);
    }
}
