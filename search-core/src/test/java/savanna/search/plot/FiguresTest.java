package savanna.search.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import savanna.search.Runs;
import savanna.search.chart.ChartFormat;
import savanna.search.chart.Curve;
import savanna.search.config.RunConfig;
import savanna.search.pipeline.RunOutcome;
import savanna.search.store.MetaTable;
import savanna.search.store.RunQueries;
import savanna.tasks.Outcome;

class FiguresTest {

    private static final String SEARCHES = """
            task: regression
            search: {strategy: %s, population: 20, offspring: 10, programs: %d, repeats: 3}
            ranking: {candidates: 2, seeds: 2, tune: 0}
            report: {seeds: 2, references: []}
            """;

    private static Document parsed(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }

    private static long paths(Document svg, String kind) {
        NodeList paths = svg.getElementsByTagName("path");
        return java.util.stream.IntStream.range(0, paths.getLength())
                .filter(i -> ((Element) paths.item(i))
                        .getAttribute("class")
                        .split(" ")[0]
                        .equals(kind))
                .count();
    }

    @Test
    void shouldDrawThreeStrategiesFromThreeRunsWithBands(@TempDir Path folder) throws Exception {
        for (String strategy : List.of("evolution", "hyperparameters", "random")) {
            Runs.run(
                    Runs.config(SEARCHES.formatted(strategy, strategy.equals("evolution") ? 200 : 100)),
                    folder.resolve(strategy));
        }
        List<Path> figures = Figures.draw(
                List.of(folder.resolve("evolution"), folder.resolve("hyperparameters"), folder.resolve("random")),
                folder.resolve("figures"),
                Set.of(ChartFormat.SVG));
        assertThat(figures)
                .extracting(figure -> figure.getFileName().toString())
                .containsExactly(
                        "figure-2-fitness.svg", "figure-2-equal-cost.svg", "figure-2-shares.svg", "state-prices.svg");
        Document fitness = parsed(Files.readString(figures.get(0)));
        assertThat(paths(fitness, "curve")).isEqualTo(3);
        assertThat(paths(fitness, "band")).isEqualTo(3);
        assertThat(paths(fitness, "continued")).as("the two shorter ones").isEqualTo(2);
        assertThat(Files.readString(figures.get(0))).contains("hyperparameters (3 searches)");
        assertThat(paths(parsed(Files.readString(figures.get(2))), "curve"))
                .as("hits and redundancy of each")
                .isEqualTo(6);
    }

    @Test
    void shouldSayWhereTheBestIsDecidedWithPrices(@TempDir Path folder) throws Exception {
        Runs.run(Runs.config(Runs.PRICES + Runs.SMALL.replace("1000", "100")), folder.resolve("run"));
        List<Path> figures = Figures.draw(List.of(folder.resolve("run")), folder, Set.of(ChartFormat.SVG));
        assertThat(Files.readString(figures.get(0)))
                .contains("fitness and price of the best (lower is better)")
                .doesNotContain("without its price");
        try (RunQueries run = RunQueries.open(folder.resolve("run"))) {
            List<RunQueries.ProgressRow> rows = run.progress();
            for (String search :
                    rows.stream().map(RunQueries.ProgressRow::stage).distinct().toList()) {
                List<Double> course = rows.stream()
                        .filter(row -> row.stage().equals(search))
                        .flatMap(row -> row.best().stream().boxed())
                        .toList();
                assertThat(course).as("fitness with its price").isSortedAccordingTo(Comparator.reverseOrder());
            }
            RunQueries.FunctionRow best = run.best(1).get(0);
            assertThat(rows.get(rows.size() - 1).best())
                    .as("that of the best of all")
                    .hasValue(best.fitness().getAsDouble() + best.price());
            assertThat(rows).allMatch(row -> row.trainings().isPresent());
        }
    }

    private static RunQueries.FunctionRow function(double fitness, double states) {
        return new RunQueries.FunctionRow(
                "0",
                "search-1",
                1,
                "",
                5,
                5,
                states,
                Outcome.TRAINED,
                OptionalDouble.of(fitness),
                OptionalDouble.empty(),
                0);
    }

