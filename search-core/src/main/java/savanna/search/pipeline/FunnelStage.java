package savanna.search.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
import savanna.tasks.training.Interruption;
import savanna.tasks.training.TimeUpException;
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
    private final Interruption interruption;

    /** @param interruption ends all tunings */
    FunnelStage(RunContext run, Interruption interruption) {
        this.run = run;
        this.interruption = interruption;
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
        Tuner tuner = new Tuner(name, task, rounds, FreshSeeds.of(run.random(), name + "-tuning", seeds));
        List<Candidate> candidates = tuner.tuned(
                Candidate.of(baseline),
                individuals.stream().map(Individual::candidate).toList());
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
        write(ranking, Individual.start(baseline, "baseline"), seeds);
        run.listener().end(name + ": " + ranking.passed().size() + " of " + individuals.size() + " beat the baseline");
        return ranking;
    }

    /** Tunes programs for the stage, all on the same terms. */
    private final class Tuner {
        private final String stage;
        private final Task task;
        private final int rounds;
        private final List<Long> seeds;

        Tuner(String stage, Task task, int rounds, List<Long> seeds) {
            this.stage = stage;
            this.task = task;
            this.rounds = rounds;
            this.seeds = seeds;
        }

        String words(String what) {
            return stage + ": tuning " + what + " on " + task.name() + ", " + rounds * VARIANTS + " variants";
        }

        /**
         * Tunes the baseline and the programs that enter, at the same time: a round of one tuning alone fills few
         * threads. What comes of each depends on its own trainings only.
         *
         * @return the baseline, then the programs, as tuned
         */
        List<Candidate> tuned(Candidate baseline, List<Candidate> found) {
            if (rounds == 0) {
                return Stream.concat(Stream.of(baseline), found.stream()).toList();
            }
            Map<Integer, Candidate> tuned = new ConcurrentHashMap<>();
            AtomicBoolean isUp = new AtomicBoolean();
            List<Runnable> tunings = new ArrayList<>(
                    List.of(() -> tune("the baseline", baseline, "baseline", own -> tuned.put(0, own), isUp)));
            for (int i = 0; i < found.size(); i++) {
                int place = i + 1;
                Candidate program = found.get(i);
                // What is the baseline itself is tuned once.
                if (!program.hash().equals(baseline.hash())) {
                    String what = "program " + place + " of " + found.size();
                    tunings.add(() -> tune(what, program, program.hash(), own -> tuned.put(place, own), isUp));
                }
            }
            new AtTheSameTime(run.trainings().slots(), interruption, run.trainings()::close).run(tunings);
            if (isUp.get()) {
                throw new TimeUpException();
            }
            return IntStream.rangeClosed(0, found.size())
                    .mapToObj(place -> tuned.getOrDefault(place, tuned.get(0)))
                    .toList();
        }

        /** One tuning, in a thread of its own. The end of the time ends it alone: the others meet it themselves. */
        private void tune(
                String what, Candidate program, Object purpose, Consumer<Candidate> tuned, AtomicBoolean isUp) {
            RunContext own = run.share();
            own.listener().begin(words(what));
            try {
                tuned.accept(Candidate.of(Tuning.tune(
                        program.program(),
                        task,
                        SuiteTrainings.of(own.trainings(), task),
                        rounds,
                        VARIANTS,
                        seeds,
                        own.streams(stage, "tuning", purpose))));
            } catch (TimeUpException up) {
                isUp.set(true);
            }
        }
    }

    private void write(Ranking ranking, Individual baseline, int seeds) {
        List<RankingTable.Row> rows = new ArrayList<>();
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

    private static Optional<RankingTable.Tuned> tuned(Individual individual, Candidate measured) {
        return measured.hash().equals(individual.hash())
                ? Optional.empty()
                : Optional.of(new RankingTable.Tuned(
                        measured.hash().toString(), measured.program().toString()));
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
                tuned(individual, measurement.candidate()),
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
