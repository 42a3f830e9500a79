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
import savanna.tasks.suite.SuiteTrainings;
import savanna.tasks.training.TrainingService;

/**
 * Measures programs on one task against the start program, and writes it all down. All are tuned for that task first,
 * each with the same number of tries and on the same seeds, which nothing else uses: a rule that was found on a short
 * task is not dropped for its rate. What goes on, and may win, is the program as it was found.
 */
final class FunnelStage {

    /** Variants that race in one round of a tuning. */
    static final int VARIANTS = 8;

    private final RunContext run;

    FunnelStage(RunContext run) {
        this.run = run;
    }

    /**
     * Ranks programs.
     *
     * @param name of the stage
     * @param baseline the program to be beaten
     * @param tries variants of it, and of each program, to try
     * @param seeds number of fresh seeds
     */
    Ranking rank(String name, Task task, List<Individual> individuals, Program baseline, int tries, int seeds) {
        TrainingService trainings = SuiteTrainings.of(run.trainings(), task);
        int rounds = (tries + VARIANTS - 1) / VARIANTS;
        Tuner tuner = new Tuner(name, task, trainings, rounds, FreshSeeds.of(run.random(), name + "-tuning", seeds));
        run.listener().begin(tuner.words("the baseline"));
        Candidate start = Candidate.of(baseline);
        List<Candidate> candidates = new ArrayList<>(List.of(tuner.tuned(start, "baseline")));
        for (int i = 0; i < individuals.size(); i++) {
            Candidate found = individuals.get(i).candidate();
            run.listener().begin(tuner.words("program " + (i + 1) + " of " + individuals.size()));
            candidates.add(found.hash().equals(start.hash()) ? candidates.get(0) : tuner.tuned(found, found.hash()));
        }
        run.listener()
                .begin(name + ": " + individuals.size() + " programs on " + task.name() + ", " + seeds
                        + " fresh seeds");
        List<TrainingResult> evaluations = trainings.train(
                Candidate.requests(task, candidates, FreshSeeds.of(run.random(), name, seeds), Hurdles.none()));
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

    /** Tunes programs for the stage, all on the same terms. */
    private final class Tuner {
        private final String stage;
        private final Task task;
        private final TrainingService trainings;
        private final int rounds;
        private final List<Long> seeds;

        Tuner(String stage, Task task, TrainingService trainings, int rounds, List<Long> seeds) {
            this.stage = stage;
            this.task = task;
            this.trainings = trainings;
            this.rounds = rounds;
            this.seeds = seeds;
        }

        String words(String what) {
            return stage + ": tuning " + what + " on " + task.name() + ", " + rounds * VARIANTS + " variants";
        }

        Candidate tuned(Candidate candidate, Object purpose) {
            return rounds == 0
                    ? candidate
                    : Candidate.of(Tuning.tune(
                            candidate.program(),
                            task,
                            trainings,
                            rounds,
                            VARIANTS,
                            seeds,
                            run.streams(stage, "tuning", purpose)));
        }
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
