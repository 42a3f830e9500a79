package savanna.search.plot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import savanna.search.chart.Chart;
import savanna.search.chart.ChartFormat;
import savanna.search.chart.Curve;
import savanna.search.config.TaskConfig;
import savanna.search.store.RunQueries;
import savanna.search.store.RunStoreException;

/** Draws the paper's Figures 2 and 3 for one's own runs, and what memory was worth there. */
public final class Figures {

    private static final String PROGRAMS = "programs made";

    private Figures() {}

    /**
     * Draws runs into a folder.
     *
     * @param runs run folders; their searches of one strategy are taken as repeats
     * @param folder where the figures go; made if absent
     * @param formats what they are written as
     * @return the files written
     * @throws RunStoreException if the runs are of different tasks, or one cannot be read
     */
    public static List<Path> draw(List<Path> runs, Path folder, Set<ChartFormat> formats) {
        SearchCurves curves = new SearchCurves();
        Map<BestShown, List<Curve>> levels = new EnumMap<>(BestShown.class);
        Map<String, String> tasks = new LinkedHashMap<>();
        for (Path run : runs) {
            try (RunQueries queries = RunQueries.open(run)) {
                List<String> names = TaskConfig.names(queries.config());
                List<String> keys = TaskConfig.keys("task", names.size());
                // A file is the same task in any folder.
                String content = IntStream.range(0, names.size())
                        .mapToObj(i -> queries.content(keys.get(i))
                                .map(known -> known.parts().toString())
                                .orElse(names.get(i)))
                        .collect(Collectors.joining(" + "));
                tasks.putIfAbsent(content, run + " of " + String.join(" + ", names));
                for (BestShown shown : BestShown.values()) {
                    levels.computeIfAbsent(shown, each -> new ArrayList<>())
                            .addAll(Baselines.levels(queries, shown, 0));
                }
                curves.add(
                        queries, run.toAbsolutePath().normalize().getFileName().toString());
            }
        }
        if (tasks.size() > 1) {
            throw new RunStoreException("the runs are of different tasks, whose fitness no mean can compare: "
                    + String.join(", ", tasks.values()) + "; plot those of each task apart");
        }
        BestShown shown = curves.shown();
        List<Curve> shares = new ArrayList<>(curves.hits());
        shares.addAll(curves.redundancy());
        try {
            Files.createDirectories(folder);
            Map<String, Chart> charts = new LinkedHashMap<>();
            charts.put(
                    "figure-2-fitness",
                    new Chart(
                            "Best fitness over programs made",
                            PROGRAMS,
                            shown.title(),
                            withLevel(curves.fitnessByPrograms(), levels.getOrDefault(shown, List.of()))));
            charts.put(
                    "figure-2-equal-cost",
                    new Chart(
                            "Best fitness at equal cost",
                            curves.knowsTrainings()
                                    ? "whole trainings; those that end early count by their steps"
                                    : "functions trained",
                            shown.title(),
                            withLevel(curves.fitnessByCost(), levels.getOrDefault(shown, List.of()))));
            charts.put("figure-2-shares", new Chart("Cache hits and redundant statements", PROGRAMS, "share", shares));
            if (!curves.metaValidationCurves().isEmpty()) {
                charts.put(
                        "figure-3-meta-validation",
                        new Chart(
                                "Meta-validation of the best program so far",
                                PROGRAMS,
                                "fitness on the larger task (lower is better)",
                                curves.metaValidationCurves()));
            }
            List<Curve> states = curves.states();
            if (!states.isEmpty()) {
                charts.put(
                        "state-prices",
                        new Chart(
                                "What memory is worth",
                                "price of a number kept for each parameter, in units of fitness",
                                "such numbers in the best program",
                                states,
                                true));
            }
            List<Path> written = new ArrayList<>();
            for (Map.Entry<String, Chart> chart : charts.entrySet()) {
                for (ChartFormat format : formats) {
                    written.addAll(format.write(chart.getValue(), folder, chart.getKey()));
                }
            }
            return written;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With the tuned start program of the one run that is drawn; of several, each would have its own. */
    private static List<Curve> withLevel(List<Curve> searches, List<Curve> levels) {
        if (levels.size() != 1 || searches.isEmpty()) {
            return searches;
        }
        double end = searches.stream()
                .flatMap(curve -> curve.x().stream())
                .mapToDouble(place -> place)
                .max()
                .orElse(0);
        List<Curve> all = new ArrayList<>(searches);
        all.add(levels.get(0).until(end));
        return all;
    }
}
