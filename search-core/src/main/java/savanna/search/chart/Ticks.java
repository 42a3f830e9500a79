package savanna.search.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Round numbers along an axis. */
final class Ticks {
    private static final int MOST_DECIMALS = 6;

    private Ticks() {}

    /** Four to eight round numbers from low to high; none if the range is empty. */
    static List<Double> of(double low, double high) {
        double rough = (high - low) / 5;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double step = rough / power < 1.5
                ? power
                : rough / power < 3.5 ? 2 * power : rough / power < 7.5 ? 5 * power : 10 * power;
        List<Double> ticks = new ArrayList<>();
        for (double tick = Math.ceil(low / step) * step; tick <= high; tick += step) {
            ticks.add(Math.abs(tick) < step * 1e-9 ? 0 : tick);
        }
        return ticks;
    }

    /** A number as it stands at an axis, with as many decimals as tell it from its neighbours. */
    static String label(double value, List<Double> ticks) {
        double step = ticks.size() > 1 ? ticks.get(1) - ticks.get(0) : Math.abs(value);
        double decimals = Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
        return decimals > MOST_DECIMALS
                ? String.format(Locale.ROOT, "%.4g", value)
                : String.format(Locale.ROOT, "%,." + (int) decimals + "f", value);
    }
}
