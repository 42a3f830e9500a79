package savanna.tasks.compare;

import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Learning curves of a comparison as an SVG file. */
public final class CurveChart {
    /** Told apart by all kinds of sight (Okabe and Ito's). */
    private static final Color[] COLORS = {
        new Color(0x0072B2),
        new Color(0xD55E00),
        new Color(0x009E73),
        new Color(0xCC79A7),
        new Color(0xE69F00),
        new Color(0x56B4E9),
        Color.BLACK
    };

    private CurveChart() {}

    /**
     * Writes the curves of all standings that have one.
     *
     * @param metric name of what is on the vertical axis
     * @throws IOException if the file cannot be written
     */
    public static void write(Path file, String title, String metric, List<Standing> standings) throws IOException {
        System.setProperty("java.awt.headless", "true");
        XYChart chart = new XYChartBuilder()
                .width(900)
                .height(560)
                .title(title)
                .xAxisTitle("training step")
                .yAxisTitle("validation " + metric)
                .theme(Styler.ChartTheme.XChart)
                .build();
        chart.getStyler()
                .setLegendPosition(Styler.LegendPosition.InsideNE)
                .setChartBackgroundColor(Color.WHITE)
                .setPlotBorderVisible(false);
        // Dashes would be written out one by one: half a megabyte.
        chart.getStyler().setPlotGridLinesStroke(new BasicStroke(1)).setPlotGridLinesColor(new Color(0xE4E4E4));
        chart.getStyler().setXAxisTickMarkSpacingHint(90).setXAxisMin(0.0).setSeriesColors(COLORS);
        for (Standing standing : standings) {
            if (!standing.curve().isEmpty()) {
                chart.addSeries(
                                standing.name(),
                                standing.curve().stream()
                                        .mapToDouble(Standing.CurvePoint::step)
                                        .toArray(),
                                standing.curve().stream()
                                        .mapToDouble(Standing.CurvePoint::value)
                                        .toArray())
                        .setMarker(SeriesMarkers.NONE);
            }
        }
        VectorGraphicsEncoder.saveVectorGraphic(chart, file.toString(), VectorGraphicsFormat.SVG);
    }
}
