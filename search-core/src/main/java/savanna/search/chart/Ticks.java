package savanna.search.chart;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Round numbers along an axis. */
final class Ticks {
    private static final int MOST_DECIMALS = 6;
    private static final int MOST_DECADES = 8;
    private static final int FEW_DECADES = 4;

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

    /**
     * Powers of ten from low to high, above 0; every other, third and so on where there are many, and 2 and 5 where
     * few.
     */
    static List<Double> ofDecades(double low, double high) {
        int first = (int) Math.floor(Math.log10(low));
        int last = (int) Math.ceil(Math.log10(high));
        int apart = Math.max(1, (last - first) / MOST_DECADES);
        List<Double> steps = last - first <= FEW_DECADES ? List.of(1.0, 2.0, 5.0) : List.of(1.0);
        List<Double> ticks = new ArrayList<>();
        for (int decade = first; decade <= last; decade += apart) {
            for (double step : steps) {
                double tick = step * Math.pow(10, decade);
                if (tick >= low && tick <= high) {
                    ticks.add(tick);
                }
            }
        }
        return ticks;
    }

    /** A number by itself. */
    static String label(double value) {
        boolean isPlain = value >= 1e-4 && value < 1e6;
        String digits = new BigDecimal(value)
                .round(new MathContext(2))
                .stripTrailingZeros()
                .toPlainString();
        return isPlain
                ? value < 1 ? digits : String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%.0e", value)
                        .replaceAll("e([+-])0?", "e$1")
                        .replace("e+", "e");
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
