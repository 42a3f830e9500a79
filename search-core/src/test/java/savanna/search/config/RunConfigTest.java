package savanna.search.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import savanna.tasks.yaml.YamlException;
import savanna.tasks.yaml.YamlOverride;
import savanna.tasks.yaml.YamlReader;

class RunConfigTest {

    private static final Path ROOT = Path.of(System.getProperty("savanna.root", ".."));

    static Stream<Path> shippedConfigs() throws IOException {
        return Files.list(ROOT.resolve("configs"))
                .filter(file -> file.toString().endsWith(".yaml"))
                .sorted();
    }

    @ParameterizedTest
    @MethodSource("shippedConfigs")
    void shouldReadBackEveryShippedConfigAsItIsResolved(Path file) {
        RunConfig config = RunConfig.read(file, List.of());
        assertThat(RunConfig.parse("resolved", config.yaml())).isEqualTo(config);
    }

    @Test
    void shouldWriteTheResolvedConfigAsOneReadsIt() {
        assertThat(RunConfig.parse("small", "task: a\nsearch: {programs: 3, time: 1.5s}\nneighbourhood: {}\n")
                        .yaml())
                .startsWith("""
                        seed: 1
                        task: "a"
                        start: "adamw"
                        more-starts: []
                        threads: 0
                        workers:
                          count: 0
                          commands: []
                          command: []
                          numerics: same
                          silence: 60s
                        objective:
                          state-price: 0.0
                          statement-price: 0.0
                        search:
                          strategy: "evolution"
                          mutations: {insert: 1, delete: 1, modify: 1}
                          functions: ["paper"]
                          rate-trials: 0
                          population: 1000
                        """)
                .contains("""
                          programs: 3
                          time: 1500ms
                          repeats: 1
                        """)
                .contains("neighbourhood:\n  follows: each\n")
                .contains("references: [\"adamw\", \"lion\"]\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "task: a\\nsearch: {populaton: 3, programs: 1} | x.yaml:2: unknown key \"populaton\" in search; did you mean \"population\"?",
                "task: a\\nsearch:\\n  programs: many | x.yaml:3: search.programs: expected a whole number, found the text \"many\"",
                "task: a\\nsearch: {programs: 3}\\nneighbourhood:\\n  state-price: 0.1 | x.yaml:4: neighbourhood.state-price: this key is now objective.state-price; write state-price into the section objective",
                "task: a\\nsearch: {programs: 3}\\nneighbourhood:\\n  statement-price: 0.1 | x.yaml:4: neighbourhood.statement-price: this key is now objective.statement-price; write statement-price into the section objective",
                "search: {programs: 3} | x.yaml:1: missing key \"task\"; expected a text",
                "task: a\\nsearch: {population: 9} | x.yaml:2: search: a search needs a budget; give programs, evaluations, trainings, training-time, time or plateau",
                "task: a\\nsearch: {programs: 3, strategy: evolutoin} | x.yaml:2: search.strategy: expected one of evolution, hyperparameters, random, found the text \"evolutoin\"; did you mean \"evolution\"?",
                "task: a\\nsearch: {programs: 3, population: 5, offspring: 2, tournament: 9} | x.yaml:2: search: expected tournament of at most the population (5), found 9",
                "task: a\\nsearch: {programs: 3, functions: [paper, matmull]} | x.yaml:2: search: unknown function \"matmull\"; expected paper or matrix or names of functions (savanna list functions); did you mean \"matmul\"?",
                "task: a\\nsearch: {programs: 3, mutations: papre} | x.yaml:2: search.mutations: expected one of connected, paper, or a map from names to weights, found the text \"papre\"; did you mean \"paper\"?",
                "task: a\\nsearch:\\n  programs: 3\\n  mutations:\\n    insrt: 1 | x.yaml:5: unknown key \"insrt\" in search.mutations; did you mean \"insert\"?",
                "task: a\\nsearch: {programs: 3, mutations: {insert: 0}} | x.yaml:2: search: expected weights of mutations of at least 0, one of them above it; found [0]",
                "task: a\\nsearch: {programs: 3, mutations: {insert: -1}} | x.yaml:2: search.mutations.insert: expected a whole number from 0 to 1000000, found -1",
                "task: a\\nsearch: {programs: 3}\\nneighbourhood: {grow-by: [insert-in-uze]} | x.yaml:3: neighbourhood: unknown mutation \"insert-in-uze\"; did you mean \"insert-in-use\"?",
                "task: a\\nsearch: {programs: 3, population: 5, offspring: 9} | x.yaml:2: search: expected offspring of at most the population (5), found 9",
                "task: a\\nsearch: {programs: 3, population: 30} | x.yaml:2: search: expected offspring of at most the population (30), found 50 (offspring 50 is the default)",
                "task: a\\nsearch: | x.yaml:2: search: a search needs a budget; give programs, evaluations, trainings, training-time, time or plateau"
            })
    void shouldRejectWithFileLineAndKey(String text, String message) {
        assertThatThrownBy(() -> RunConfig.parse("x.yaml", text.replace("\\n", "\n")))
                .isInstanceOf(YamlException.class)
                .hasMessage(message);
    }

