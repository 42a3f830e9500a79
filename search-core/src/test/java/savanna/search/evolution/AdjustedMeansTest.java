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
import org.junit.jupiter.params.provider.CsvSource;
import savanna.dsl.analysis.FunctionalHash;
import savanna.dsl.library.ProgramLibrary;
import savanna.search.objective.Objective;
import savanna.tasks.Outcome;
import savanna.tasks.compare.Statistics;

class AdjustedMeansTest {

    private static final int SEEDS = 32;

    /** Of 32 seeds the first two are the hardest for the start program. */
    private static final List<Double> START = IntStream.range(0, SEEDS)
            .mapToObj(i -> i == 0 ? 1.3 : i == 1 ? 1.2 : 1 + 0.1 * Math.sin(7 * i))
            .toList();

    private static final double START_MEAN = Statistics.mean(START);

    private static final FunctionalHash START_FUNCTION = new FunctionalHash(-1, -1);

    private static final Individual LION =
            Individual.start(ProgramLibrary.find("lion").orElseThrow(), "");

    private static Individual individual(long number) {
        return new Individual(
                LION.program(),
                new FunctionalHash(number, number),
                LION.rounding(),
                number,
                0,
                "",
                LION.statements(),
                LION.liveStatements(),
                LION.states());
    }

    /** By itself: with its mean difference to the start program. */
    private static Scored function(long number, List<Double> differences) {
        return new Scored(
                individual(number),
                new Valuation(
                        Outcome.TRAINED,
                        Objective.ofFitness().cost(START_MEAN + Statistics.mean(differences), 1, 9),
                        differences,
                        OptionalDouble.of(Statistics.standardError(differences))));
    }

    private static Scored failed(long number) {
        return new Scored(
                individual(number),
                new Valuation(Outcome.DIVERGED, Objective.ofFitness().cost(Double.POSITIVE_INFINITY, 1, 9)));
    }

    /** A function that feels a share of what a seed does to the start program. */
    private static List<Double> differences(Random random, int seeds, double mean, double slope, double noise) {
        return IntStream.range(0, seeds)
                .mapToObj(i ->
                        mean - START_MEAN + (slope - 1) * (START.get(i) - START_MEAN) + noise * random.nextGaussian())
                .toList();
    }

