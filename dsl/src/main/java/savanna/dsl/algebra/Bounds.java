package savanna.dsl.algebra;

import java.util.Set;
import savanna.dsl.numbers.Tolerances;

/** What numbers a rewriting of given equations may contain. A candidate that has others is passed over. */
final class Bounds {

    /**
     * Decades that the numbers may be farther from 1 together: as much as a rate in the place of a sum of two costs.
     */
    private static final double MORE_DECADES = 6;

    private final Set<Double> given;
    private final double decades;

    Bounds(Equations start) {
        given = Constants.of(start);
        decades = Constants.decades(given) + MORE_DECADES;
    }

    /**
     * Whether 32 bits hold every number of it, or had it before, and the numbers are about as readable as they were:
     * {@code clip(c * 1e30, 1.0)} does not become a clip at 1e-30 for which rate and decay make up.
     */
    boolean allow(Equations candidate) {
        Set<Double> constants = Constants.of(candidate);
        return constants.stream().allMatch(value -> Tolerances.isWritable(value) || given.contains(value))
                && Constants.decades(constants) <= decades;
    }
}
