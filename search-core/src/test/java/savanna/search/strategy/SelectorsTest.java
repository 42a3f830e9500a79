package savanna.search.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenetics.Optimize;
import io.jenetics.Phenotype;
import io.jenetics.util.ISeq;
import io.jenetics.util.RandomRegistry;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import savanna.dsl.library.ProgramLibrary;
import savanna.search.evolution.Individual;
import savanna.search.evolution.SearchSetting;
import savanna.search.evolution.SizeMatching;
import savanna.search.evolution.Valuation;
import savanna.search.mutation.FunctionSet;
import savanna.search.mutation.Mutations;
import savanna.search.objective.Cost;
import savanna.search.random.RandomStreams;
import savanna.tasks.Outcome;

class SelectorsTest {

    private static final SearchSetting SETTING = new SearchSetting(
            50, 3, "tournament", 10, 60, Mutations.PRESETS.get("paper"), FunctionSet.paper(), SizeMatching.none(), 0);

    /** Of the program that searches start from. */
    private static final Valuation START = of(1, 2, 9);

    private static Phenotype<ProgramGene, Valuation> program(String name, Valuation valuation) {
        return Offspring.newborn(Individual.start(ProgramLibrary.find(name).orElseThrow(), name), 1)
                .withFitness(valuation);
    }

    private static Valuation of(double fitness, int states, int statements, Double... cases) {
        return new Valuation(
                Outcome.TRAINED, new Cost(fitness, states, statements, 0), List.of(cases), OptionalDouble.empty());
    }

    private static Valuation failed() {
        return new Valuation(Outcome.DIVERGED, new Cost(Double.POSITIVE_INFINITY, 0, 1, 0));
    }

    /** How often each is selected, by its words. */
    private static Map<String, Long> selected(
            String selector, int count, List<Phenotype<ProgramGene, Valuation>> population) {
        return selected(new RandomStreams(1).stream("test"), selector, count, population);
    }

    private static Map<String, Long> selected(
            RandomGenerator stream, String selector, int count, List<Phenotype<ProgramGene, Valuation>> population) {
        return RandomRegistry.with(
                stream,
                random -> Selectors.KNOWN
                        .get(selector)
                        .selector(SETTING, START)
                        .select(ISeq.of(population), count, Optimize.MINIMUM)
                        .stream()
                        .collect(Collectors.groupingBy(
                                phenotype ->
                                        phenotype.genotype().gene().allele().mutation(),
                                Collectors.counting())));
    }

    @Test
    void shouldFindSpecialistsByLexicaseThatATournamentByMeanPassesOver() {
        List<Phenotype<ProgramGene, Valuation>> population = List.of(
                program("adamw", of(0.50, 2, 9, 0.1, 0.9, 0.5, 0.5)),
                program("lion", of(0.50, 1, 9, 0.9, 0.1, 0.5, 0.5)),
                program("sgd-momentum", of(0.45, 0, 9, 0.5, 0.5, 0.4, 0.4)),
                program("signum", of(0.70, 0, 9, 0.7, 0.7, 0.7, 0.7)));
        Map<String, Long> tournament = selected("tournament", 2000, population);
        assertThat(tournament.get("sgd-momentum")).isGreaterThan(1000);
        assertThat(tournament.getOrDefault("adamw", 0L)).isLessThan(700);
        assertThat(inGenerations(20, 100, "lexicase", population))
                .containsOnlyKeys("adamw", "lion", "sgd-momentum")
                .hasEntrySatisfying("adamw", often -> assertThat(often).isBetween(300L, 800L))
                .hasEntrySatisfying("lion", often -> assertThat(often).isBetween(300L, 800L));
    }

