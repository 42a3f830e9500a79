package savanna.search.evolution;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * When a search ends: at the first of these. Programs, evaluations, trainings, plateau and target give the same end on
 * every machine; the times do not.
 *
 * @param programs programs made
 * @param evaluations functions trained, and further seeds in their measure
 * @param trainings whole trainings; those that end early count by their steps
 * @param trainingTime time spent in trainings, summed over threads
 * @param time time on the clock
 * @param plateau programs since the lowest cost last fell
 * @param target cost, fitness plus prices, that is good enough; where functions have different seeds, at the upper
 *     standard error
 */
public record Budget(
        OptionalLong programs,
        OptionalLong evaluations,
        OptionalDouble trainings,
        Optional<Duration> trainingTime,
        Optional<Duration> time,
        OptionalLong plateau,
        OptionalDouble target) {

    /** The same with another number of programs. */
    public Budget withPrograms(long value) {
        return new Budget(OptionalLong.of(value), evaluations, trainings, trainingTime, time, plateau, target);
    }

    /** What a part of a search leaves to the next; a plateau and a target stay what they are. */
    public Budget minus(Counts used, Duration usedTraining, Duration usedTime) {
        return new Budget(
                less(programs, used.programs()),
                less(evaluations, used.charged()),
                trainings.isEmpty()
                        ? trainings
                        : OptionalDouble.of(Math.max(0, trainings.getAsDouble() - used.trainings())),
                trainingTime.map(whole -> less(whole, usedTraining)),
                time.map(whole -> less(whole, usedTime)),
                plateau,
                target);
    }

    private static OptionalLong less(OptionalLong whole, long used) {
        return whole.isEmpty() ? whole : OptionalLong.of(Math.max(0, whole.getAsLong() - used));
    }

    private static Duration less(Duration whole, Duration used) {
        return whole.compareTo(used) > 0 ? whole.minus(used) : Duration.ZERO;
    }

    /**
     * Why the search ends here, if it does.
     *
     * @param counts totals of the search
     * @param lull programs made since the lowest cost last fell
     * @param trainingTime training time used so far
     * @param time time used so far
     */
    public Optional<StopReason> reached(Counts counts, long lull, Duration trainingTime, Duration time) {
        if (target.isPresent() && counts.bound().total() <= target.getAsDouble()) {
            return Optional.of(StopReason.TARGET);
        }
        if (programs.isPresent() && counts.programs() >= programs.getAsLong()) {
            return Optional.of(StopReason.PROGRAMS);
        }
        if (evaluations.isPresent() && counts.charged() >= evaluations.getAsLong()) {
            return Optional.of(StopReason.EVALUATIONS);
        }
        if (trainings.isPresent() && counts.trainings() >= trainings.getAsDouble()) {
            return Optional.of(StopReason.TRAININGS);
        }
        if (plateau.isPresent() && lull >= plateau.getAsLong()) {
            return Optional.of(StopReason.PLATEAU);
        }
        return timeReached(trainingTime, time);
    }

    private Optional<StopReason> timeReached(Duration usedTraining, Duration used) {
        if (trainingTime.isPresent() && usedTraining.compareTo(trainingTime.get()) >= 0) {
            return Optional.of(StopReason.TRAINING_TIME);
        }
        return time.isPresent() && used.compareTo(time.get()) >= 0 ? Optional.of(StopReason.TIME) : Optional.empty();
    }
}
