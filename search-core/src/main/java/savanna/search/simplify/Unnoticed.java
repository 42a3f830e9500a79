package savanna.search.simplify;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import savanna.dsl.analysis.FunctionalHash;
import savanna.search.neighbourhood.Racing;
import savanna.search.objective.Measured;
import savanna.search.training.Candidate;
import savanna.search.training.Measurement;
import savanna.tasks.Hurdles;
import savanna.tasks.Task;
import savanna.tasks.suite.Suite;
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
    private static final Hurdles.Rule HURDLE = Hurdles.Rule.ofLoss(1.5);

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
        Measurement first = measured(origin, task, seeds);
        List<Double> alone = first.isTrained() ? alone(first, seeds) : List.of();
        List<Racing.Racer> unnoticed = new ArrayList<>();
        for (Racing.Place place : racing.run(incumbent, racers, seeds, (own, places) -> alike(own, places, seeds))) {
            Measurement own = place.measured().measurement();
            boolean isAlike = changes.get(place.racer().candidate().hash()).isWithinNoise();
            if (isAlike
                    && (!first.isTrained()
                            || Change.between(first.fitness(), own.fitness(), alone)
                                    .isWithinNoise())) {
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

    /**
     * Fitness by seed of a program for itself. A suite takes off what the start program comes to with the same luck, so
     * that nothing would be left of the noise of programs like it: there it is the mean over the tasks, in their
     * scales.
     */
    private List<Double> alone(Measurement measurement, List<Long> seeds) {
        if (!(task instanceof Suite suite)) {
            return measurement.fitness();
        }
        List<Long> first = seeds.subList(0, measurement.fitness().size());
        List<Double> alone = new ArrayList<>(Collections.nCopies(first.size(), 0.0));
        for (Suite.Part part : suite.parts()) {
            List<Double> own =
                    measured(measurement.candidate(), part.task(), first).fitness();
            for (int i = 0; i < own.size(); i++) {
                alone.set(
                        i,
                        alone.get(i) + own.get(i) / part.scale() / suite.parts().size());
            }
        }
        return alone;
    }

    private Measurement measured(Candidate candidate, Task task, List<Long> seeds) {
        return Measurement.of(candidate, trainings.train(candidate.request(task, seeds, Hurdles.none())));
    }

    private List<Racing.Place> alike(Measured incumbent, List<Racing.Place> places, List<Long> seeds) {
        if (!incumbent.isTrained()) {
            return List.of();
        }
        List<Double> alone = alone(incumbent.measurement(), seeds);
        double typical = Racing.typicalError(places);
        List<Racing.Place> alike = new ArrayList<>();
        for (Racing.Place place : places) {
            Change change = Change.between(
                    incumbent.measurement().fitness(),
                    place.measured().measurement().fitness(),
                    alone);
            changes.put(place.racer().candidate().hash(), change);
            if (Math.abs(change.difference()) <= change.noise() + CLEAR * Math.max(change.error(), typical)) {
                alike.add(place);
            }
        }
        return alike;
    }
}
