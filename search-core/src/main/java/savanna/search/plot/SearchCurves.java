package savanna.search.plot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import savanna.search.store.MetaTable;
import savanna.search.store.RunQueries;
import savanna.search.store.StageTable;
import savanna.search.training.Statistics;

/** Turns the stores of runs into curves over programs: searches of one strategy are repeats of each other. */
final class SearchCurves {

    /** Places of a curve at most. */
    private static final int PLACES = 60;

    /** The progress of one search. */
    private record Search(String strategy, NavigableMap<Long, RunQueries.ProgressRow> progress) {}

    private final List<Search> searches = new ArrayList<>();
    private final List<Curve> metaValidation = new ArrayList<>();

    void add(RunQueries run, String name) {
        Map<String, NavigableMap<Long, RunQueries.ProgressRow>> byStage = new LinkedHashMap<>();
        run.progress().forEach(row -> byStage.computeIfAbsent(row.stage(), stage -> new TreeMap<>()).put(row.programs(), row));
        for (StageTable.Stage stage : run.stages()) {
            if (byStage.containsKey(stage.name())) {
                searches.add(new Search(stage.kind(), byStage.get(stage.name())));
            }
        }
        metaValidation(run.metaValidation(), name);
    }

    /** Mean and standard error over repeats of the best fitness so far. */
    List<Curve> fitness() {
        return curves((at, before) -> at.best().orElse(Double.NaN), "");
    }

    /** Share of programs, between two places, whose function was known. */
    List<Curve> hits() {
        return curves((at, before) -> 1 - (at.evaluations() - before.evaluations()) / (double) Math.max(1, at.programs() - before.programs()), " cache hits");
    }

    /** Share of statements, between two places, that are redundant. */
    List<Curve> redundancy() {
        return curves((at, before) -> (at.redundantStatements() - before.redundantStatements()) / (double) Math.max(1, at.statements() - before.statements()),
                " redundant statements");
    }

    List<Curve> metaValidationCurves() {
        return List.copyOf(metaValidation);
    }

    private List<Curve> curves(BiFunction<RunQueries.ProgressRow, RunQueries.ProgressRow, Double> value, String suffix) {
        List<Curve> curves = new ArrayList<>();
        for (String strategy : searches.stream().map(Search::strategy).distinct().toList()) {
            List<Search> repeats = searches.stream().filter(search -> search.strategy.equals(strategy)).toList();
            curves.add(curve(strategy + suffix + (repeats.size() > 1 ? " (" + repeats.size() + " searches)" : ""), repeats, value));
        }
        return curves;
    }

    private static Curve curve(String name, List<Search> repeats, BiFunction<RunQueries.ProgressRow, RunQueries.ProgressRow, Double> value) {
        // As far as all repeats go: a mean over others would jump where one ends.
        long end = repeats.stream().mapToLong(search -> search.progress.lastKey()).min().orElse(0);
        List<Double> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        List<Double> errors = new ArrayList<>();
        for (int place = 1; place <= PLACES; place++) {
            long at = end * place / PLACES;
            long before = end * (place - 1) / PLACES;
            List<Double> values = repeats.stream().map(search -> value.apply(search.progress.floorEntry(Math.max(at, search.progress.firstKey())).getValue(),
                    search.progress.floorEntry(Math.max(before, search.progress.firstKey())).getValue())).filter(Double::isFinite).toList();
            if (values.size() == repeats.size()) {
                x.add((double) at);
                y.add(Statistics.mean(values));
                errors.add(values.size() > 1 ? Statistics.standardError(values) : 0);
            }
        }
        return new Curve(name, x, y, repeats.size() > 1 ? errors : List.of());
    }

    private void metaValidation(List<MetaTable.Row> rows, String run) {
        for (String stage : rows.stream().map(MetaTable.Row::stage).distinct().toList()) {
            List<MetaTable.Row> own = rows.stream().filter(row -> row.stage().equals(stage) && row.fitness().isPresent()).toList();
            metaValidation.add(new Curve(run + " " + stage, own.stream().map(row -> (double) row.programs()).toList(),
                    own.stream().map(row -> row.fitness().getAsDouble()).toList(), own.stream().map(row -> row.error().orElse(0)).toList()));
        }
    }
}
