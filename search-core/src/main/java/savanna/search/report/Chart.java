package savanna.search.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import savanna.search.plot.Ticks;

/**
 * Lines or points over two axes, as SVG text; colours come from the page's style, so that light, dark and print look
 * right. Series are named in a legend below.
 */
final class Chart {

    /** A point. */
    record Point(double x, double y) {}

    private enum Mark {
        LINE,
        POINT,
        RING
    }

    private record Series(String name, List<Point> points, Mark mark) {}

    private static final int WIDTH = 640;
    private static final int HEIGHT = 280;
    private static final int LEFT = 86;
    private static final int BOTTOM = 44;
    private static final int TOP = 12;
    private static final int RIGHT = 16;

    /** Colours; further series are dashed. */
    private static final int COLOURS = 6;
    /** Points of a line that are few enough to show each. */
    private static final int FEW_POINTS = 12;

    private final String title;
    private final String xTitle;
    private final String yTitle;
    private final List<Series> series = new ArrayList<>();

    Chart(String title, String xTitle, String yTitle) {
        this.title = title;
        this.xTitle = xTitle;
        this.yTitle = yTitle;
    }

    Chart line(String name, List<Point> points) {
        return add(name, points, Mark.LINE);
    }

    Chart points(String name, List<Point> points) {
        return add(name, points, Mark.POINT);
    }

    /** Rings around points of other series. */
    Chart rings(String name, List<Point> points) {
        return add(name, points, Mark.RING);
    }

    private Chart add(String name, List<Point> points, Mark mark) {
        List<Point> finite = points.stream()
                .filter(point -> Double.isFinite(point.x) && Double.isFinite(point.y))
                .toList();
        if (!finite.isEmpty()) {
            series.add(new Series(name, finite, mark));
        }
        return this;
    }

    /** The figure, or a sentence where there is nothing to draw. */
    String html() {
        if (series.isEmpty()) {
            return "<p class=\"note\">" + Html.text(title) + ": nothing was measured.</p>\n";
        }
        double[] x = range(true);
        double[] y = range(false);
        StringBuilder svg =
                new StringBuilder("<figure><figcaption>" + Html.text(title) + "</figcaption>\n<svg viewBox=\"0 0 "
                        + WIDTH + " " + HEIGHT + "\" role=\"img\" aria-label=\"" + Html.text(title) + "\">\n");
        List<Double> ticksY = Ticks.of(y[0], y[1]);
        for (double tick : ticksY) {
            double at = py(tick, y);
            svg.append(text(
                    "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/><text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>\n",
                    LEFT, WIDTH - RIGHT, at, at, LEFT - 6, at + 4, Ticks.label(tick, ticksY)));
        }
        boolean isWhole =
                series.stream().flatMap(one -> one.points.stream()).allMatch(point -> point.x == Math.rint(point.x));
        List<Double> ticksX = Ticks.of(x[0], x[1]).stream()
                .filter(tick -> !isWhole || Math.abs(tick - Math.rint(tick)) < 1e-9)
                .toList();
        for (double tick : ticksX) {
            svg.append(text(
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>\n",
                    px(tick, x), HEIGHT - BOTTOM + 18, Ticks.label(tick, ticksX)));
        }
        svg.append(text(
                "<line class=\"axis\" x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\"/>\n",
                LEFT, WIDTH - RIGHT, HEIGHT - BOTTOM, HEIGHT - BOTTOM));
        svg.append(text(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>\n",
                (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 6, Html.text(xTitle)));
        svg.append(text(
                "<text transform=\"translate(14 %d) rotate(-90)\" text-anchor=\"middle\">%s</text>\n",
                (TOP + HEIGHT - BOTTOM) / 2, Html.text(yTitle)));
        for (int i = 0; i < series.size(); i++) {
            draw(svg, i, x, y);
        }
        svg.append("</svg>\n<p class=\"legend\">");
        for (int i = 0; i < series.size(); i++) {
            svg.append("<span><i class=\"b")
                    .append(i % COLOURS)
                    .append(i < COLOURS ? "" : " dashed")
                    .append("\"></i>")
                    .append(Html.text(series.get(i).name))
                    .append("</span> ");
        }
        return svg.append("</p></figure>\n").toString();
    }

    private void draw(StringBuilder svg, int index, double[] x, double[] y) {
        Series one = series.get(index);
        int colour = index % COLOURS;
        StringBuilder path = new StringBuilder();
        for (Point point : one.points) {
            double atX = px(point.x, x);
            double atY = py(point.y, y);
            path.append(text("%s%.1f %.1f", path.length() == 0 ? "M" : "L", atX, atY));
            if (one.mark == Mark.RING) {
                svg.append(text("<circle class=\"ring s%d\" cx=\"%.1f\" cy=\"%.1f\" r=\"7\"/>\n", colour, atX, atY));
            } else if (one.mark == Mark.POINT || one.points.size() <= FEW_POINTS) {
                svg.append(text("<circle class=\"c%d\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"/>\n", colour, atX, atY));
            }
        }
        if (one.mark == Mark.LINE) {
            svg.append(text("<path class=\"s%d%s\" d=\"%s\"/>\n", colour, index < COLOURS ? "" : " dashed", path));
        }
    }

    private double[] range(boolean isX) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (Series one : series) {
            for (Point point : one.points) {
                double value = isX ? point.x : point.y;
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        double margin = high == low ? Math.max(1e-3, Math.abs(high) * 0.05) : (high - low) * 0.04;
        return new double[] {isX && low >= 0 ? Math.max(0, low - margin) : low - margin, high + margin};
    }

    private static double px(double value, double[] range) {
        return LEFT + (value - range[0]) / (range[1] - range[0]) * (WIDTH - LEFT - RIGHT);
    }

    private static double py(double value, double[] range) {
        return HEIGHT - BOTTOM - (value - range[0]) / (range[1] - range[0]) * (HEIGHT - BOTTOM - TOP);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
