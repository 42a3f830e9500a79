package savanna.search.plot;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Curves over two axes as an SVG file that can go into a paper: a band shows the standard error, colours are told apart
 * by the colour-blind (Okabe and Ito 2008), dashes by those who print in black, and a dotted line goes on at the last
 * value of a curve that ends before the others.
 */
final class LineFigure {

    private static final List<String> COLOURS =
            List.of("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000");
    private static final List<String> DASHES = List.of("none", "8 3", "3 2", "8 3 2 3", "12 3", "5 5", "1 2");
    private static final int WIDTH = 720;
    private static final int LEFT = 68;
    private static final int RIGHT = 30;
    private static final int TOP = 40;
    private static final int PLOT_HEIGHT = 320;
    private static final int BOTTOM = TOP + PLOT_HEIGHT;
    private static final int LEGEND_TOP = BOTTOM + 62;
    private static final int LEGEND_ROW = 20;
    /** Curves whose bands can still be told apart where they overlap; those of more are fainter. */
    private static final int FEW = 3;
    /** Characters of a name beyond which each stands in a line of its own. */
    private static final int LEGEND_HALF = 38;

    private final String title;
    private final String xTitle;
    private final String yTitle;
    private final List<Curve> curves;
    private final boolean isContinued;
    private final double lowX;
    private final double highX;
    private final double lowY;
    private final double highY;

    /** @param isContinued whether a curve keeps its last value beyond its end, as a best-so-far does */
    LineFigure(String title, String xTitle, String yTitle, List<Curve> curves, boolean isContinued) {
        this.title = title;
        this.xTitle = xTitle;
        this.yTitle = yTitle;
        this.curves = curves.stream().filter(curve -> !curve.x().isEmpty()).toList();
        this.isContinued = isContinued;
        lowX = Math.min(0, lowest(curve -> min(curve.x())));
        highX = Math.max(lowX + 1, -lowest(curve -> -max(curve.x())));
        double low = lowest(curve -> IntStream.range(0, curve.y().size())
                .mapToDouble(i -> curve.y().get(i) - error(curve, i))
                .min()
                .orElse(0));
        double high = -lowest(curve -> -IntStream.range(0, curve.y().size())
                .mapToDouble(i -> curve.y().get(i) + error(curve, i))
                .max()
                .orElse(1));
        double margin = high > low ? 0.04 * (high - low) : Math.max(1e-3, 0.05 * Math.abs(high));
        lowY = low - margin;
        highY = high + margin;
    }

    private double lowest(ToDoubleFunction<Curve> value) {
        return curves.stream().mapToDouble(value).min().orElse(0);
    }

    private static double min(List<Double> values) {
        return values.stream().mapToDouble(value -> value).min().orElse(0);
    }

    private static double max(List<Double> values) {
        return values.stream().mapToDouble(value -> value).max().orElse(0);
    }

    private static double error(Curve curve, int place) {
        return curve.errors().isEmpty() ? 0 : curve.errors().get(place);
    }

    String svg() {
        int columns = curves.stream().allMatch(curve -> curve.name().length() <= LEGEND_HALF) ? 2 : 1;
        int rows = (curves.size() + columns - 1) / columns;
        boolean hasBands = curves.stream().anyMatch(curve -> !curve.errors().isEmpty());
        int height = LEGEND_TOP + rows * LEGEND_ROW + (hasBands ? LEGEND_ROW : 0);
        StringBuilder svg = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        add(
                svg,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" font-family=\"Helvetica, Arial, sans-serif\" font-size=\"13\">",
                WIDTH,
                height,
                WIDTH,
                height);
        add(svg, "<title>%s</title>", escaped(title));
        add(svg, "<rect width=\"%d\" height=\"%d\" fill=\"white\"/>", WIDTH, height);
        axes(svg);
        for (int i = 0; i < curves.size(); i++) {
            band(svg, curves.get(i), colour(i));
        }
        for (int i = 0; i < curves.size(); i++) {
            line(svg, curves.get(i), i);
            legend(svg, curves.get(i), i, columns);
        }
        if (hasBands) {
            add(
                    svg,
                    "<text x=\"%d\" y=\"%d\" font-size=\"11\">Band: standard error%s</text>",
                    LEFT,
                    LEGEND_TOP + rows * LEGEND_ROW,
                    svg.indexOf("class=\"continued\"") < 0
                            ? ""
                            : "; dotted: the last value, after the end of the search");
        }
        return svg.append("</svg>\n").toString();
    }

