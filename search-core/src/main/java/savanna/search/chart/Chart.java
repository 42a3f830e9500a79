package savanna.search.chart;

import static j2html.TagCreator.tag;

import j2html.tags.ContainerTag;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Series over two axes as SVG that can go into a paper or a page. A band shows the standard error; colours are told
 * apart by the colour-blind (Okabe and Ito 2008), dashes by those who print in black. All looks stand as attributes,
 * and beside them as classes, so that a page's style can give the same drawing the colours of its light, dark or
 * printed form.
 *
 * @param title above it
 * @param xTitle below the horizontal axis
 * @param yTitle beside the vertical axis
 * @param curves series; those without a value are left out
 * @param isByRatios whether equal lengths of the horizontal axis are equal ratios; its values are above zero then
 */
public record Chart(String title, String xTitle, String yTitle, List<Curve> curves, boolean isByRatios) {

    private static final List<String> COLOURS =
            List.of("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000");
    private static final List<String> DASHES = List.of("none", "8 3", "3 2", "8 3 2 3", "12 3", "5 5", "1 2");
    private static final int WIDTH = 720;
    private static final int LEFT = 86;
    private static final int RIGHT = WIDTH - 30;
    private static final int TOP = 40;
    private static final int BOTTOM = TOP + 320;
    private static final int LEGEND_TOP = BOTTOM + 62;
    private static final int LEGEND_ROW = 20;
    /** Curves whose bands can still be told apart where they overlap; those of more are fainter. */
    private static final int FEW = 3;
    /** Points of a line that are few enough to show each. */
    private static final int FEW_POINTS = 12;
    /** Characters of a name beyond which each stands in a line of its own. */
    private static final int LEGEND_HALF = 32;

    /** A chart whose horizontal axis shows equal differences by equal lengths. */
    public Chart(String title, String xTitle, String yTitle, List<Curve> curves) {
        this(title, xTitle, yTitle, curves, false);
    }

    public Chart {
        curves = curves.stream()
                .map(Curve::finite)
                .filter(curve -> curve.size() > 0)
                .toList();
    }

    /** Whether there is nothing to draw. */
    public boolean isEmpty() {
        return curves.isEmpty();
    }

    /** A file of its own, an element a line. */
    public String file() {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + svg().render().replaceAll("><(?!/)", ">\n<") + "\n";
    }

    /** The drawing. */
    public DomContent svg() {
        int columns = curves.stream().allMatch(curve -> curve.name().length() <= LEGEND_HALF) ? 2 : 1;
        int rows = (curves.size() + columns - 1) / columns;
        boolean hasBands = curves.stream().anyMatch(curve -> !curve.errors().isEmpty());
        int height = LEGEND_TOP + rows * LEGEND_ROW + (hasBands ? LEGEND_ROW : 0);
        Axis x = horizontal();
        Axis y = Axis.spanning(values(0), DoubleStream.concat(values(-1), values(1)), BOTTOM, TOP);
        ContainerTag<?> svg = tag("svg")
                .attr("xmlns", "http://www.w3.org/2000/svg")
                .attr("class", "chart")
                .attr("width", WIDTH)
                .attr("height", height)
                .attr("viewBox", "0 0 " + WIDTH + " " + height)
                .attr("role", "img")
                .attr("font-family", "Helvetica, Arial, sans-serif")
                .attr("font-size", 13)
                .with(tag("title").withText(printable(title)))
                .with(tag("rect")
                        .attr("class", "paper")
                        .attr("width", WIDTH)
                        .attr("height", height)
                        .attr("fill", "white"));
        svg.with(axes(x, y));
        IntStream.range(0, curves.size()).forEach(i -> svg.with(band(i, x, y)));
        IntStream.range(0, curves.size()).forEach(i -> svg.with(series(i, x, y)).with(legend(i, columns)));
        if (hasBands) {
            boolean isContinued = curves.stream().anyMatch(curve -> isContinued(curve, x));
            svg.with(text(
                            LEFT,
                            LEGEND_TOP + rows * LEGEND_ROW,
                            "start",
                            "Band: standard error"
                                    + (isContinued ? "; dotted: the last value, after the end of the search" : ""))
                    .attr("font-size", 11));
        }
        return svg;
    }