    /** How often each is selected over some generations, each with cases of its own. */
    private static Map<String, Long> inGenerations(
            int generations, int count, String selector, List<Phenotype<ProgramGene, Valuation>> population) {
        return IntStream.range(0, generations)
                .mapToObj(generation ->
                        selected(new RandomStreams(1).stream("generation", generation), selector, count, population))
                .flatMap(each -> each.entrySet().stream())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Long::sum));
    }

    @Test
    void shouldTakeEachTaskOnEachSeedForACaseOfLexicase() {
        List<Phenotype<ProgramGene, Valuation>> population = List.of(
                program("adamw", onTasks(0.0, 1.0)),
                program("lion", onTasks(1.0, 0.0)),
                program("sgd-momentum", onTasks(0.45, 0.45)),
                program("signum", onTasks(0.46, 0.46)),
                program("adagrad", onTasks(0.47, 0.47)),
                program("rmsprop", onTasks(0.48, 0.48)));
        assertThat(selected("lexicase", 500, population).keySet())
                .as("the best on one task, though by the means over tasks they are the worst")
                .isSubsetOf("adamw", "lion");
    }

    /** On two tasks and two seeds that are alike. */
    private static Valuation onTasks(double one, double other) {
        double mean = (one + other) / 2;
        return new Valuation(
                Outcome.TRAINED,
                new Cost(mean, 1, 9, 0),
                List.of(mean, mean),
                List.of(one, other, one, other),
                OptionalDouble.empty(),
                "");
    }

    @Test
    void shouldLookAtOtherSeedsInOtherGenerationsOfLexicase() {
        List<Phenotype<ProgramGene, Valuation>> population = List.of(
                program("adamw", of(0.5, 2, 9, 0.0, 1.0)),
                program("lion", of(0.5, 1, 9, 1.0, 0.0)),
                program("sgd-momentum", of(1.2, 0, 9, 1.2, 1.2)),
                program("signum", of(1.3, 0, 9, 1.3, 1.3)),
                program("adagrad", of(1.4, 0, 9, 1.4, 1.4)));
        Set<Set<String>> generations = new HashSet<>();
        for (int generation = 0; generation < 20; generation++) {
            generations.add(selected(new RandomStreams(1).stream("generation", generation), "lexicase", 50, population)
                    .keySet());
        }
        assertThat(generations).as("one seed of two a generation").hasSizeGreaterThan(1);
    }

    @Test
    void shouldPreferWhatNothingDominates() {
        List<Phenotype<ProgramGene, Valuation>> population = List.of(
                program("adamw", of(0.40, 2, 9)),
                program("sgd-momentum", of(0.60, 0, 2)),
                program("lion", of(0.45, 2, 9)),
                program("signum", of(0.70, 1, 9)));
        Map<String, Long> pareto = selected("pareto", 4000, population);
        Map<String, Long> tournament = selected("tournament", 4000, population);
        assertThat(pareto.get("sgd-momentum"))
                .as("not dominated, though its fitness is not the best")
                .isGreaterThan(tournament.get("sgd-momentum") + 500);
        assertThat(pareto.get("adamw")).isGreaterThan(pareto.get("lion") + 1000);
    }

    /** Without a state, dominated by none, but dearer than the start program whatever its luck. */
    @Test
    void shouldNotBreedFromWhatMustCostMoreThanTheStartProgram() {
        List<Phenotype<ProgramGene, Valuation>> population = List.of(
                program("adamw", of(0.90, 2, 9)),
                program("signsgd", priced(1.2, 0.1)),
                program("signum", priced(1.2, 0.3)));
        assertThat(selected("pareto", 2000, population)).containsOnlyKeys("adamw", "signum");
        assertThat(selected("pareto", 2000, List.of(program("signsgd", priced(1.2, 0.1)))))
                .as("better than nothing")
                .containsOnlyKeys("signsgd");
    }

    private static Valuation priced(double fitness, double error) {
        return new Valuation(
                Outcome.TRAINED, new Cost(fitness, 0, 2, 0), List.of(fitness, fitness), OptionalDouble.of(error));
    }

    @ParameterizedTest
    @ValueSource(strings = {"viable", "lexicase", "pareto"})
    void shouldNeverSelectWhatFailed(String selector) {
        List<Phenotype<ProgramGene, Valuation>> population = List.of(
                program("adamw", of(0.40, 2, 9, 0.4, 0.4)),
                program("lion", of(0.5, 2, 9, 0.5, 0.5)),
                program("sgd-momentum", failed()));
        assertThat(selected(selector, 3000, population).keySet()).isNotEmpty().isSubsetOf("adamw", "lion");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tournament", "viable", "lexicase", "pareto"})
    void shouldSelectSomethingWhereAllFailed(String selector) {
        List<Phenotype<ProgramGene, Valuation>> population =
                List.of(program("adamw", failed()), program("sgd-momentum", failed()));
        assertThat(selected(selector, 10, population).values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(10);
    }
}