    private void axes(StringBuilder svg) {
        add(
                svg,
                "<text x=\"%d\" y=\"24\" text-anchor=\"middle\" font-size=\"15\" font-weight=\"bold\">%s</text>",
                (LEFT + WIDTH - RIGHT) / 2,
                escaped(title));
        List<Double> ticksY = Ticks.of(lowY, highY);
        for (double tick : ticksY) {
            add(svg, "<path d=\"M%d %.1fH%d\" stroke=\"#dddddd\"/>", LEFT, y(tick), WIDTH - RIGHT);
            add(
                    svg,
                    "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
                    LEFT - 8,
                    y(tick) + 4,
                    Ticks.label(tick, ticksY));
        }
        List<Double> ticksX = Ticks.of(lowX, highX);
        for (double tick : ticksX) {
            add(svg, "<path d=\"M%.1f %dv5\" stroke=\"black\"/>", x(tick), BOTTOM);
            add(
                    svg,
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                    x(tick),
                    BOTTOM + 20,
                    Ticks.label(tick, ticksX));
        }
        add(svg, "<path d=\"M%d %dV%dH%d\" fill=\"none\" stroke=\"black\"/>", LEFT, TOP, BOTTOM, WIDTH - RIGHT);
        add(
                svg,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                (LEFT + WIDTH - RIGHT) / 2,
                BOTTOM + 42,
                escaped(xTitle));
        add(
                svg,
                "<text transform=\"translate(16 %d) rotate(-90)\" text-anchor=\"middle\">%s</text>",
                (TOP + BOTTOM) / 2,
                escaped(yTitle));
    }

    private void band(StringBuilder svg, Curve curve, String colour) {
        if (curve.errors().isEmpty()) {
            return;
        }
        StringBuilder outline = new StringBuilder();
        for (int i = 0; i < curve.x().size(); i++) {
            point(outline, curve.x().get(i), curve.y().get(i) + error(curve, i));
        }
        for (int i = curve.x().size() - 1; i >= 0; i--) {
            point(outline, curve.x().get(i), curve.y().get(i) - error(curve, i));
        }
        add(
                svg,
                "<path class=\"band\" d=\"%sZ\" fill=\"%s\" fill-opacity=\"%s\"/>",
                outline,
                colour,
                curves.size() > FEW ? "0.08" : "0.18");
    }

    private void line(StringBuilder svg, Curve curve, int index) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < curve.x().size(); i++) {
            point(path, curve.x().get(i), curve.y().get(i));
        }
        add(
                svg,
                "<path class=\"curve\" d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\" stroke-dasharray=\"%s\"/>",
                path,
                colour(index),
                dash(index));
        int last = curve.x().size() - 1;
        if (isContinued && x(highX) - x(curve.x().get(last)) > 1) {
            add(
                    svg,
                    "<path class=\"continued\" d=\"M%.1f %.1fH%d\" stroke=\"%s\" stroke-width=\"1.5\" stroke-dasharray=\"1 4\"/>",
                    x(curve.x().get(last)),
                    y(curve.y().get(last)),
                    WIDTH - RIGHT,
                    colour(index));
        }
    }

    private void legend(StringBuilder svg, Curve curve, int index, int columns) {
        int left = LEFT + index % columns * (WIDTH - LEFT - RIGHT) / columns;
        int at = LEGEND_TOP + index / columns * LEGEND_ROW;
        add(
                svg,
                "<path d=\"M%d %dh32\" stroke=\"%s\" stroke-width=\"2\" stroke-dasharray=\"%s\"/>",
                left,
                at - 4,
                colour(index),
                dash(index));
        add(svg, "<text x=\"%d\" y=\"%d\">%s</text>", left + 40, at, escaped(curve.name()));
    }

    private void point(StringBuilder path, double atX, double atY) {
        path.append(String.format(Locale.ROOT, "%s%.1f %.1f", path.length() == 0 ? "M" : "L", x(atX), y(atY)));
    }

    private double x(double value) {
        return LEFT + (value - lowX) / (highX - lowX) * (WIDTH - LEFT - RIGHT);
    }

    private double y(double value) {
        return BOTTOM - (value - lowY) / (highY - lowY) * PLOT_HEIGHT;
    }

    private static String colour(int index) {
        return COLOURS.get(index % COLOURS.size());
    }

    private static String dash(int index) {
        return DASHES.get(index % DASHES.size());
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static void add(StringBuilder svg, String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
