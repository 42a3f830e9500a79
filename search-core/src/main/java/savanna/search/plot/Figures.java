package savanna.search.plot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import savanna.search.chart.Chart;
import savanna.search.chart.Curve;
import savanna.search.config.TaskConfig;
import savanna.search.store.RunQueries;
import savanna.search.store.RunStoreException;
import savanna.search.store.WholeFile;

/** Draws the paper's Figures 2 and 3 for one's own runs, as SVG. */
public final class Figures {

    private static final String PROGRAMS = "programs made";

    private Figures() {}

    /**
     * Draws runs into a folder.
     *
     * @param runs run folders; their searches of one strategy are taken as repeats
     * @param folder where the figures go; made if absent
     * @return the files written
     * @throws RunStoreException if the runs are of different tasks, or one cannot be read
     */
    public static List<Path> draw(List<Path> runs, Path folder) {
        SearchCurves curves = new SearchCurves();
        Map<String, String> tasks = new LinkedHashMap<>();
        for (Path run : runs) {
            try (RunQueries queries = RunQueries.open(run)) {
                List<String> names = TaskConfig.names(queries.config());
                List<String> keys = TaskConfig.keys(names.size());
                // A file is the same task in any folder.
                String content = IntStream.range(0, names.size())
                        .mapToObj(i -> queries.content(keys.get(i))
                                .map(known -> known.parts().toString())
                                .orElse(names.get(i)))
                        .collect(Collectors.joining(" + "));
                tasks.putIfAbsent(content, run + " of " + String.join(" + ", names));
                curves.add(
                        queries, run.toAbsolutePath().normalize().getFileName().toString());
            }
        }
        if (tasks.size() > 1) {
            throw new RunStoreException("the runs are of different tasks, whose fitness no mean can compare: "
                    + String.join(", ", tasks.values()) + "; plot those of each task apart");
        }
        String best = "best fitness (lower is better)";
        List<Curve> shares = new ArrayList<>(curves.hits());
        shares.addAll(curves.redundancy());
        try {
            Files.createDirectories(folder);
            List<Path> written = new ArrayList<>();
            written.add(write(
                    new Chart("Best fitness over programs made", PROGRAMS, best, curves.fitnessByPrograms()),
                    folder,
                    "figure-2-fitness"));
            written.add(write(
                    new Chart("Best fitness at equal cost", "functions trained", best, curves.fitnessByEvaluations()),
                    folder,
                    "figure-2-equal-cost"));
            written.add(write(
                    new Chart("Cache hits and redundant statements", PROGRAMS, "share", shares),
                    folder,
                    "figure-2-shares"));
            if (!curves.metaValidationCurves().isEmpty()) {
                written.add(write(
                        new Chart(
                                "Meta-validation of the best program so far",
                                PROGRAMS,
                                "fitness on the larger task (lower is better)",
                                curves.metaValidationCurves()),
                        folder,
                        "figure-3-meta-validation"));
            }
            return written;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path write(Chart figure, Path folder, String name) throws IOException {
        Path file = folder.resolve(name + ".svg");
        WholeFile.write(file, figure.file());
        return file;
    }
}