    private static List<Scored> good(int count, int seeds, double slope, double noise) {
        Random random = new Random(seeds);
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> function(i, differences(random, seeds, 0.8, slope, noise)))
                .toList();
    }

    private static AdjustedMeans means(double weight) {
        return new AdjustedMeans(START_FUNCTION, START_MEAN, START, weight);
    }

    private static Valuation score(AdjustedMeans means, List<Double> differences) {
        return means.adjusted(function(1, differences)).score();
    }

    private static double error(AdjustedMeans means, List<Double> differences) {
        return score(means, differences).error().orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"2, 0.4", "2, 0.8", "6, 0.4", "12, 0.6"})
    void shouldNotFlatterByHardSeedsThatAGoodProgramFeelsLessWhateverTheHopeless(int seeds, double slope) {
        AdjustedMeans means = means(4);
        List<Scored> all = new ArrayList<>(good(64, seeds, slope, 0.01));
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            all.add(function(100 + i, differences(random, seeds, 5, 9, 2)));
        }
        means.learn(all);
        List<Double> few = differences(random, seeds, 0.8, slope, 0.001);
        double flattered = function(1, few).score().cost().fitness();
        assertThat(score(means, few).cost().fitness()).isCloseTo(0.8, within(seeds == 2 && slope == 0.4 ? 0.05 : 0.02));
        assertThat(Math.abs(score(means, few).cost().fitness() - 0.8)).isLessThan(Math.abs(flattered - 0.8) / 2);
        List<Double> many = differences(random, SEEDS, 0.8, slope, 0.001);
        assertThat(score(means, many).cost().fitness())
                .as("all seeds")
                .isCloseTo(function(1, many).score().cost().fitness(), within(1e-12));
    }

    /** The start program's fitness on a suite is 0 on every seed; how hard the seeds are is told beside it. */
    @Test
    void shouldAdjustOnASuiteWhereTheStartProgramIsZeroOnEverySeed() {
        List<Double> hardness = START.stream().map(value -> value - 0.9).toList();
        double hardMean = Statistics.mean(hardness);
        AdjustedMeans means = new AdjustedMeans(START_FUNCTION, 0, hardness, 4);
        means.learn(good(64, 6, 0.4, 0.01));
        List<Double> few = IntStream.range(0, 2)
                .mapToObj(i -> -0.5 + (0.4 - 1) * (hardness.get(i) - hardMean))
                .toList();
        assertThat(Statistics.mean(few)).as("flattered").isLessThan(-0.6);
        assertThat(score(means, few).cost().fitness()).isCloseTo(-0.5, within(0.02));
        Valuation start = means.adjusted(function(START_FUNCTION.high(), List.of(0.0, 0.0)))
                .score();
        assertThat(start.cost().fitness()).isZero();
        assertThat(start.error()).hasValue(0);
        assertThat(error(means, List.of(0.0, 0.0)))
                .as("a function that ties with it on two seeds")
                .isPositive();
    }

    @Test
    void shouldGiveMoreToItsOwnVarianceTheMoreSeedsAFunctionHas() {
        AdjustedMeans means = means(4);
        means.learn(good(64, 6, 1, 0.03));
        List<Double> two = List.of(-0.2, -0.2001);
        assertThat(Statistics.standardError(two)).isLessThan(1e-4);
        assertThat(error(means, two)).as("luck").isBetween(0.012, 0.025);
        List<Double> many = IntStream.range(0, SEEDS).mapToObj(i -> i % 2 * 0.2).toList();
        assertThat(error(means, many)).isCloseTo(Statistics.standardError(many), within(0.0015));
    }

    @Test
    void shouldBeTheDifferenceToTheStartProgramWithItsOwnErrorWhileNothingIsKnown() {
        List<Double> differences = List.of(-0.2, -0.1, 0.05);
        Valuation itself = function(1, differences).score();
        assertThat(score(means(4), differences).cost().fitness())
                .isCloseTo(itself.cost().fitness(), within(1e-12));
        assertThat(error(means(4), differences)).isCloseTo(Statistics.standardError(differences), within(1e-12));
    }

    @Test
    void shouldLeaveEachItsOwnErrorWithoutWeight() {
        AdjustedMeans means = means(0);
        means.learn(good(64, 3, 1, 0.5));
        double close = error(means, differences(new Random(1), 3, 0.8, 1, 0));
        assertThat(close).isLessThan(0.1);
        AdjustedMeans pooled = means(8);
        pooled.learn(good(64, 3, 1, 0.5));
        assertThat(error(pooled, differences(new Random(1), 3, 0.8, 1, 0))).isGreaterThan(0.2);
    }

    @Test
    void shouldSayNothingOfSlopesWhereTheStartProgramIsTheSameOnTheSeeds() {
        List<Double> start = List.of(1.5, 1.5, 1.0, 1.1, 0.9, 1.0);
        double mean = Statistics.mean(start);
        AdjustedMeans means = new AdjustedMeans(START_FUNCTION, mean, start, 4);
        means.learn(List.of(function(1, List.of(-0.9, -0.3)), function(2, List.of(-0.2, -0.8))));
        assertThat(score(means, List.of(-0.2, -0.2)).cost().fitness()).isCloseTo(mean - 0.2, within(1e-12));
    }

    @Test
    void shouldLearnTheSameInAnyOrder() {
        List<Scored> functions = new ArrayList<>(good(200, 2, 0.5, 0.03));
        AdjustedMeans one = means(4);
        one.learn(functions);
        Collections.shuffle(functions, new Random(7));
        AdjustedMeans other = means(4);
        other.learn(functions);
        assertThat(score(one, List.of(0.1, 0.2))).isEqualTo(score(other, List.of(0.1, 0.2)));
    }

    @Test
    void shouldForgetTheFirstSeedsOfAFunctionThatHasMoreAndAllOfOneThatFailsOnThem() {
        Scored second = function(2, List.of(-0.31, -0.3));
        Scored more = function(1, List.of(-0.9, -0.1, -0.2, -0.21, -0.19, -0.2));
        AdjustedMeans means = means(4);
        means.learn(List.of(function(1, List.of(-0.9, -0.1)), second));
        means.learn(List.of(more));
        AdjustedMeans atOnce = means(4);
        atOnce.learn(List.of(second, more));
        assertThat(score(means, List.of(0.1, 0.2))).isEqualTo(score(atOnce, List.of(0.1, 0.2)));
        AdjustedMeans alone = means(4);
        alone.learn(List.of(second));
        assertThat(score(means, List.of(0.1, 0.2))).isNotEqualTo(score(alone, List.of(0.1, 0.2)));
        means.learn(List.of(failed(1)));
        assertThat(score(means, List.of(0.1, 0.2))).isEqualTo(score(alone, List.of(0.1, 0.2)));
    }

    @Test
    void shouldKnowTheStartProgramExactlyAndLearnNothingFromIt() {
        AdjustedMeans means = means(4);
        means.learn(good(9, 2, 0.5, 0.03));
        Valuation before = score(means, List.of(0.1, 0.2));
        Scored start = function(START_FUNCTION.high(), List.of(0.0, 0.0));
        means.learn(List.of(start));
        assertThat(score(means, List.of(0.1, 0.2))).isEqualTo(before);
        Valuation itself = means.adjusted(start).score();
        assertThat(itself.error()).hasValue(0);
        assertThat(itself.cost().fitness()).isEqualTo(START_MEAN);
    }

    @Test
    void shouldLeaveWhatDidNotTrainAsItIs() {
        AdjustedMeans means = means(4);
        means.learn(List.of(failed(1)));
        Scored failed = failed(1);
        assertThat(means.adjusted(failed)).isSameAs(failed);
    }
}
