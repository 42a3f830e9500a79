package savanna.search.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import savanna.dsl.program.Program;
import savanna.search.config.RunConfig;
import savanna.tasks.reference.ReferenceTraining;
import savanna.tasks.yaml.YamlException;
import savanna.tasks.yaml.YamlOverride;

class SummaryTest {

    private static final Program SIGNUM = Program.parse(
            "def train(w, g, m, lr):\n  m = interp(g, m, 0.9)\n  s = sign(m)\n  u = s * lr\n  return u, m");
    private static final Program SGD = Program.parse("def train(w, g, lr):\n  u = g * lr\n  return u");

    private static final List<OptionalDouble> MEASURED = List.of(OptionalDouble.empty(), OptionalDouble.empty());

    private static Trial trial(String variant, long seed, Program winner) {
        return new Trial(
                variant,
                seed,
                100,
                1,
                Optional.ofNullable(winner)
                        .map(program -> Trial.Winner.of(
                                program, ReferenceTraining.yardstick().measure(program))),
                Optional.empty());
    }

    @Test
    void shouldCountFamiliesAndCompareSeedBySeed() {
        List<Trial> trials = List.of(
                trial("one", 1, SIGNUM), trial("two", 1, SGD), trial("one", 2, SIGNUM), trial("two", 2, SIGNUM));
        Map<Long, List<Scores>> scores = Map.of(
                1L,
                List.of(new Scores(
                        "task",
                        Map.of(
                                "one", List.of(1.0, 2.0, 3.0),
                                "two", List.of(1.5, 2.6, 3.4),
                                "start", List.of(2.0, 3.0, 4.0)))),
                2L,
                List.of(new Scores(
                        "task",
                        Map.of(
                                "one", List.of(1.0, 2.0, 3.0),
                                "two", List.of(1.5, 1.5, 3.0),
                                "start", List.of(2.0, 3.0, 4.0)))));
        List<Summary> summaries = Summary.of(trials, scores);
        assertThat(summaries).extracting(Summary::variant).containsExactly("one", "two");
        Summary two = summaries.get(1);
        assertThat(summaries.get(0).signsOfMomentum()).isEqualTo(2);
        assertThat(two.signsOfMomentum()).isEqualTo(1);
        assertThat(two.lionLike()).isZero();
        assertThat(two.states()).isEqualTo(0.5);
        Summary.OnTask onTask = two.tasks().get("task");
        assertThat(onTask.toFirst().orElseThrow().value()).isCloseTo(0.25, within(1e-12));
        assertThat(onTask.toFirst().orElseThrow().error())
                .as("over the two seeds, of .5 and 0")
                .isCloseTo(0.25, within(1e-12));
        assertThat(onTask.toStart().orElseThrow().value()).isCloseTo(-0.75, within(1e-12));
        assertThat(onTask.worse()).as("seed 1, clearly").isEqualTo(1);
        assertThat(onTask.better()).isZero();
        assertThat(summaries.get(0).tasks().get("task").toFirst()).isEmpty();
    }

    @Test
    void shouldAddThePriceOfEachProgram() {
        Scores scores = new Scores("task", Map.of("start", List.of(1.0, 3.0), "a", List.of(1.5, 3.5)));
        Scores priced = scores.priced(Map.of("start", 2.25, "a", 1.25));
        assertThat(priced.task()).isEqualTo("task, with prices");
        assertThat(scores.difference("a", "start").orElseThrow().value()).isCloseTo(0.5, within(1e-12));
        assertThat(priced.difference("a", "start").orElseThrow().value()).isCloseTo(-0.5, within(1e-12));
    }

    @Test
    void shouldScoreASuiteInDeviationsOfTheStartProgram() {
        Scores one =
                new Scores("one", Map.of("start", List.of(1.0, 3.0), "a", List.of(0.0, 4.0), "b", List.of(1.0, 3.0)));
        Scores two = new Scores("two", Map.of("start", List.of(10.0, 30.0), "a", List.of(30.0, 30.0)));
        Scores suite = Scores.suite(List.of(one, two), MEASURED).orElseThrow();
        double deviation = Math.sqrt(2);
        assertThat(suite.test()).containsOnlyKeys("start", "a").as("b failed on the second");
        assertThat(suite.test().get("start")).containsExactly(0.0, 0.0);
        assertThat(suite.test().get("a").get(0)).isCloseTo((-1 + 2) / deviation / 2, within(1e-12));
        assertThat(suite.test().get("a").get(1)).isCloseTo((1 + 0) / deviation / 2, within(1e-12));
        Scores constant = new Scores("constant", Map.of("start", List.of(1.0, 1.0), "a", List.of(0.0, 4.0)));
        assertThat(Scores.suite(List.of(one, constant), MEASURED)).as("no unit").isEmpty();
        List<OptionalDouble> stated = List.of(OptionalDouble.of(0.5), OptionalDouble.of(4));
        assertThat(Scores.suite(List.of(one, constant), stated)
                        .orElseThrow()
                        .test()
                        .get("a"))
                .as("(-1 / .5 - 1 / 4) / 2, (1 / .5 + 3 / 4) / 2")
                .containsExactly(-1.125, 1.375);
    }

