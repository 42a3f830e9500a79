package savanna.search.chart;

import java.util.List;
import java.util.stream.DoubleStream;

/**
 * One axis: which values it shows, and where on the drawing. Values that span decades are best seen by their
 * logarithms.
 *
 * @param low least value
 * @param high largest value
 * @param start place of the least, in pixels
 * @param end place of the largest
 * @param ticks round values between
 * @param isLogarithmic whether equal lengths are equal ratios, not differences
 */
record Axis(double low, double high, double start, double end, List<Double> ticks, boolean isLogarithmic) {

    private static final double MARGIN = 0.04;
    /** Two decades: below that a straight axis shows all. */
    private static final double SPAN = 100;

    /** An axis that shows all the values, with a margin. */
    static Axis around(DoubleStream values, double start, double end) {
        var range = values.summaryStatistics();
        double low = range.getCount() == 0 ? 0 : range.getMin();
        double high = range.getCount() == 0 ? 1 : range.getMax();
        double margin = high > low ? MARGIN * (high - low) : Math.max(1e-3, 0.05 * Math.abs(high));
        return of(low - margin, high + margin, start, end);
    }

    /**
     * An axis that shows all the values, by their logarithms where all are above zero and they span two decades.
     *
     * @param ends of bands around the values, which may reach below zero and are then cut off
     */
    static Axis spanning(DoubleStream values, DoubleStream ends, double start, double end) {
        var range = values.summaryStatistics();
        boolean spansDecades = range.getCount() > 0 && range.getMin() > 0 && range.getMax() >= SPAN * range.getMin();
        if (!spansDecades) {
            return around(ends, start, end);
        }
        return byRatios(DoubleStream.of(range.getMin(), range.getMax()), start, end);
    }

    /** An axis that shows all the values by their logarithms. */
    static Axis byRatios(DoubleStream values, double start, double end) {
        var range = values.summaryStatistics();
        if (!(range.getMin() > 0 && range.getMax() > range.getMin() && range.getMax() < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("an axis of ratios from " + range.getMin() + " to " + range.getMax()
                    + "; expected two finite values above zero");
        }
        double margin = Math.pow(range.getMax() / range.getMin(), MARGIN);
        double low = range.getMin() / margin;
        double high = range.getMax() * margin;
        return new Axis(low, high, start, end, Ticks.ofDecades(low, high), true);
    }

    /** An axis from 0, or from the least value where that is less, to the largest. */
    static Axis fromZero(DoubleStream values, double start, double end) {
        var range = values.summaryStatistics();
        double low = range.getCount() == 0 ? 0 : Math.min(0, range.getMin());
        return of(low, range.getCount() == 0 ? 1 : Math.max(low + 1, range.getMax()), start, end);
    }

    private static Axis of(double low, double high, double start, double end) {
        return new Axis(low, high, start, end, Ticks.of(low, high), false);
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
                        .toList(),
                isLogarithmic);
    }

    double place(double value) {
        double share = isLogarithmic
                ? Math.log(Math.min(high, Math.max(low, value)) / low) / Math.log(high / low)
                : (value - low) / (high - low);
        return start + share * (end - start);
    }

    String label(double tick) {
        return isLogarithmic ? Ticks.label(tick) : Ticks.label(tick, ticks);
    }
}
