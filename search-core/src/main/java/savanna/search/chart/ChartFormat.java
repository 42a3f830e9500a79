package savanna.search.chart;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import savanna.search.store.WholeFile;

/** What a chart can be written as. */
public enum ChartFormat {
    SVG,
    PNG,
    PDF,
    /** The curves as a table: series, x, y, error. */
    CSV,
    /** The curves as scalars of TensorBoard, a folder a series. */
    TENSORBOARD;

    /** The format of a file, by the end of its name; nothing if that tells none. */
    public static Optional<ChartFormat> of(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(format -> format != TENSORBOARD && name.endsWith("." + format.suffix()))
                .findFirst();
    }

    private String suffix() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Writes a chart into a folder.
     *
     * @param name of the file, without its end; in TensorBoard the tag of the curves
     * @return what was written
     */
    public List<Path> write(Chart chart, Path folder, String name) throws IOException {
        if (this != TENSORBOARD) {
            Path file = folder.resolve(name + "." + suffix());
            write(chart, file);
            return List.of(file);
        }
        List<Path> written = new ArrayList<>();
        for (Curve curve : chart.curves()) {
            Path series = folder.resolve(suffix())
                    .resolve(curve.name()
                            .replaceAll("[^\\p{L}\\p{N} ._=()-]", "_")
                            .strip());
            Files.createDirectories(series);
            Path file = series.resolve("events.out.tfevents.0." + name);
            WholeFile.write(file, EventFile.of(name, curve));
            written.add(file);
        }
        return written;
    }

    /** Writes a chart to a file; not for {@link #TENSORBOARD}, which takes a folder. */
    public void write(Chart chart, Path file) throws IOException {
        WholeFile.write(
                file,
                switch (this) {
                    case SVG -> chart.file().getBytes(StandardCharsets.UTF_8);
                    case PNG -> Drawing.of(chart).png();
                    case PDF -> Drawing.of(chart).pdf();
                    case CSV -> CurveTable.of(chart).getBytes(StandardCharsets.UTF_8);
                    case TENSORBOARD -> throw new IllegalArgumentException("TensorBoard takes a folder");
                });
    }
}
