package savanna.search.pipeline;

import java.time.Duration;
import java.util.OptionalLong;
import savanna.search.evolution.Budget;
import savanna.search.evolution.Counts;
import savanna.search.evolution.Lull;
import savanna.search.evolution.StopReason;

/**
 * The budget of one search that is cut into parts: each part has what those before it have left, and no more programs
 * than a part is meant to have. A plateau goes on from part to part.
 */
final class Allowance {

    private final OptionalLong every;
    private final Lull lull = new Lull();
    private Budget rest;
    private boolean isUsedUp;

    /** @param every programs of a part; absent: one part has them all */
    Allowance(Budget whole, OptionalLong every) {
        this.every = every;
        this.rest = whole;
    }

    /** Whether there is to be another part; there is a first one always. */
    boolean isLeft() {
        return !isUsedUp;
    }

    /** What the next part has. */
    Budget part() {
        return every.isEmpty() ? rest : rest.withPrograms(Math.min(every.getAsLong(), programsLeft()));
    }

    /** Programs since the lowest cost of all parts last fell. */
    Lull lull() {
        return lull;
    }

    /**
     * A part has ended.
     *
     * @param training time that it spent in trainings, in all sessions
     * @param elapsed time that it took, in all sessions
     */
    void spend(StopReason reason, Counts counts, Duration training, Duration elapsed) {
        rest = rest.minus(counts, training, elapsed);
        lull.next(counts);
        isUsedUp = reason != StopReason.PROGRAMS || programsLeft() == 0;
    }

    private long programsLeft() {
        return rest.programs().orElse(Long.MAX_VALUE);
    }
}