    @Test
    void shouldTellAtWhichPriceEachStateFalls() {
        StatePrices prices = new StatePrices();
        // A second number of state wins .1, the first .4; a third wins nothing.
        prices.add(List.of(function(1, 2), function(1.1, 1), function(1.5, 0), function(1.05, 3)), "one");
        prices.add(List.of(function(2, 1), function(2.2, 0)), "two");
        prices.add(List.of(function(3, 1), function(3, 0)), "two");
        prices.add(List.of(), "nothing trained");
        List<Curve> curves = prices.curves();
        assertThat(curves).extracting(Curve::name).containsExactly("one", "two (2 runs)");
        Curve one = curves.get(0);
        for (int i = 0; i < one.x().size(); i++) {
            double price = one.x().get(i);
            assertThat(one.y().get(i)).isEqualTo(price < 0.1 ? 2 : price < 0.4 ? 1 : 0);
        }
        assertThat(one.x().get(0)).as("before the first step of any").isCloseTo(0.1 / 3, within(1e-9));
        assertThat(one.x().get(one.x().size() - 1)).as("beyond the last").isCloseTo(0.4 * 3, within(1e-9));
        assertThat(one.errors()).isEmpty();
        assertThat(curves.get(1).y().get(0)).as("one keeps it, one does not").isEqualTo(0.5);
        assertThat(curves.get(1).y()).last().isEqualTo(0.0);
        StatePrices count = new StatePrices();
        count.add(List.of(function(1, 1), function(1.5, 0.001), function(2, 0)), "a number for the whole model");
        List<Double> shown = count.curves().get(0).x();
        assertThat(shown.get(shown.size() - 1))
                .as("not as far as where that falls")
                .isCloseTo(0.5 / 0.999 * 3, within(1e-9));
        StatePrices free = new StatePrices();
        free.add(List.of(function(1, 0), function(1, 1)), "one");
        assertThat(free.curves()).as("memory is worth nothing").isEmpty();
    }

    @Test
    void shouldTakeSharesFromAllThatHappened(@TempDir Path folder) {
        RunConfig config = Runs.config(Runs.SMALL);
        RunOutcome.Search search =
                Runs.run(config, folder.resolve("run")).searches().get(0);
        SearchCurves curves = new SearchCurves();
        try (RunQueries queries = RunQueries.open(folder.resolve("run"))) {
            curves.add(queries, "run");
        }
        Curve hits = curves.hits().get(0);
        // Stretches of equal length: their shares average to that of the whole search.
        assertThat(hits.y().stream().mapToDouble(share -> share).average().orElseThrow())
                .isCloseTo(search.counts().hitShare(), within(1e-9));
        assertThat(hits.x()).last().isEqualTo(975.0);
        assertThat(curves.redundancy().get(0).y())
                .allMatch(share -> share >= 0 && share < 1)
                .anyMatch(share -> share > 0);
        assertThat(curves.fitnessByCost().get(0).x())
                .as("whole trainings")
                .last()
                .isEqualTo(search.counts().trainings());
        Curve fitness = curves.fitnessByPrograms().get(0);
        assertThat(fitness.y()).last().isEqualTo(search.best().fitness());
        assertThat(fitness.x()).last().isEqualTo(1000.0);
        assertThat(fitness.errors()).as("one search has no error").isEmpty();
    }

    @Test
    void shouldTellSearchesFromAProgramFoundFromRepeats(@TempDir Path folder) {
        Runs.run(
                Runs.config(SEARCHES.formatted("evolution", 60).replace("repeats: 3", "repeats: 2, restarts: 1")),
                folder.resolve("run"));
        SearchCurves curves = new SearchCurves();
        try (RunQueries queries = RunQueries.open(folder.resolve("run"))) {
            curves.add(queries, "run");
        }
        assertThat(curves.fitnessByCost())
                .extracting(Curve::name)
                .containsExactly("evolution (2 searches)", "evolution from a program found");
    }

    @Test
    void shouldDrawTheMeanMetaValidationOfManySearches(@TempDir Path folder) {
        String config = SEARCHES.formatted("evolution", 60).replace("repeats: 3", "repeats: 7")
                + "meta-validation: {task: regression, every: 30, seeds: 2}\n";
        Runs.run(Runs.config(config), folder.resolve("run"));
        SearchCurves curves = new SearchCurves();
        List<MetaTable.Row> rows;
        try (RunQueries queries = RunQueries.open(folder.resolve("run"))) {
            curves.add(queries, "run");
            rows = queries.metaValidation();
        }
        assertThat(curves.metaValidationCurves()).hasSize(1);
        Curve mean = curves.metaValidationCurves().get(0);
        assertThat(mean.name()).startsWith("evolution (7 searches");
        assertThat(mean.x()).hasSizeGreaterThan(1);
        double last = mean.x().get(mean.x().size() - 1);
        double expected = rows.stream()
                .filter(row -> row.programs() == last && row.fitness().isPresent())
                .mapToDouble(row -> row.fitness().getAsDouble())
                .average()
                .orElseThrow();
        assertThat(mean.y().get(mean.y().size() - 1)).isCloseTo(expected, within(1e-12));
    }
}