    private DoubleStream values(double errorsAway) {
        return curves.stream()
                .flatMapToDouble(curve -> IntStream.range(0, curve.size()).mapToDouble(i -> curve.y(i, errorsAway)));
    }

    private Axis horizontal() {
        List<Double> places =
                curves.stream().flatMap(curve -> curve.x().stream()).toList();
        DoubleStream values = places.stream().mapToDouble(place -> place);
        if (isByRatios && !places.isEmpty()) {
            return Axis.byRatios(values, LEFT, RIGHT);
        }
        Axis axis = curves.stream().allMatch(Curve::isDrawnThrough)
                ? Axis.fromZero(values, LEFT, RIGHT)
                : Axis.around(values, LEFT, RIGHT);
        return places.stream().allMatch(place -> place == Math.rint(place)) ? axis.whole() : axis;
    }

    private List<DomContent> axes(Axis x, Axis y) {
        List<DomContent> parts = new ArrayList<>();
        parts.add(text((LEFT + RIGHT) / 2, 24, "middle", title)
                .attr("font-size", 15)
                .attr("font-weight", "bold"));
        for (double tick : y.ticks()) {
            parts.add(path(format("M%d %.1fH%d", LEFT, y.place(tick), RIGHT))
                    .attr("class", "grid")
                    .attr("stroke", "#dddddd"));
            parts.add(text(LEFT - 8, y.place(tick) + 4, "end", y.label(tick)));
        }
        for (double tick : x.ticks()) {
            parts.add(path(format("M%.1f %dv5", x.place(tick), BOTTOM))
                    .attr("class", "axis")
                    .attr("stroke", "black"));
            parts.add(text(x.place(tick), BOTTOM + 20, "middle", x.label(tick)));
        }
        parts.add(path(format("M%d %dV%dH%d", LEFT, TOP, BOTTOM, RIGHT))
                .attr("class", "axis")
                .attr("stroke", "black"));
        parts.add(text((LEFT + RIGHT) / 2, BOTTOM + 42, "middle", xTitle));
        parts.add(tag("text")
                .attr("transform", format("translate(18 %d) rotate(-90)", (TOP + BOTTOM) / 2))
                .attr("text-anchor", "middle")
                .withText(printable(yTitle)));
        return parts;
    }

    private List<DomContent> band(int index, Axis x, Axis y) {
        Curve curve = curves.get(index);
        if (curve.errors().isEmpty()) {
            return List.of();
        }
        boolean isStepped = curve.mark() == Curve.Mark.STEPS;
        StringBuilder outline = new StringBuilder();
        for (int i = 0; i < curve.size(); i++) {
            if (isStepped && i > 0) {
                outline.append(format("H%.1f", x.place(curve.x().get(i))));
            }
            point(outline, x.place(curve.x().get(i)), y.place(curve.y(i, 1)));
        }
        for (int i = curve.size() - 1; i >= 0; i--) {
            if (isStepped && i < curve.size() - 1) {
                outline.append(format("V%.1f", y.place(curve.y(i, -1))));
            }
            point(outline, x.place(curve.x().get(i)), y.place(curve.y(i, -1)));
        }
        return List.of(tag("path")
                .attr("class", "band f" + colour(index))
                .attr("d", outline + "Z")
                .attr("fill", COLOURS.get(colour(index)))
                .attr("fill-opacity", curves.size() > FEW ? "0.08" : "0.18"));
    }

