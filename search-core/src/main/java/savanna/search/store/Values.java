package savanna.search.store;

import java.sql.ResultSet;
import java.sql.SQLException;
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

    /** The number in a column; absent for NULL. */
    static OptionalDouble optional(ResultSet row, int column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
