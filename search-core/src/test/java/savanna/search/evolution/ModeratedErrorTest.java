package savanna.search.evolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import savanna.dsl.analysis.FunctionalHash;
import savanna.dsl.library.ProgramLibrary;
import savanna.search.objective.Objective;
import savanna.tasks.Outcome;
import savanna.tasks.compare.Statistics;

class ModeratedErrorTest {

    private static final Individual LION =
            Individual.start(ProgramLibrary.find("lion").orElseThrow(), "");

    private static Scored function(long number, List<Double> differences) {
        Individual individual = new Individual(
                LION.program(),
                new FunctionalHash(number, number),
                LION.rounding(),
                number,
                0,
                "",
                LION.statements(),
                LION.liveStatements(),
                LION.states());
        return new Scored(
                individual,
                new Valuation(
                        Outcome.TRAINED,
                        Objective.ofFitness().cost(1 + Statistics.mean(differences), 1, 9),
                        differences,
                        OptionalDouble.of(Statistics.standardError(differences))));
    }

    private static List<Double> normal(Random random, int seeds, double mean, double deviation) {
        return IntStream.range(0, seeds)
                .mapToObj(i -> mean + deviation * random.nextGaussian())
                .toList();
    }

    private static List<Scored> good(int count, int seeds, double deviation) {
        Random random = new Random(seeds);
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> function(i, normal(random, seeds, -0.1, deviation)))
                .toList();
    }

    private static double error(ModeratedError error, List<Double> differences) {
        return error.moderated(function(1, differences)).score().error().orElseThrow();
    }

    /** Almost no variance of its own, so that all comes from the others, of whose weight it is a known share. */
    private static double typical(ModeratedError error, int seeds, double weight) {
        List<Double> close =
                IntStream.range(0, seeds).mapToObj(i -> -0.2 + 1e-9 * i).toList();
        double squared = Math.pow(error(error, close), 2) * seeds;
        return Math.sqrt(squared * (weight + seeds - 1) / weight);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 8})
    void shouldFindTheDeviationThatGoodFunctionsHaveWhateverTheSeedsAndTheHopeless(int seeds) {
        ModeratedError error = new ModeratedError(4);
        List<Scored> all = new ArrayList<>(good(64, seeds, 0.03));
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            all.add(function(100 + i, normal(random, seeds, 5, 2)));
        }
        error.learn(all);
        assertThat(typical(error, seeds, 4)).isCloseTo(0.03, within(0.008));
    }

    @Test
    void shouldGiveMoreToItsOwnVarianceTheMoreSeedsAFunctionHas() {
        ModeratedError error = new ModeratedError(4);
        error.learn(good(64, 2, 0.03));
        List<Double> two = List.of(-0.2, -0.2001);
        assertThat(Statistics.standardError(two)).isLessThan(1e-4);
        assertThat(error(error, two)).as("luck").isBetween(0.012, 0.025);
        List<Double> many = IntStream.range(0, 100).mapToObj(i -> i % 2 * 0.2).toList();
        assertThat(error(error, many)).isCloseTo(Statistics.standardError(many), within(0.0005));
    }

    @Test
    void shouldBeItsOwnErrorWithoutWeightAndWhileNoOtherIsKnown() {
        List<Double> differences = List.of(-0.2, -0.1, 0.05);
        ModeratedError alone = new ModeratedError(0);
        alone.learn(good(64, 3, 0.5));
        assertThat(error(alone, differences)).isCloseTo(Statistics.standardError(differences), within(1e-15));
        assertThat(error(new ModeratedError(4), differences))
                .isCloseTo(Statistics.standardError(differences), within(1e-15));
    }

    @Test
    void shouldLearnTheSameInAnyOrder() {
        List<Scored> functions = new ArrayList<>(good(200, 2, 0.03));
        ModeratedError one = new ModeratedError(4);
        functions.forEach(function -> one.learn(List.of(function)));
        Collections.shuffle(functions, new Random(7));
        ModeratedError other = new ModeratedError(4);
        other.learn(functions);
        assertThat(error(one, List.of(0.1, 0.2))).isEqualTo(error(other, List.of(0.1, 0.2)));
    }

    @Test
    void shouldForgetTheFirstSeedsOfAFunctionThatHasMoreAndAllOfOneThatFailsOnThem() {
        ModeratedError error = new ModeratedError(4);
        error.learn(List.of(function(1, List.of(-0.9, -0.1)), function(2, List.of(-0.31, -0.3))));
        double before = error(error, List.of(0.1, 0.2));
        List<Double> more = List.of(-0.9, -0.1, -0.2, -0.21, -0.19, -0.2);
        error.learn(List.of(function(1, more)));
        ModeratedError atOnce = new ModeratedError(4);
        atOnce.learn(List.of(function(2, List.of(-0.31, -0.3)), function(1, more)));
        assertThat(error(error, List.of(0.1, 0.2))).isLessThan(before).isEqualTo(error(atOnce, List.of(0.1, 0.2)));
        ModeratedError other = new ModeratedError(4);
        other.learn(List.of(function(2, List.of(-0.31, -0.3))));
        error.learn(List.of(new Scored(
                function(1, more).individual(),
                new Valuation(Outcome.DIVERGED, Objective.ofFitness().cost(Double.POSITIVE_INFINITY, 1, 9)))));
        assertThat(error(error, List.of(0.1, 0.2))).isEqualTo(error(other, List.of(0.1, 0.2)));
    }

    @Test
    void shouldKnowTheStartProgramExactlyAndLearnNothingFromIt() {
        ModeratedError error = new ModeratedError(4);
        error.learn(good(9, 2, 0.03));
        double before = error(error, List.of(0.1, 0.2));
        error.learn(IntStream.rangeClosed(100, 200)
                .mapToObj(i -> function(i, List.of(0.0, 0.0)))
                .toList());
        assertThat(error(error, List.of(0.1, 0.2))).isEqualTo(before);
        assertThat(error(error, List.of(0.0, 0.0))).isZero();
    }

    @Test
    void shouldLeaveWhatDidNotTrainAsItIs() {
        ModeratedError error = new ModeratedError(4);
        Scored failed = new Scored(
                LION, new Valuation(Outcome.DIVERGED, Objective.ofFitness().cost(Double.POSITIVE_INFINITY, 1, 9)));
        error.learn(List.of(failed));
        assertThat(error.moderated(failed)).isSameAs(failed);
    }
}
