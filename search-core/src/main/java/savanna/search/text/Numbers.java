package savanna.search.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalDouble;
import savanna.search.objective.Cost;

/** Numbers as people read them; the same in every locale. */
public final class Numbers {
    private Numbers() {}

    /** Four decimals; {@code -} where there is no number. */
    public static String fitness(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.4f", value) : "-";
    }

    /** Four decimals; {@code -} where there is no number. */
    public static String fitness(OptionalDouble value) {
        return fitness(value.orElse(Double.NaN));
    }

    /** The fitness and, where there is one, the price: {@code 0.4400 + 0.0690}. */
    public static String cost(double fitness, double price) {
        return fitness(fitness) + (price > 0 && Double.isFinite(fitness) ? " + " + fitness(price) : "");
    }

    /** Numbers of state for each parameter: {@code 2}, or {@code 0.03}. */
    public static String states(double states) {
        return states == Math.rint(states)
                ? Long.toString((long) states)
                : String.format(Locale.ROOT, states < 0.01 ? "%.1g" : "%.2f", states);
    }

    public static String cost(Cost cost) {
        return cost(cost.fitness(), cost.price());
    }

    /** With its sign. */
    public static String difference(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%+.4f", value) : "-";
    }

    /** With its sign. */
    public static String difference(OptionalDouble value) {
        return difference(value.orElse(Double.NaN));
    }

    public static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f%%", 100 * share);
    }

    /** Such as {@code 1 state} or {@code 2 states}. */
    public static String counted(long count, String what) {
        return count(count) + " " + what + (count == 1 ? "" : "s");
    }

    /** With thousands set apart. */
    public static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** Such as {@code 0:07}, {@code 12:30} or {@code 3:00:05}. */
    public static String time(Duration time) {
        long seconds = time.toSeconds();
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    /** A factor such as {@code x0.3}, to three digits. */
    public static String factor(double value) {
        return "x"
                + new BigDecimal(value)
                        .round(new MathContext(3))
                        .stripTrailingZeros()
                        .toPlainString();
    }
}
