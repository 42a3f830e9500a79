package savanna.search.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.execution.Engine;
import savanna.dsl.execution.Optimizer;
import savanna.dsl.execution.ParameterLayout;
import savanna.dsl.library.ProgramLibrary;
import savanna.dsl.program.Program;
import savanna.search.evolution.Births;
import savanna.search.evolution.Individual;
import savanna.search.evolution.Scored;
import savanna.search.evolution.SearchSetting;
import savanna.search.evolution.SearchStart;
import savanna.search.evolution.SizeMatching;
import savanna.search.evolution.Strategy;
import savanna.search.evolution.StrategyKind;
import savanna.search.evolution.Valuation;
import savanna.search.mutation.FunctionSet;
import savanna.search.mutation.Mutations;
import savanna.search.objective.Objective;
import savanna.search.random.RandomStreams;
import savanna.tasks.Outcome;

class RateTrialsTest {

    private static final Scored START = scored(program("adamw"), 1);

    private final Births births = new Births();

    private static Program program(String name) {
        return ProgramLibrary.find(name).orElseThrow();
    }

    private static Scored scored(Program program, double fitness) {
        return new Scored(Individual.start(program, "test"), trained(fitness, 0.1));
    }

    private static Valuation trained(double fitness, double error) {
        return new Valuation(
                Outcome.TRAINED, Objective.ofFitness().cost(fitness, 1, 5), List.of(), OptionalDouble.of(error));
    }

    private List<Individual> waiting(RateTrials trials) {
        List<Individual> all = new ArrayList<>();
        for (Optional<Individual> next = trials.next(births); next.isPresent(); next = trials.next(births)) {
            all.add(next.get());
        }
        return all;
    }

    /** The first update of a program on one gradient. */
    private static double update(Program program) {
        Optimizer optimizer = Engine.block()
                .compile(program, ParameterLayout.builder().add("w", 1).build());
        float[] weights = {0.5f};
        optimizer.step(weights, new float[] {0.25f}, 1);
        return 0.5 - weights[0];
    }

    @Test
    void shouldTryANewStructureAtTwiceAndHalfOfItsRateThenFurther() {
        RateTrials trials = new RateTrials(4, START, 60);
        Program signum = program("signum");
        trials.observe(scored(signum, 0.9));
        List<Individual> made = waiting(trials);
        assertThat(made).hasSize(4);
        List<Double> factors = List.of(2.0, 0.5, 4.0, 0.25);
        for (int i = 0; i < 4; i++) {
            assertThat(update(made.get(i).program())).isCloseTo(factors.get(i) * update(signum), within(1e-6));
            assertThat(made.get(i).mutation()).isEqualTo("rate times " + factors.get(i));
            assertThat(made.get(i).number()).isEqualTo(i + 1);
        }
        made.forEach(each -> trials.observe(new Scored(each, trained(0.1, 0.1))));
        trials.observe(scored(signum, 0.8));
        assertThat(waiting(trials)).as("once a search").isEmpty();
    }

    @Test
    void shouldTryWhatMayCostNoMoreThanTheStartAlone() {
        RateTrials trials = new RateTrials(2, START, 60);
        trials.observe(scored(program("signum"), 1.21));
        trials.observe(new Scored(
                Individual.start(program("sgd"), "test"),
                new Valuation(Outcome.HOPELESS, Objective.ofFitness().cost(Double.POSITIVE_INFINITY, 0, 2))));
        trials.observe(START);
        assertThat(waiting(trials)).isEmpty();
        trials.observe(scored(program("signum"), 1.19));
        assertThat(waiting(trials)).as("within two errors").hasSize(2);
        RateTrials none = new RateTrials(0, START, 60);
        none.observe(scored(program("signum"), 0.1));
        assertThat(waiting(none)).isEmpty();
        Program full = program("lion");
        RateTrials narrow = new RateTrials(2, START, full.statements().size() - 1);
        narrow.observe(scored(full, 0.1));
        assertThat(waiting(narrow)).as("programs grow no more").isEmpty();
    }

    @Test
    void shouldBeForEvolutionAlone() {
        for (StrategyKind kind : List.of(new RandomKind(), new HyperparametersKind(), new EvolutionKind())) {
            Strategy strategy = kind.begin(new SearchStart(START, setting(10), new RandomStreams(1), Optional::empty));
            List<Individual> last = strategy.propose();
            long others = 0;
            for (int batch = 0; batch < 3; batch++) {
                List<Individual> next = strategy.propose();
                strategy.observe(last.stream()
                        .map(each -> new Scored(each, trained(0.5, 0.1)))
                        .toList());
                others += next.stream()
                        .filter(each -> each.mutation().startsWith("rate times"))
                        .count();
                last = next;
            }
            assertThat(others > 0).as(kind.name()).isEqualTo(kind instanceof EvolutionKind);
        }
    }

    private static SearchSetting setting(int offspring) {
        return new SearchSetting(
                40,
                2,
                "viable",
                offspring,
                60,
                Mutations.PRESETS.get("connected"),
                FunctionSet.paper(),
                SizeMatching.none(),
                2);
    }

    @Test
    void shouldTakeHalfOfTheChildrenAtMost() {
        Strategy evolution =
                new EvolutionKind().begin(new SearchStart(START, setting(10), new RandomStreams(1), Optional::empty));
        List<Individual> last = evolution.propose();
        for (int batch = 0; batch < 4; batch++) {
            List<Individual> next = evolution.propose();
            evolution.observe(last.stream()
                    .map(each -> new Scored(each, trained(0.5, 0.1)))
                    .toList());
            last = next;
            long others = next.stream()
                    .filter(each -> each.mutation().startsWith("rate times"))
                    .count();
            assertThat(next).hasSize(10);
            assertThat(others).isEqualTo(batch == 0 ? 0 : 5);
        }
        Set<Long> numbers =
                IntStream.range(0, last.size()).mapToObj(i -> (long) i + 41).collect(Collectors.toSet());
        assertThat(last.stream().map(Individual::number).collect(Collectors.toSet()))
                .isEqualTo(numbers);
        assertThat(last).allMatch(each -> AbstractExecution.of(each.program()).isValid());
    }
}
