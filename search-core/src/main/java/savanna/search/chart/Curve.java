package savanna.search.chart;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A series of a chart.
 *
 * @param name for the legend
 * @param mark how it is drawn
 * @param x places
 * @param y values, as many
 * @param errors standard errors, as many; empty if there are none
 */
public record Curve(String name, Mark mark, List<Double> x, List<Double> y, List<Double> errors) {

    /** How the values of a series are drawn. */
    public enum Mark {
        /** Values that change evenly from one to the next. */
        LINE,
        /** A best so far: each value holds until the next, the last to the chart's right edge. */
        STEPS,
        /** One value throughout, such as that of a baseline. */
        LEVEL,
        /** Values that have nothing between them. */
        POINTS,
        /** Rings around points of other series. */
        RINGS
    }

    public Curve {
        x = List.copyOf(x);
        y = List.copyOf(y);
        errors = List.copyOf(errors);
        if (x.size() != y.size() || !errors.isEmpty() && errors.size() != y.size()) {
            throw new IllegalArgumentException("curve " + name + " has " + x.size() + " places, " + y.size()
                    + " values and " + errors.size() + " errors");
        }
    }

    /** Without errors. */
    public static Curve of(String name, Mark mark, List<Double> x, List<Double> y) {
        return new Curve(name, mark, x, y, List.of());
    }

    /** A level that ends at another place. */
    public Curve until(double end) {
        return new Curve(name, mark, List.of(x.get(0), end), y, errors);
    }

    boolean isDrawnThrough() {
        return mark == Mark.LINE || mark == Mark.STEPS || mark == Mark.LEVEL;
    }

    int size() {
        return x.size();
    }

    /** The value, plus so many standard errors. */
    double y(int place, double errorsAway) {
        return y.get(place) + (errors.isEmpty() ? 0 : errorsAway * errors.get(place));
    }

    /** Only the places where everything is a number. */
    Curve finite() {
        List<Integer> kept = IntStream.range(0, size())
                .filter(i -> Double.isFinite(x.get(i)) && Double.isFinite(y(i, 1)))
                .boxed()
                .toList();
        return new Curve(
                name,
                mark,
                kept.stream().map(x::get).toList(),
                kept.stream().map(y::get).toList(),
                errors.isEmpty() ? List.of() : kept.stream().map(errors::get).toList());
    }
}
