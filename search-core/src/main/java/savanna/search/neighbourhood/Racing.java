package savanna.search.neighbourhood;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import savanna.dsl.analysis.FunctionalHash;
import savanna.search.objective.Measured;
import savanna.search.training.Candidate;
import savanna.search.training.Measurement;
import savanna.tasks.Hurdles;
import savanna.tasks.Task;
import savanna.tasks.TrainingResult;
import savanna.tasks.training.TrainingService;

/**
 * Compares many programs with one on the same seeds. After 2, 4, 8 ... seeds those that are clearly worse than it, or
 * clearly worse than the best, stop; so most of them cost two trainings. Programs are compared by cost, pair by pair.
 */
public final class Racing {

    /** A difference of so many standard errors is clear. */
    private static final double CLEAR = 2;

    private static final int FIRST_ROUND = 2;

    /** Programs trained at a time where trainings are counted; the same on any number of threads. */
    private static final int PART = 64;

    /** A program in the race. */
    public record Racer(Neighbour neighbour, Candidate candidate) {

        public static Racer of(Neighbour neighbour) {
            return new Racer(neighbour, neighbour.candidate());
        }

        Measured measured(TrainingResult evaluation) {
            Measurement measurement = Measurement.of(candidate, evaluation);
            return new Measured(measurement, neighbour.cost().withFitness(measurement.mean()));
        }
    }

    /**
     * Where a racer stands.
     *
     * @param racer the program
     * @param measured its fitness and cost on the seeds so far
     * @param difference mean difference in cost to the incumbent; negative if it is better
     * @param error standard error of the difference
     */
    public record Place(Racer racer, Measured measured, double difference, double error) {}

    /** Says which programs run on after some seeds. */
    @FunctionalInterface
    public interface Field {
        /**
         * Those that stay in the race.
         *
         * @param incumbent on the seeds so far
         * @param places all that are still in it, best first
         */
        List<Place> staying(Measured incumbent, List<Place> places);
    }

    private final Task task;
    private final TrainingService trainings;
    private final Hurdles.Rule rule;
    private final OptionalLong most;
    private final Set<Key> met = new HashSet<>();
    private long asked;
    private long steps;

    /** A training, wherever its hurdles stood. */
    private record Key(FunctionalHash hash, long seed) {}

    /** No further round begins: as much was trained as may be. */
    static final class SpentException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** @param rule ends trainings early that are hopeless beside the worst of the incumbent's */
    public Racing(Task task, TrainingService trainings, Hurdles.Rule rule) {
        this(task, trainings, rule, OptionalLong.empty());
    }

    /**
     * @param most whole trainings, of programs and seeds that it has not had, after which a race ends with a
     *     {@link SpentException}; those that end early count by their steps
     */
    Racing(Task task, TrainingService trainings, Hurdles.Rule rule, OptionalLong most) {
        this.most = most;
        this.task = task;
        this.trainings = trainings;
        this.rule = rule;
    }

    /** Trainings that were asked for so far, those that were known before included. */
    public long asked() {
        return asked;
    }

    /**
     * Races programs against an incumbent, to find better ones.
     *
     * @param seeds how many a program must last
     * @return those that lasted, best first
     */
    public List<Place> run(Racer incumbent, List<Racer> racers, List<Long> seeds) {
        return run(incumbent, racers, seeds, (own, places) -> better(places));
    }

    /**
     * Races programs against an incumbent.
     *
     * @param seeds how many a program must last
     * @param field says who stays
     * @return those that lasted, best first
     */
    public List<Place> run(Racer incumbent, List<Racer> racers, List<Long> seeds, Field field) {
        List<Racer> running = racers;
        List<Place> places = List.of();
        int round = Math.min(FIRST_ROUND, seeds.size());
        int done = 0;
        while (!running.isEmpty()) {
            requireLeft();
            asked += (long) (running.size() + 1) * (round - done);
            List<Long> first = seeds.subList(0, round);
            TrainingResult own = trainings.train(incumbent.candidate.request(task, first, Hurdles.none()));
            count(incumbent.candidate, own);
            Measured base = incumbent.measured(own);
            places = field.staying(base, places(base, rule.behindWorst(own, task), running, first));
            done = round;
            if (round == seeds.size()) {
                break;
            }
            running = places.stream().map(Place::racer).toList();
            round = Math.min(2 * round, seeds.size());
        }
        return places;
    }

    private List<Place> places(Measured base, Hurdles hurdles, List<Racer> racers, List<Long> seeds) {
        List<TrainingResult> evaluations = trained(racers, seeds, hurdles);
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < racers.size(); i++) {
            Measured measured = racers.get(i).measured(evaluations.get(i));
            if (measured.isTrained()) {
                Measured.Difference difference = base.isTrained()
                        ? measured.differenceTo(base)
                        : new Measured.Difference(Double.NEGATIVE_INFINITY, 0);
                places.add(new Place(racers.get(i), measured, difference.mean(), difference.error()));
            }
        }
        places.sort(Comparator.comparingDouble(Place::difference));
        return places;
    }

    /** In parts, where the trainings are counted: a round of thousands may be more than what is left. */
    private List<TrainingResult> trained(List<Racer> racers, List<Long> seeds, Hurdles hurdles) {
        int part = most.isPresent() ? PART : racers.size();
        List<TrainingResult> results = new ArrayList<>();
        for (int from = 0; from < racers.size(); from += part) {
            requireLeft();
            List<Candidate> candidates = racers.subList(from, Math.min(racers.size(), from + part)).stream()
                    .map(Racer::candidate)
                    .toList();
            List<TrainingResult> own = trainings.train(Candidate.requests(task, candidates, seeds, hurdles));
            for (int i = 0; i < own.size(); i++) {
                count(candidates.get(i), own.get(i));
            }
            results.addAll(own);
        }
        return results;
    }

    private void requireLeft() {
        if (most.isPresent() && steps >= most.getAsLong() * task.steps()) {
            throw new SpentException();
        }
    }

    private void count(Candidate candidate, TrainingResult result) {
        for (TrainingResult.Run run : result.runs()) {
            if (met.add(new Key(candidate.hash(), run.seed()))) {
                steps += run.steps();
            }
        }
    }

    /** Those that are not clearly worse than the incumbent or than the best. */
    private static List<Place> better(List<Place> places) {
        double typical = typicalError(places);
        double bound = 0;
        for (Place place : places) {
            bound = Math.min(bound, place.difference + CLEAR * Math.max(place.error, typical));
        }
        double limit = bound;
        return places.stream()
                .filter(place -> place.difference - CLEAR * Math.max(place.error, typical) <= limit)
                .toList();
    }

    /** Two seeds say little about one program's error; that of the typical program says more. */
    public static double typicalError(List<Place> places) {
        return places.stream()
                .mapToDouble(Place::error)
                .sorted()
                .skip(places.size() / 2)
                .findFirst()
                .orElse(0);
    }
}
