package savanna.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import savanna.dsl.program.Program;
import savanna.search.store.ComparisonTable;
import savanna.search.store.RunQueries;
import savanna.search.store.StageTable;
import savanna.search.text.Formula;
import savanna.search.text.Numbers;
import savanna.search.text.Verdicts;
import savanna.search.text.Words;
import savanna.tasks.yaml.YamlMap;

/**
 * Runs side by side, as {@code inspect A B} shows them: a row a fact, a column a run.
 *
 * @param runs in the order given
 */
record SideBySide(List<Run> runs) {

    private static final int WIDTH = 80;
    private static final String ABSENT = "-";

    /**
     * One run.
     *
     * @param config flat: keys with dots
     * @param facts in the order in which they are shown
     * @param formula of its winner, or of its best program so far
     */
    record Run(Path path, Map<String, String> config, Map<String, String> facts, String formula) {}

    static SideBySide of(List<Path> paths) {
        return new SideBySide(paths.stream().map(SideBySide::run).toList());
    }

    private static Run run(Path path) {
        try (RunQueries run = RunQueries.open(path)) {
            Map<String, String> config = new LinkedHashMap<>();
            flatten(run.config(), "", config);
            Optional<Program> winner = run.winner();
            List<RunQueries.FunctionRow> best = run.best(1);
            Optional<Program> shown =
                    winner.or(() -> best.stream().findFirst().map(row -> Program.parse(row.program())));
            Map<String, String> facts = new LinkedHashMap<>();
            facts.put("programs made", Numbers.count(sum(run.stages(), StageTable.Stage::programs)));
            facts.put("functions trained", Numbers.count(sum(run.stages(), StageTable.Stage::evaluations)));
            facts.put("trainings", Numbers.count(run.trainings().count()));
            facts.put(
                    "seconds of training",
                    Numbers.count(Math.round(run.trainings().seconds())));
            facts.put(
                    "best on search seeds",
                    best.isEmpty()
                            ? ABSENT
                            : Numbers.cost(
                                    best.get(0).fitness().orElse(Double.NaN),
                                    best.get(0).price()));
            facts.put("outcome", winner.isPresent() ? Verdicts.chosen(run) : "no winner yet");
            facts.put(
                    "family",
                    shown.map(program -> run.names().resemblance(program).label())
                            .orElse(ABSENT));
            Optional<Program> simplified = shown.map(program -> run.names().simplified(program.toString()));
            facts.put(
                    "statements, simplified",
                    simplified
                            .map(program ->
                                    Integer.toString(program.statements().size()))
                            .orElse(ABSENT));
            facts.put(
                    "states",
                    simplified
                            .map(program -> Integer.toString(program.states().size()))
                            .orElse(ABSENT));
            for (ComparisonTable.Row row : run.comparison()) {
                facts.put(
                        "unused seeds: " + row.name() + ", " + Words.rate(row.rateFactor()),
                        row.fitness().isPresent()
                                ? Numbers.fitness(row.fitness()) + " +- " + Numbers.fitness(row.error())
                                : Words.of(row.outcome()));
            }
            if (!run.cut().isEmpty()) {
                facts.put("cut short by time", String.join(", ", run.cut()));
            }
            return new Run(path, config, facts, simplified.map(Formula::of).orElse(ABSENT));
        }
    }

    private static long sum(List<StageTable.Stage> stages, java.util.function.ToLongFunction<StageTable.Stage> total) {
        return stages.stream().mapToLong(total).sum();
    }

    private static void flatten(YamlMap map, String prefix, Map<String, String> keys) {
        map.entries().forEach((key, node) -> {
            if (node instanceof YamlMap inner) {
                flatten(inner, prefix + key + ".", keys);
            } else {
                keys.put(prefix + key, String.valueOf(node.plain()));
            }
        });
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>(List.of("What came of them"));
        lines.addAll(table(rows(run -> run.facts), true).lines());
        lines.add("");
        Map<String, List<String>> differing = new LinkedHashMap<>(rows(run -> run.config));
        differing.values().removeIf(cells -> cells.stream().distinct().count() == 1);
        if (differing.isEmpty()) {
            lines.add("The configs are the same.");
        } else {
            lines.add("Where the configs differ");
            lines.addAll(table(differing, false).lines());
        }
        for (Run run : runs) {
            lines.add("");
            lines.add(run.path + ", simplified");
            DerivationText.wrapped(run.formula, WIDTH - 2).forEach(line -> lines.add("  " + line));
        }
        return lines;
    }

    private Map<String, List<String>> rows(java.util.function.Function<Run, Map<String, String>> of) {
        Set<String> keys = runs.stream()
                .flatMap(run -> of.apply(run).keySet().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        Map<String, List<String>> rows = new LinkedHashMap<>();
        keys.forEach(key -> rows.put(
                key,
                runs.stream()
                        .map(run -> Objects.requireNonNullElse(of.apply(run).get(key), ABSENT))
                        .toList()));
        return rows;
    }

    private TextTable table(Map<String, List<String>> rows, boolean isFacts) {
        TextTable table = new TextTable(Stream.concat(
                        Stream.of(isFacts ? "" : "key"),
                        IntStream.range(0, runs.size())
                                .mapToObj(i -> runs.get(i).path.toString()))
                .toArray(String[]::new));
        rows.forEach((key, cells) ->
                table.add(Stream.concat(Stream.of(key), cells.stream()).toArray(String[]::new)));
        return table;
    }

    Object document() {
        return Json.object(
                "runs",
                runs.stream()
                        .map(run -> Json.object(
                                "run",
                                run.path.toString(),
                                "facts",
                                run.facts,
                                "formula",
                                run.formula,
                                "config",
                                run.config))
                        .toList());
    }
}
