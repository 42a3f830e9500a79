package savanna.search.plot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import savanna.search.chart.Curve;
import savanna.search.store.MetaTable;
import savanna.search.store.RunQueries;
import savanna.search.store.StageTable;
import savanna.tasks.compare.Statistics;

/**
 * Turns the stores of runs into curves: searches of one strategy from the start program are repeats of each other, and
 * so are those from a program found.
 */
final class SearchCurves {

    /** Places of a fitness curve. */
    private static final int PLACES = 120;
    /** Stretches over each of which a share is taken. */
    private static final int STRETCHES = 20;

    /** What runs may differ in and be repeats of each other. */
    private static final List<String> REPEATED = List.of("seed", "threads", "workers", "time");

    /** More curves than this cannot be told apart: then means are drawn. */
    private static final int MOST_META_CURVES = 6;

    /** The meta-validation of one search, in order. */
    private record MetaSearch(String name, String kind, List<MetaTable.Row> rows) {

        Optional<MetaTable.Row> at(long programs) {
            return rows.stream().filter(row -> row.programs() == programs).findFirst();
        }
    }

    /**
     * The progress of one search, in order.
     *
     * @param group tells runs apart that are no repeats of each other: their configs differ in more than the seed
     * @param run the first run of the group
     */
    private record Search(String kind, String group, String run, List<RunQueries.ProgressRow> rows) {

        double end(ToDoubleFunction<RunQueries.ProgressRow> unit) {
            return unit.applyAsDouble(rows.get(rows.size() - 1));
        }

        /** The best when so much was spent; NaN before there is one. */
        double best(BestShown shown, ToDoubleFunction<RunQueries.ProgressRow> unit, double at) {
            double best = Double.NaN;
            for (RunQueries.ProgressRow row : rows) {
                if (unit.applyAsDouble(row) > at) {
                    break;
                }
                best = shown.of(row).orElse(Double.NaN);
            }
            return best;
        }

        /** A total when so many programs were made; between two rows it is taken to grow evenly. */
        double total(ToDoubleFunction<RunQueries.ProgressRow> total, double programs) {
            RunQueries.ProgressRow before = rows.get(0);
            for (RunQueries.ProgressRow row : rows) {
                if (row.programs() >= programs) {
                    double share = row.programs() == before.programs()
                            ? 0
                            : (programs - before.programs()) / (row.programs() - before.programs());
                    return total.applyAsDouble(before)
                            + share * (total.applyAsDouble(row) - total.applyAsDouble(before));
                }
                before = row;
            }
            return total.applyAsDouble(before);
        }
    }

    private final List<Search> searches = new ArrayList<>();
    /** The first run of each group. */
    private final Map<String, String> groups = new LinkedHashMap<>();

    private final List<MetaSearch> metaValidation = new ArrayList<>();
    private final StatePrices prices = new StatePrices();
    private BestShown shown = BestShown.FITNESS;

    /** @param name of the run, for curves that are its own */
    void add(RunQueries run, String name) {
        Map<String, List<RunQueries.ProgressRow>> byStage = new LinkedHashMap<>();
        run.progress()
                .forEach(row -> byStage.computeIfAbsent(row.stage(), stage -> new ArrayList<>())
                        .add(row));
        List<MetaTable.Row> metaRows = run.metaValidation();
        String group = group(run);
        String first = groups.computeIfAbsent(group, other -> name);
        prices.add(run.paretoFront(), first);
        shown = shown.beside(BestShown.of(run));
        for (StageTable.Stage stage : run.stages()) {
            String kind = stage.kind() + (stage.origin() == StageTable.Origin.FOUND ? " from a program found" : "");
            if (byStage.containsKey(stage.name())) {
                searches.add(new Search(kind, group, first, byStage.get(stage.name())));
            }
            List<MetaTable.Row> own = metaRows.stream()
                    .filter(row -> row.stage().equals(stage.name()))
                    .toList();
            if (!own.isEmpty()) {
                metaValidation.add(new MetaSearch(name + " " + stage.name(), kind, own));
            }
        }
    }

    /** States of a run's best program over the price of one; runs that differ in the seed alone are repeats. */
    List<Curve> states() {
        return prices.curves();
    }

    /** What the curves of the best show: the same of all runs. */
    BestShown shown() {
        return shown;
    }

    /** Whether what was spent is known in whole trainings: not of stores that were brought along. */
    boolean knowsTrainings() {
        return searches.stream()
                .flatMap(search -> search.rows.stream())
                .allMatch(row -> row.trainings().isPresent());
    }

    /** Mean and standard error over repeats of the best so far, over programs made. */
    List<Curve> fitnessByPrograms() {
        return fitness(RunQueries.ProgressRow::programs);
    }

    /** The same at equal cost: over whole trainings, or functions trained where those are not known. */
    List<Curve> fitnessByCost() {
        return knowsTrainings()
                ? fitness(row -> row.trainings().getAsDouble())
                : fitness(RunQueries.ProgressRow::evaluations);
    }

    private List<Curve> fitness(ToDoubleFunction<RunQueries.ProgressRow> unit) {
        return curves("", Curve.Mark.STEPS, repeats -> {
            double end = end(repeats, unit);
            // The last exactly: by division it may be a rounding short of it.
            IntFunction<Double> place = i -> i == PLACES ? end : end * i / PLACES;
            return new Sampling(
                    PLACES + 1,
                    place,
                    i -> repeats.stream()
                            .map(search -> search.best(shown, unit, place.apply(i)))
                            .toList());
        });
    }

