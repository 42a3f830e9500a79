package savanna.search.plot;

import java.util.List;

/**
 * A line of a figure.
 *
 * @param name for the legend
 * @param x programs
 * @param y values, as many
 * @param errors standard errors, as many; empty if there are none
 */
record Curve(String name, List<Double> x, List<Double> y, List<Double> errors) {

    Curve {
        x = List.copyOf(x);
        y = List.copyOf(y);
        errors = List.copyOf(errors);
        if (x.size() != y.size() || !errors.isEmpty() && errors.size() != y.size()) {
            throw new IllegalArgumentException("curve " + name + " has " + x.size() + " places, " + y.size()
                    + " values and " + errors.size() + " errors");
        }
    }
}
