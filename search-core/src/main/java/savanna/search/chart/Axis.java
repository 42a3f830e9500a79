package savanna.search.chart;

import java.util.List;
import java.util.stream.DoubleStream;

/**
 * One axis: which values it shows, and where on the drawing.
 *
 * @param low least value
 * @param high largest value
 * @param start place of the least, in pixels
 * @param end place of the largest
 * @param ticks round values between
 */
record Axis(double low, double high, double start, double end, List<Double> ticks) {

    private static final double MARGIN = 0.04;

    /** An axis that shows all the values, with a margin. */
    static Axis around(DoubleStream values, double start, double end) {
        var range = values.summaryStatistics();
        double low = range.getCount() == 0 ? 0 : range.getMin();
        double high = range.getCount() == 0 ? 1 : range.getMax();
        double margin = high > low ? MARGIN * (high - low) : Math.max(1e-3, 0.05 * Math.abs(high));
        return of(low - margin, high + margin, start, end);
    }

    /** An axis from 0, or from the least value where that is less, to the largest. */
    static Axis fromZero(DoubleStream values, double start, double end) {
        var range = values.summaryStatistics();
        double low = range.getCount() == 0 ? 0 : Math.min(0, range.getMin());
        return of(low, range.getCount() == 0 ? 1 : Math.max(low + 1, range.getMax()), start, end);
    }

    private static Axis of(double low, double high, double start, double end) {
        return new Axis(low, high, start, end, Ticks.of(low, high));
    }

    /** With ticks at whole numbers only. */
    Axis whole() {
        return new Axis(
                low,
                high,
                start,
                end,
                ticks.stream()
                        .filter(tick -> Math.abs(tick - Math.rint(tick)) < 1e-9)
                        .toList());
    }

    double place(double value) {
        return start + (value - low) / (high - low) * (end - start);
    }

    String label(double tick) {
        return Ticks.label(tick, ticks);
    }
}
