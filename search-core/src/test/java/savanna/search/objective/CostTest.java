package savanna.search.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.execution.ParameterLayout;
import savanna.dsl.library.ProgramLibrary;
import savanna.dsl.program.Program;
import savanna.search.evolution.Individual;
import savanna.search.training.Candidate;
import savanna.search.training.Measurement;
import savanna.tasks.Outcome;

class CostTest {

    private static final Objective PRICED = new Objective(0.03, 0.001);

    private static Cost cost(double fitness, int states, int statements) {
        return PRICED.cost(fitness, states, statements);
    }

    @Test
    void shouldAddThePricesToTheFitnessAndKeepTheParts() {
        Cost cost = cost(0.42, 1, 6);
        assertThat(cost.total()).isCloseTo(0.456, within(1e-15));
        assertThat(cost.fitness()).isEqualTo(0.42);
        assertThat(cost.price()).isCloseTo(0.036, within(1e-15));
    }

    @Test
    void shouldCompareByTotalAlone() {
        assertThat(cost(0.40, 2, 9)).isGreaterThan(cost(0.42, 1, 6));
        assertThat(Objective.ofFitness().cost(0.40, 2, 9))
                .isLessThan(Objective.ofFitness().cost(0.42, 1, 6));
        assertThat(Objective.ofFitness().cost(0.4, 2, 9))
                .isEqualByComparingTo(Objective.ofFitness().cost(0.4, 1, 3));
    }

    @Test
    void shouldBeTheFitnessBitForBitWhereNothingHasAPrice() {
        Stream.of(0.1, 1 / 3.0, 1e300, Double.POSITIVE_INFINITY)
                .forEach(fitness -> assertThat(
                                Objective.ofFitness().cost(fitness, 7, 60).total())
                        .isEqualTo(fitness));
    }

    @Test
    void shouldLoseEveryComparisonWithoutFitness() {
        Cost without = cost(Double.POSITIVE_INFINITY, 0, 0);
        assertThat(cost(1e300, 9, 60)).isLessThan(without).isLessThan(Cost.none());
    }

    @Test
    void shouldFindTheSimplestByPriceThenStatesThenStatements() {
        Objective free = Objective.ofFitness();
        assertThat(Stream.of(free.cost(1, 2, 1), free.cost(9, 1, 5), free.cost(2, 1, 4))
                        .sorted(Cost.SIMPLEST_FIRST))
                .extracting(Cost::statements)
                .containsExactly(4, 5, 1);
        Objective statementsOnly = new Objective(0, 0.01);
        assertThat(Stream.of(statementsOnly.cost(1, 0, 9), statementsOnly.cost(1, 2, 3))
                        .min(Cost.SIMPLEST_FIRST)
                        .orElseThrow()
                        .states())
                .isEqualTo(2);
    }

    @Test
    void shouldDominateOnlyWhatIsNoBetterInAnyPart() {
        Cost one = cost(0.4, 1, 6);
        assertThat(one.dominates(cost(0.4, 1, 7))).isTrue();
        assertThat(one.dominates(cost(0.5, 1, 6))).isTrue();
        assertThat(one.dominates(one)).isFalse();
        assertThat(one.dominates(cost(0.5, 0, 6))).isFalse();
        assertThat(cost(0.5, 0, 6).dominates(one)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, Double.NaN, Double.POSITIVE_INFINITY})
    void shouldRefuseWhatIsNoPrice(double price) {
        assertThatThrownBy(() -> new Objective(price, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Objective(0, price)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"0.03, -0.01", "0, 0.02"})
    void shouldDifferPairByPairWithPricesThatHaveNoError(double statePrice, double difference) {
        Objective objective = new Objective(statePrice, 0);
        Measured adamw = objective.measured(measurement("adamw", 0.50, 0.60), 2, 9);
        Measured lion = objective.measured(measurement("lion", 0.51, 0.63), 1, 8);
        assertThat(lion.differenceTo(adamw).mean()).isCloseTo(difference, within(1e-12));
        assertThat(lion.differenceTo(adamw).error()).isCloseTo(0.01, within(1e-12));
    }

    private static Measurement measurement(String program, Double... fitness) {
        return new Measurement(
                Candidate.of(ProgramLibrary.find(program).orElseThrow()), Outcome.TRAINED, List.of(fitness));
    }

    /** A column is nearly free, a square is dear: states are priced by their numbers in the task's model. */
    @Test
    void shouldPriceStatesByTheirNumbers() {
        Objective objective = new Objective(0.1, 0)
                .over(List.of(ParameterLayout.builder()
                        .add("matrix", 50, 100)
                        .add("bias", 100)
                        .build()));
        assertThat(price(objective, "adamw")).isCloseTo(0.2, within(1e-12));
        assertThat(price(objective, "adafactor")).isCloseTo(0.1 * (51 + 200 + 1) / 5100, within(1e-12));
        assertThat(price(objective, "shampoo")).isGreaterThan(price(objective, "adamw"));
        assertThat(price(new Objective(0.1, 0), "adafactor"))
                .as("without a model")
                .isCloseTo(0.3, within(1e-12));
    }

    private static double price(Objective objective, String program) {
        Program shipped = ProgramLibrary.find(program).orElseThrow();
        double price = objective.unmeasured(AbstractExecution.ofValid(shipped)).price();
        assertThat(Individual.start(shipped, "start").cost(1, objective).price())
                .isEqualTo(price);
        return price;
    }
}
