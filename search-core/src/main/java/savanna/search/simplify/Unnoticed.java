package savanna.search.simplify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import savanna.dsl.analysis.FunctionalHash;
import savanna.search.neighbourhood.Racing;
import savanna.search.objective.Measured;
import savanna.search.training.Candidate;
import savanna.search.training.Measurement;
import savanna.tasks.Hurdles;
import savanna.tasks.Task;
import savanna.tasks.training.TrainingService;

/**
 * Finds out which changes of a program a task does not notice: all race against it on the same seeds, and one stops as
 * soon as its fitness is clearly another. What lasts must differ by no more than the noise of the fitness, and be as
 * near to the program that all began with.
 */
final class Unnoticed {

    /** A difference of so many standard errors beyond the noise is clear. */
    private static final double CLEAR = 2;
    /** Trainings whose loss is so many times that of the program's worst run are noticed without further steps. */
    private static final OptionalDouble HURDLE = OptionalDouble.of(1.5);

    private final Task task;
    private final TrainingService trainings;
    private final Racing racing;
    private final Candidate origin;
    private final Map<FunctionalHash, Change> changes = new HashMap<>();

    /** @param origin that all began with */
    Unnoticed(Task task, TrainingService trainings, Candidate origin) {
        this.task = task;
        this.trainings = trainings;
        this.racing = new Racing(task, trainings, HURDLE);
        this.origin = origin;
    }

    /** Those that differ from the incumbent, and from the origin, by less than noise on all seeds, in no order. */
    List<Racing.Racer> among(Racing.Racer incumbent, List<Racing.Racer> racers, List<Long> seeds) {
        Measurement first = measured(origin, seeds);
        List<Racing.Racer> unnoticed = new ArrayList<>();
        for (Racing.Place place : racing.run(incumbent, racers, seeds, this::alike)) {
            Measurement own = place.measured().measurement();
            boolean isAlike = changes.get(place.racer().candidate().hash()).isWithinNoise();
            if (isAlike
                    && (!first.isTrained()
                            || Change.between(first.fitness(), own.fitness()).isWithinNoise())) {
                unnoticed.add(place.racer());
            }
        }
        return unnoticed;
    }

    /** How a program changed the fitness when it was looked at last; a failure if it never trained. */
    Change change(Racing.Racer racer) {
        return changes.getOrDefault(racer.candidate().hash(), Change.FAILED);
    }

    /** Trainings that were asked for. */
    long asked() {
        return racing.asked();
    }

    private Measurement measured(Candidate candidate, List<Long> seeds) {
        return Measurement.of(candidate, trainings.train(candidate.request(task, seeds, Hurdles.none())));
    }

    private List<Racing.Place> alike(Measured incumbent, List<Racing.Place> places) {
        if (!incumbent.isTrained()) {
            return List.of();
        }
        double typical = Racing.typicalError(places);
        List<Racing.Place> alike = new ArrayList<>();
        for (Racing.Place place : places) {
            Change change = Change.between(
                    incumbent.measurement().fitness(),
                    place.measured().measurement().fitness());
            changes.put(place.racer().candidate().hash(), change);
            if (Math.abs(change.difference()) <= change.noise() + CLEAR * Math.max(change.error(), typical)) {
                alike.add(place);
            }
        }
        return alike;
    }
}