    private List<DomContent> series(int index, Axis x, Axis y) {
        Curve curve = curves.get(index);
        List<DomContent> parts = new ArrayList<>();
        if (curve.isDrawnThrough()) {
            parts.add(stroked("curve", path(line(curve, x, y)), index, 2).attr("stroke-dasharray", dash(index)));
        }
        if (isContinued(curve, x)) {
            int last = curve.size() - 1;
            parts.add(stroked(
                            "continued",
                            path(format(
                                    "M%.1f %.1fH%d",
                                    x.place(curve.x().get(last)),
                                    y.place(curve.y().get(last)),
                                    RIGHT)),
                            index,
                            1.5)
                    .attr("stroke-dasharray", "1 4"));
        }
        for (int i = 0; i < curve.size(); i++) {
            double atX = x.place(curve.x().get(i));
            double atY = y.place(curve.y().get(i));
            if (curve.mark() == Curve.Mark.RINGS) {
                parts.add(stroked("ring", circle(atX, atY, 7), index, 2));
            } else if (curve.mark() == Curve.Mark.POINTS
                    || curve.mark() == Curve.Mark.LINE && curve.size() <= FEW_POINTS) {
                parts.add(dot(atX, atY, index));
            }
        }
        return parts;
    }

    /** Whether a best so far goes on after its last value. */
    private static boolean isContinued(Curve curve, Axis x) {
        return curve.mark() == Curve.Mark.STEPS && RIGHT - x.place(curve.x().get(curve.size() - 1)) > 1;
    }

    private static String line(Curve curve, Axis x, Axis y) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < curve.size(); i++) {
            double atX = x.place(curve.x().get(i));
            double atY = y.place(curve.y().get(i));
            if (curve.mark() == Curve.Mark.STEPS && i > 0) {
                path.append(format("H%.1fV%.1f", atX, atY));
            } else {
                point(path, atX, atY);
            }
        }
        return path.toString();
    }

    private List<DomContent> legend(int index, int columns) {
        int left = LEFT + index % columns * (RIGHT - LEFT) / columns;
        int at = LEGEND_TOP + index / columns * LEGEND_ROW;
        Curve curve = curves.get(index);
        DomContent sample = switch (curve.mark()) {
            case LINE, STEPS, LEVEL ->
                stroked("sample", path(format("M%d %dh32", left, at - 4)), index, 2)
                        .attr("stroke-dasharray", dash(index));
            case POINTS -> dot(left + 16, at - 4, index);
            case RINGS -> stroked("ring", circle(left + 16, at - 4, 7), index, 2);
        };
        return List.of(sample, text(left + 40, at, "start", curve.name()));
    }

    /** A line in the colour of a series. */
    private static ContainerTag<?> stroked(String type, ContainerTag<?> shape, int index, double width) {
        return shape.attr("class", type + " s" + colour(index))
                .attr("stroke", COLOURS.get(colour(index)))
                .attr("stroke-width", width);
    }

    /** A dot in the colour of a series. */
    private static ContainerTag<?> dot(double x, double y, int index) {
        return circle(x, y, 4).attr("class", "f" + colour(index)).attr("fill", COLOURS.get(colour(index)));
    }

    private static ContainerTag<?> path(String d) {
        return tag("path").attr("d", d).attr("fill", "none");
    }

    private static ContainerTag<?> circle(double x, double y, int radius) {
        return tag("circle")
                .attr("cx", format("%.1f", x))
                .attr("cy", format("%.1f", y))
                .attr("r", radius)
                .attr("fill", "none");
    }

    private static ContainerTag<?> text(double x, double y, String anchor, String text) {
        return tag("text")
                .attr("x", format("%.1f", x))
                .attr("y", format("%.1f", y))
                .attr("text-anchor", anchor)
                .withText(printable(text));
    }

    private static void point(StringBuilder path, double x, double y) {
        path.append(format("%s%.1f %.1f", path.length() == 0 ? "M" : "L", x, y));
    }

    private static int colour(int index) {
        return index % COLOURS.size();
    }

    private static String dash(int index) {
        return DASHES.get(index % DASHES.size());
    }

    /** Without the characters that XML cannot hold at all. */
    private static String printable(String text) {
        return text.replaceAll("[\\p{Cntrl}\\ufffe\\uffff]", "\ufffd");
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
