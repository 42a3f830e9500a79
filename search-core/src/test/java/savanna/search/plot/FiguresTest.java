package savanna.search.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
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
import savanna.search.store.RankingTable;
import savanna.search.store.RunQueries;

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

    private static final String PRICED = Runs.PRICES + Runs.SMALL.replace("1000", "100");

    @Test
    void shouldDrawWhatSearchesMakeSmall(@TempDir Path folder) throws Exception {
        Path run = folder.resolve("run");
        Runs.run(Runs.config(PRICED), run);
        List<Path> figures = Figures.draw(List.of(run), folder, Set.of(ChartFormat.SVG));
        assertThat(Files.readString(figures.get(0))).contains(BestShown.FITNESS_AND_PRICE.title());
        assertThat(Files.readString(figures.get(1))).contains("whole trainings");
        try (RunQueries queries = RunQueries.open(run)) {
            SearchCurves curves = new SearchCurves();
            curves.add(queries, "run");
            List<Double> course = curves.fitnessByPrograms().get(0).y();
            assertThat(course).isSortedAccordingTo(Comparator.reverseOrder());
            RunQueries.FunctionRow best = queries.best(1).get(0);
            assertThat(course).last().isEqualTo(best.fitness().getAsDouble() + best.price());
            RankingTable.Row tuned = queries.rankings().get(0);
            double price = 0.01 * tuned.states() + 0.001 * tuned.liveStatements();
            assertThat(Baselines.levels(queries, BestShown.of(queries), 1)
                            .get(0)
                            .y()
                            .get(0))
                    .as("the tuned start program with its price")
                    .isCloseTo(tuned.fitness().getAsDouble() + price, within(1e-12));
        }
    }

    @Test
    void shouldDrawFitnessAloneWhereAnyStoreDoesNotKnowPrices(@TempDir Path folder) throws Exception {
        Path known = folder.resolve("known");
        Path before = folder.resolve("before");
        Runs.run(Runs.config(PRICED), known);
        Runs.run(Runs.config(PRICED.replace("task:", "seed: 2\ntask:")), before);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + before.resolve("run.db"));
                Statement statement = connection.createStatement()) {
            // As a store that was brought along, and went on: the last row has a price.
            statement.execute("UPDATE progress SET price = NULL, trainings = NULL WHERE programs < 100");
        }
        List<Path> figures = Figures.draw(List.of(known, before), folder, Set.of(ChartFormat.SVG));
        assertThat(Files.readString(figures.get(0)))
                .contains(BestShown.FITNESS_WITHOUT_PRICE.title())
                .doesNotContain("lower is better");
        assertThat(Files.readString(figures.get(1))).contains("functions trained");
        SearchCurves curves = new SearchCurves();
        double fitness;
        try (RunQueries queries = RunQueries.open(before)) {
            curves.add(queries, "before");
            List<RunQueries.ProgressRow> rows = queries.progress();
            fitness = rows.get(rows.size() - 1).best().getAsDouble();
        }
        assertThat(curves.fitnessByPrograms().get(0).y()).last().isEqualTo(fitness);
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