    @Test
    void shouldTakeASectionWhoseKeysAreCommentedOutForAnEmptyOne() {
        assertThat(RunConfig.parse("x", "task: a\nsearch: {programs: 3}\nneighbourhood:\n  # seeds: 4\nreport:\n"))
                .isEqualTo(RunConfig.parse("x", "task: a\nsearch: {programs: 3}\nneighbourhood: {}\n"));
    }

    @Test
    void shouldLetTheCommandLineWinOverTheFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("a.yaml"), "task: a\nsearch: {programs: 3}\n");
        RunConfig config = RunConfig.read(
                file,
                Stream.of("search.population=7", "search.offspring=2", "search.time=90s")
                        .map(YamlOverride::set)
                        .toList());
        assertThat(config.search().population()).isEqualTo(7);
        assertThat(config.search().time()).contains(Duration.ofSeconds(90));
    }

    @Test
    void shouldTakeTheNumberOfWorkersForTheirSection() {
        assertThat(RunConfig.parse("short", "task: a\nworkers: 4\nsearch: {programs: 3}\n"))
                .isEqualTo(RunConfig.parse("long", "task: a\nworkers: {count: 4}\nsearch: {programs: 3}\n"))
                .satisfies(config -> assertThat(config.workers().count()).isEqualTo(4));
        assertThatThrownBy(() -> RunConfig.parse("wrong", "task: a\nworkers: many\nsearch: {programs: 3}\n"))
                .hasMessageContainingAll("wrong:2", "cluster", "ray", "many", "count");
        assertThat(RunConfig.parse("ray", "task: a\nworkers: ray\nsearch: {programs: 3}\n")
                        .workers()
                        .setup()
                        .commands())
                .singleElement()
                .satisfies(command -> assertThat(command)
                        .endsWith("-m", "savanna.ray", "--address", "auto", "--numerics", "same", "--silence", "60"));
        assertThat(RunConfig.parse(
                                "ray",
                                "task: a\nworkers: {cluster: \"ray://h:1\", numerics: any, silence: 2s}\nsearch: {programs: 3}\n")
                        .workers()
                        .setup()
                        .commands())
                .singleElement()
                .satisfies(command -> assertThat(command).endsWith("ray://h:1", "--numerics", "any", "--silence", "2"));
    }

    @Test
    void shouldReadTheCommandsOfWorkersAsTheirWords() {
        assertThat(RunConfig.parse(
                                "commands",
                                "task: a\nworkers: {commands: [\"ssh gpu1 'a b' c\\\\ d\"], command: [x, y z]}\nsearch: {programs: 3}\n")
                        .workers()
                        .setup()
                        .commands())
                .containsExactly(List.of("ssh", "gpu1", "a b", "c d"), List.of("x", "y z"));
        assertThatThrownBy(() -> RunConfig.parse(
                        "open", "task: a\nworkers: {commands: [\"ssh 'gpu1\"]}\nsearch: {programs: 3}\n"))
                .hasMessageContainingAll("open:2", "quote");
    }

    @Test
    void shouldTakeOneTaskOrAListOfTasksInShortOrAsSections() {
        RunConfig one = config("task: a\n");
        assertThat(List.of(config("task: [a]\n"), config("task: {task: a}\n"), config("task: [{task: a}]\n")))
                .allMatch(one::equals)
                .allSatisfy(same -> assertThat(same.yaml()).isEqualTo(one.yaml()));
        assertThat(one.yaml()).contains("task: \"a\"\n");
        RunConfig suite = config("task:\n- a\n- {task: b.yaml, scale: 0.02}\n");
        assertThat(suite.task())
                .isEqualTo(List.of(TaskConfig.of("a"), new TaskConfig("b.yaml", OptionalDouble.of(0.02))));
        assertThat(RunConfig.parse("again", suite.yaml())).isEqualTo(suite);
        assertThat(TaskConfig.names(YamlReader.parse("resolved", suite.yaml()))).containsExactly("a", "b.yaml");
        assertThat(TaskConfig.names(YamlReader.parse("resolved", one.yaml()))).containsExactly("a");
    }

    private static RunConfig config(String task) {
        return RunConfig.parse("mine", task + "search: {programs: 3}\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            task: [a, b, a]                    | mine:1: task: expected different tasks, found a twice; a smaller scale gives it more weight
            task: []                           | mine:1: task: expected a task, or a list of tasks, found an empty list
            task: [{task: a, scale: 0.1}]      | mine:1: task: a scale weighs one task of a list against the others, and there is one alone; leave it out
            task: [a, {task: b, scale: 0}]     | mine:1: task[1].scale: expected a number from 1.0E-12 to 1.0E12, found 0
            task: [a, {task: b, weight: 2}]    | mine:1: unknown key "weight" in task[1]; known keys: task, scale
            task: [a, [b]]                     | mine:1: task[1]: expected a text or a section, found a list
            task: [a, {scale: 2}]              | mine:1: missing key "task" in task[1]; expected a text
            task: [a, 3]                       | mine:1: task[1].task: expected a text, found 3; put it in quotes if it is meant as a text
            task: 3                            | mine:1: task: expected a text, found 3; put it in quotes if it is meant as a text
            start: adamw                       | mine:1: missing key "task"; expected a text
            """)
    void shouldSayWhatIsWrongWithTasks(String task, String message) {
        assertThatThrownBy(() -> config(task + "\n")).hasMessage(message);
    }

    @Test
    void shouldDocumentEveryKeyOnceInTableAndSchema() {
        List<KeyTable.Row> rows = KeyTable.rows();
        assertThat(rows).allMatch(row -> row.document().length() > 8);
        assertThat(rows.stream().map(KeyTable.Row::path))
                .doesNotHaveDuplicates()
                .contains("search.population", "objective.state-price", "funnel-b.task", "seed");
        rows.forEach(row -> assertThat(inSchema(row.path())).as(row.path()).isTrue());
    }

    @Test
    void shouldShipTheSchemaAndTheTableThatTheConfigClassesGive() throws IOException {
        assertThat(new ObjectMapper()
                        .readTree(ROOT.resolve("configs/schema.json").toFile()))
                .isEqualTo(new ObjectMapper().readTree(new ObjectMapper().writeValueAsString(JsonSchema.document())));
        assertThat(Files.readString(ROOT.resolve("configs/KEYS.md"))).isEqualTo(KeyTable.markdown());
    }

    private static boolean inSchema(String path) {
        Object at = JsonSchema.document();
        for (String key : path.split("\\.")) {
            at = ((Map<?, ?>) ((Map<?, ?>) at).get("properties")).get(key.replace("[]", ""));
            if (at == null) {
                return false;
            }
            if (key.endsWith("[]")) {
                // As text, as a list, as a section.
                at = ((List<?>) ((Map<?, ?>) at).get("anyOf")).get(2);
            }
        }
        return true;
    }
}