    @Test
    void shouldCompareKnownProgramsWithTheStartAndTheFirstVariant() {
        List<Trial> trials = List.of(trial("one", 1, SIGNUM));
        Map<Long, List<Scores>> scores = Map.of(
                1L,
                List.of(new Scores(
                        "task",
                        Map.of(
                                "one", List.of(1.0, 2.0),
                                "lion", List.of(1.5, 2.5),
                                "start", List.of(3.0, 4.0)))));
        List<Summary.Reference> references = Summary.references(List.of("lion", "failed"), trials, scores);
        Summary.OnTask lion = references.get(0).tasks().get("task");
        assertThat(lion.test().orElseThrow().value()).isCloseTo(2.0, within(1e-12));
        assertThat(lion.toFirst().orElseThrow().value()).isCloseTo(0.5, within(1e-12));
        assertThat(lion.toStart().orElseThrow().value()).isCloseTo(-1.5, within(1e-12));
        assertThat(references.get(1).tasks().get("task").test()).isEmpty();
    }

    @Test
    void shouldLeaveOutWhatHasNoWinner() {
        List<Trial> trials = List.of(trial("one", 1, SIGNUM), trial("none", 1, null));
        Map<Long, List<Scores>> scores = Map.of(1L, List.of(new Scores("task", Map.of("one", List.of(1.0, 2.0)))));
        Summary none = Summary.of(trials, scores).get(1);
        assertThat(none.states()).isNaN();
        assertThat(none.tasks().get("task").test()).isEmpty();
        assertThat(none.tasks().get("task").toFirst()).isEmpty();
    }

    @Test
    void shouldCountWhatFailedForWorseThanWhatTrained() {
        List<Trial> trials =
                List.of(trial("one", 1, SIGNUM), trial("two", 1, SGD), trial("one", 2, SIGNUM), trial("two", 2, SGD));
        List<Double> reached = List.of(1.0, 2.0);
        Map<Long, List<Scores>> scores = Map.of(
                1L, List.of(new Scores("task", Map.of("one", reached))),
                2L, List.of(new Scores("task", Map.of("two", reached))));
        List<Summary> summaries = Summary.of(trials, scores);
        Summary.OnTask two = summaries.get(1).tasks().get("task");
        assertThat(two.worse()).as("seed 1").isEqualTo(1);
        assertThat(two.better()).as("seed 2").isEqualTo(1);
        assertThat(two.failed()).isEqualTo(1);
        assertThat(summaries.get(0).tasks().get("task").failed()).isEqualTo(1);
    }

    @Test
    void shouldGiveAllWaysTheSameTrainingsWhateverTheConfigLimits(@TempDir Path folder) throws IOException {
        Path config = folder.resolve("a.yaml");
        Files.writeString(config, """
                task: noisy-vit
                time: 10m
                search: {programs: 9, evaluations: 8, training-time: 7s, time: 6s, plateau: 5, repeats: 3, restarts: 3}
                neighbourhood: {follows: last, every: 5, seeds: 3}
                funnel-b: {task: noisy-vit-b}
                simplification: {seeds: 4}
                """);
        List<Variant> ways = Variant.ways(1002, 3);
        assertThat(ways)
                .extracting(Variant::name)
                .containsExactly("evolution", "neighbourhood", "both", "constants", "random");
        for (Variant way : ways) {
            RunConfig resolved = RunConfig.read(config, way.overrides());
            long search = resolved.search().trainings().orElse(0);
            long local = resolved.neighbourhood()
                    .map(each -> each.trainings().orElseThrow())
                    .orElse(0L);
            assertThat(search * resolved.search().repeats() + local)
                    .as(way.name())
                    .isEqualTo(1002);
            assertThat(resolved.search().repeats())
                    .as(way.name())
                    .isEqualTo(way.name().equals("neighbourhood") ? 1 : 3);
            assertThat(resolved.search().restarts()).isZero();
            assertThat(resolved.search().evaluations()).isEmpty();
            assertThat(resolved.search().time()).isEmpty();
            assertThat(resolved.time()).isEmpty();
            assertThat(resolved.funnelB()).isEmpty();
            assertThat(resolved.simplification()).isEmpty();
            resolved.neighbourhood().ifPresent(each -> assertThat(each.seeds()).isEqualTo(3));
        }
    }

    @Test
    void shouldReadVariantsOfAllKindsOfValues(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("variants.yaml");
        Files.writeString(file, """
                paper: {search.mutations: paper, search.size-matching: absent}
                weighed:
                  search.mutations: {insert: 2, delete: 1}
                  report.references: ["adamw"]
                """);
        List<Variant> variants = Variant.read(file);
        assertThat(variants).extracting(Variant::name).containsExactly("paper", "weighed");
        assertThat(variants.get(0).overrides())
                .extracting(YamlOverride::value)
                .containsExactly("paper", YamlOverride.ABSENT);
        RunConfig base = RunConfig.parse("a", "task: noisy-vit\nsearch: {programs: 5, mutations: connected}");
        Path config = folder.resolve("a.yaml");
        Files.writeString(config, base.yaml());
        RunConfig weighed = RunConfig.read(config, variants.get(1).overrides());
        assertThat(weighed.search().mutations()).isEqualTo(Map.of("insert", 2, "delete", 1));
        assertThat(weighed.report().references()).containsExactly("adamw");
        Files.writeString(file, "../out: {seed: 3}\n");
        assertThatThrownBy(() -> Variant.read(file))
                .isInstanceOf(YamlException.class)
                .hasMessageContaining("variants.yaml:1")
                .hasMessageContaining("../out");
        Files.writeString(file, "{}\n");
        assertThatThrownBy(() -> Variant.read(file)).hasMessageContaining("expected variants");
    }
}