    /** Share of programs, in each stretch, whose function was known. */
    List<Curve> hits() {
        return curves(
                ", cache hits",
                Curve.Mark.LINE,
                repeats ->
                        shares(repeats, RunQueries.ProgressRow::evaluations, RunQueries.ProgressRow::programs, true));
    }

    /** Share of statements, in each stretch, that are redundant. */
    List<Curve> redundancy() {
        return curves(
                ", redundant statements",
                Curve.Mark.LINE,
                repeats -> shares(
                        repeats,
                        RunQueries.ProgressRow::redundantStatements,
                        RunQueries.ProgressRow::statements,
                        false));
    }

    /** A curve for each search, or for each kind of search if these are many. */
    List<Curve> metaValidationCurves() {
        if (metaValidation.size() <= MOST_META_CURVES) {
            return metaValidation.stream().map(SearchCurves::single).toList();
        }
        return metaValidation.stream()
                .map(MetaSearch::kind)
                .distinct()
                .map(kind -> mean(
                        kind,
                        metaValidation.stream()
                                .filter(search -> search.kind.equals(kind))
                                .toList()))
                .toList();
    }

    private static Curve single(MetaSearch search) {
        List<MetaTable.Row> trained =
                search.rows.stream().filter(row -> row.fitness().isPresent()).toList();
        return new Curve(
                search.name,
                Curve.Mark.LINE,
                trained.stream().map(row -> (double) row.programs()).toList(),
                trained.stream().map(row -> row.fitness().getAsDouble()).toList(),
                trained.stream().map(row -> row.error().orElse(0)).toList());
    }

    /**
     * Over the places that all searches reached; programs that do not train on the larger task are left out, and
     * counted.
     */
    private static Curve mean(String kind, List<MetaSearch> repeats) {
        List<List<MetaTable.Row>> places = repeats.get(0).rows.stream()
                .map(row -> repeats.stream()
                        .flatMap(search -> search.at(row.programs()).stream())
                        .toList())
                .filter(rows -> rows.size() == repeats.size())
                .toList();
        long untrained = places.stream()
                .flatMap(List::stream)
                .filter(row -> row.fitness().isEmpty())
                .count();
        String name = kind + " (" + repeats.size() + " searches"
                + (untrained > 0 ? ", " + untrained + " programs that do not train there left out" : "") + ")";
        return curve(
                name,
                Curve.Mark.LINE,
                repeats.size(),
                new Sampling(
                        places.size(),
                        i -> (double) places.get(i).get(0).programs(),
                        i -> places.get(i).stream()
                                .flatMap(row -> row.fitness().stream().boxed())
                                .toList()));
    }

    /** Where a curve is sampled, and the values of all repeats there. */
    private record Sampling(int places, IntFunction<Double> x, IntFunction<List<Double>> values) {}

    private static Sampling shares(
            List<Search> repeats,
            ToDoubleFunction<RunQueries.ProgressRow> part,
            ToDoubleFunction<RunQueries.ProgressRow> whole,
            boolean isRest) {
        double stretch = end(repeats, RunQueries.ProgressRow::programs) / STRETCHES;
        return new Sampling(
                STRETCHES,
                i -> stretch * (i + 0.5),
                i -> repeats.stream()
                        .map(search -> {
                            double of = search.total(whole, stretch * (i + 1)) - search.total(whole, stretch * i);
                            double share =
                                    (search.total(part, stretch * (i + 1)) - search.total(part, stretch * i)) / of;
                            return isRest ? 1 - share : share;
                        })
                        .toList());
    }

    /** As far as all repeats go: a mean over others would jump where one ends. */
    private static double end(List<Search> repeats, ToDoubleFunction<RunQueries.ProgressRow> unit) {
        return repeats.stream().mapToDouble(search -> search.end(unit)).min().orElse(0);
    }

    private interface Sampler {
        Sampling of(List<Search> repeats);
    }

    private List<Curve> curves(String suffix, Curve.Mark mark, Sampler sampler) {
        List<Curve> curves = new ArrayList<>();
        for (String kind : searches.stream().map(this::label).distinct().toList()) {
            List<Search> repeats = searches.stream()
                    .filter(search -> label(search).equals(kind))
                    .toList();
            curves.add(curve(
                    kind + suffix + (repeats.size() > 1 ? " (" + repeats.size() + " searches)" : ""),
                    mark,
                    repeats.size(),
                    sampler.of(repeats)));
        }
        return curves;
    }

    /** The kind of a search, and its run where runs that are no repeats have searches of that kind. */
    private String label(Search search) {
        long groupsOfKind = searches.stream()
                .filter(other -> other.kind.equals(search.kind))
                .map(Search::group)
                .distinct()
                .count();
        return groupsOfKind > 1 ? search.run + ": " + search.kind : search.kind;
    }

    /** The config without what repeats differ in. */
    private static String group(RunQueries run) {
        Map<String, Object> keys = new TreeMap<>();
        run.config().entries().forEach((key, node) -> keys.put(key, node.plain()));
        REPEATED.forEach(keys::remove);
        return keys.toString();
    }

    private static Curve curve(String name, Curve.Mark mark, int repeats, Sampling sampling) {
        List<Double> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        List<Double> errors = new ArrayList<>();
        for (int place = 0; place < sampling.places; place++) {
            List<Double> values = sampling.values.apply(place);
            if (!values.isEmpty() && values.stream().allMatch(Double::isFinite)) {
                x.add(sampling.x.apply(place));
                y.add(Statistics.mean(values));
                errors.add(values.size() > 1 ? Statistics.standardError(values) : 0);
            }
        }
        return new Curve(name, mark, x, y, repeats > 1 ? errors : List.of());
    }
}
