package savanna.search.store;

import java.util.OptionalDouble;

/** Numbers as the store keeps them. */
final class Values {
    private Values() {}

    static Object orNull(OptionalDouble value) {
        return value.isPresent() ? (Object) value.getAsDouble() : RunDatabase.Null.NULL;
    }

    /** Infinity, which says that there is no number, becomes NULL. */
    static Object finiteOrNull(double value) {
        return Double.isFinite(value) ? (Object) value : RunDatabase.Null.NULL;
    }
}
