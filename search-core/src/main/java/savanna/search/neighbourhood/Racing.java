package savanna.search.neighbourhood;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import savanna.search.objective.Measured;
import savanna.search.training.Candidate;
import savanna.search.training.Measurement;
import savanna.tasks.Hurdles;
import savanna.tasks.Outcome;
import savanna.tasks.Task;
import savanna.tasks.TrainingResult;
import savanna.tasks.training.TrainingService;

/**
 * Compares many programs with one on the same seeds. After 2, 4, 8 ... seeds those that are clearly worse than it, or
 * clearly worse than the best, stop; so most of them cost two trainings. Programs are compared by cost, pair by pair.
 */
final class Racing {

    /** A difference of so many standard errors is clear. */
    private static final double CLEAR = 2;

    private static final int FIRST_ROUND = 2;

    /** A program in the race. */
    record Racer(Neighbour neighbour, Candidate candidate) {

        static Racer of(Neighbour neighbour) {
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
    record Place(Racer racer, Measured measured, double difference, double error) {}

    private final Task task;
    private final TrainingService trainings;
    private final OptionalDouble hurdleFactor;

    /**
     * @param hurdleFactor ends trainings early whose loss is, at a checkpoint, so many times the incumbent's there;
     *     none: all run to their end
     */
    Racing(Task task, TrainingService trainings, OptionalDouble hurdleFactor) {
        this.task = task;
        this.trainings = trainings;
        this.hurdleFactor = hurdleFactor;
    }

    /**
     * Races programs against an incumbent.
     *
     * @param seeds how many a program must last
     * @return those that lasted, best first
     */
    List<Place> run(Racer incumbent, List<Racer> racers, List<Long> seeds) {
        List<Racer> running = racers;
        List<Place> places = List.of();
        int round = Math.min(FIRST_ROUND, seeds.size());
        while (!running.isEmpty()) {
            places = kept(places(incumbent, running, seeds.subList(0, round)));
            if (round == seeds.size()) {
                break;
            }
            running = places.stream().map(Place::racer).toList();
            round = Math.min(2 * round, seeds.size());
        }
        return places;
    }

    private List<Place> places(Racer incumbent, List<Racer> racers, List<Long> seeds) {
        TrainingResult own = trainings.train(incumbent.candidate.request(task, seeds, Hurdles.none()));
        Measured base = incumbent.measured(own);
        List<TrainingResult> evaluations = trainings.train(
                Candidate.requests(task, racers.stream().map(Racer::candidate).toList(), seeds, hurdles(own)));
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

    private Hurdles hurdles(TrainingResult incumbent) {
        boolean isPossible = hurdleFactor.isPresent() && incumbent.outcome() == Outcome.TRAINED;
        return isPossible ? Hurdles.behindWorst(incumbent, task, hurdleFactor.getAsDouble()) : Hurdles.none();
    }

    /** Those that are not clearly worse than the incumbent or than the best. */
    private static List<Place> kept(List<Place> places) {
        // Two seeds say little about one program's error; that of the typical program says more.
        double typical = places.stream()
                .mapToDouble(Place::error)
                .sorted()
                .skip(places.size() / 2)
                .findFirst()
                .orElse(0);
        double bound = 0;
        for (Place place : places) {
            bound = Math.min(bound, place.difference + CLEAR * Math.max(place.error, typical));
        }
        double limit = bound;
        return places.stream()
                .filter(place -> place.difference - CLEAR * Math.max(place.error, typical) <= limit)
                .toList();
    }
}
