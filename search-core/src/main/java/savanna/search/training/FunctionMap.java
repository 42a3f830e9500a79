package savanna.search.training;

import java.util.Optional;
import savanna.dsl.analysis.FunctionalHash;

/**
 * What is known of functions, by their hashes, for searches that meet millions of them: an open table with linear
 * probing that keeps no object for a key: 29 to 57 bytes a function, where {@link java.util.HashMap} takes some 75. The
 * hashes are spread evenly already. Used by one thread at a time.
 *
 * @param <V> never null
 */
public final class FunctionMap<V> {

    private static final int FEWEST = 1 << 10;
    /** Entries for each ten places, beyond which the table grows. */
    private static final int FULL_OF_TEN = 7;

    private long[] high = new long[FEWEST];
    private long[] low = new long[FEWEST];
    private Object[] values = new Object[FEWEST];
    private int size;

    /** How many functions it knows. */
    public int size() {
        return size;
    }

    public boolean contains(FunctionalHash function) {
        return values[place(function.high(), function.low())] != null;
    }

    @SuppressWarnings("unchecked")
    public Optional<V> get(FunctionalHash function) {
        return Optional.ofNullable((V) values[place(function.high(), function.low())]);
    }

    /** Adds a function, or replaces what was known of it. */
    public void put(FunctionalHash function, V value) {
        int place = place(function.high(), function.low());
        boolean isNew = values[place] == null;
        high[place] = function.high();
        low[place] = function.low();
        values[place] = value;
        if (isNew && ++size * 10L > FULL_OF_TEN * (long) values.length) {
            grow();
        }
    }

    /** Where the function stands, or would. */
    private int place(long highBits, long lowBits) {
        int mask = values.length - 1;
        int place = Long.hashCode(highBits ^ lowBits) & mask;
        while (values[place] != null && (high[place] != highBits || low[place] != lowBits)) {
            place = (place + 1) & mask;
        }
        return place;
    }

    private void grow() {
        long[] oldHigh = high;
        long[] oldLow = low;
        Object[] oldValues = values;
        high = new long[2 * oldValues.length];
        low = new long[2 * oldValues.length];
        values = new Object[2 * oldValues.length];
        for (int i = 0; i < oldValues.length; i++) {
            if (oldValues[i] != null) {
                int place = place(oldHigh[i], oldLow[i]);
                high[place] = oldHigh[i];
                low[place] = oldLow[i];
                values[place] = oldValues[i];
            }
        }
    }
}
