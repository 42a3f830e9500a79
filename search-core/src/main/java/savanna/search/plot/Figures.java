package savanna.search.plot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.ChartTheme;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;
import savanna.search.store.RunQueries;

/** Draws the paper's Figures 2 and 3 for one's own runs, as SVG. */
public final class Figures {

    private Figures() {}

    /**
     * Draws runs into a folder.
     *
     * @param runs   run folders; their searches of one strategy are taken as repeats
     * @param folder where the figures go; made if absent
     * @return the files written
     */
    public static List<Path> draw(List<Path> runs, Path folder) {
        SearchCurves curves = new SearchCurves();
        for (Path run : runs) {
            try (RunQueries queries = RunQueries.open(run)) {
                curves.add(queries, run.getFileName().toString());
            }
        }
        try {
            Files.createDirectories(folder);
            List<Path> written = new ArrayList<>();
            written.add(write(chart("Fitness over the search (mean, standard error over repeats)", "best fitness, lower is better", curves.fitness()), folder, "figure-2-fitness"));
            List<Curve> shares = new ArrayList<>(curves.hits());
            shares.addAll(curves.redundancy());
            written.add(write(chart("Cache hits and redundant statements", "share", shares), folder, "figure-2-shares"));
            if (!curves.metaValidationCurves().isEmpty()) {
                written.add(write(chart("Meta-validation of the best program so far", "fitness on the larger task, lower is better", curves.metaValidationCurves()), folder,
                        "figure-3-meta-validation"));
            }
            return written;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static XYChart chart(String title, String y, List<Curve> curves) {
        XYChart chart = new XYChartBuilder().width(800).height(500).title(title).xAxisTitle("programs").yAxisTitle(y).theme(ChartTheme.Matlab).build();
        chart.getStyler().setLegendPosition(LegendPosition.OutsideS);
        for (Curve curve : curves) {
            if (!curve.x().isEmpty()) {
                XYSeries series = curve.errors().isEmpty() ? chart.addSeries(curve.name(), curve.x(), curve.y()) : chart.addSeries(curve.name(), curve.x(), curve.y(), curve.errors());
                series.setMarker(SeriesMarkers.NONE);
            }
        }
        return chart;
    }

    private static Path write(XYChart chart, Path folder, String name) throws IOException {
        VectorGraphicsEncoder.saveVectorGraphic(chart, folder.resolve(name).toString(), VectorGraphicsFormat.SVG);
        return folder.resolve(name + ".svg");
    }
}
