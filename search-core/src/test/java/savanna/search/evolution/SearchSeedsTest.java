package savanna.search.evolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import savanna.dsl.analysis.FunctionalHash;
import savanna.dsl.library.ProgramLibrary;
import savanna.search.RegressionTask;
import savanna.search.ScriptedTrainings;
import savanna.search.objective.Objective;
import savanna.tasks.Hurdles;
import savanna.tasks.Outcome;
import savanna.tasks.TrainingRequest;
import savanna.tasks.TrainingResult;

class SearchSeedsTest {

    private static final List<Long> SEEDS = LongStream.range(0, 32).boxed().toList();
    /** What every program has of a seed, good or bad. */
    private static final List<Double> LUCK =
            IntStream.range(0, 32).mapToObj(i -> 0.1 * Math.sin(7 * i)).toList();

    private static final List<Double> START =
            LUCK.stream().map(luck -> 1 + luck).toList();
    private static final double START_MEAN =
            START.stream().mapToDouble(Double::doubleValue).average().orElseThrow();

    private static SearchSeeds byNeed(SearchSeeds.Earning earning) {
        return SearchSeeds.byNeed(individual("nesterov").hash(), SEEDS, START, START, earning);
    }

    private final SearchSeeds seeds = byNeed(new SearchSeeds.Earning(4, 2, 0, 0));
    private final List<TrainingRequest> asked = new ArrayList<>();
    private final HallOfFame hallOfFame = HallOfFame.ofChangingScores(3);
    private final Scoring scoring = scoring(seeds, hallOfFame);

    private Scoring scoring(SearchSeeds among, HallOfFame best) {
        return new Scoring(
                Objective.ofFitness(),
                new RegressionTask(20),
                new ScriptedTrainings(this::train),
                Hurdles.none(),
                among,
                (made, scored, counts) -> {},
                best);
    }

    /** Lion is lucky on the first four seeds and diverges on the 20th; the others differ by noise. */
    private TrainingResult train(TrainingRequest request) {
        asked.add(request);
        boolean isLion = request.hash().equals(individual("lion").hash());
        List<TrainingResult.Run> runs = new ArrayList<>();
        for (long seed : request.seeds()) {
            int i = (int) seed;
            double difference = isLion ? (i < 4 ? -0.5 : 0.3) + 0.01 * i : -0.1 + 0.02 * Math.cos(i);
            if (isLion && i == 20) {
                runs.add(TrainingResult.Run.ended(seed, Outcome.DIVERGED, 3, List.of()));
                break;
            }
            runs.add(TrainingResult.Run.trained(seed, START.get(i) + difference, 20, List.of()));
        }
        return TrainingResult.of(runs);
    }

    private static Individual individual(String name) {
        return Individual.start(ProgramLibrary.find(name).orElseThrow(), name);
    }

    private Valuation meet(String name) {
        return scoring.end(scoring.begin(List.of(individual(name), individual(name))))
                .made()
                .get(0)
                .score();
    }

    @Test
    void shouldScoreByTheMeanDifferenceToTheStartProgramOnTheSameSeedsByItself() {
        Individual adamw = individual("adamw");
        Valuation first = seeds.score(
                        adamw,
                        train(adamw.candidate().request(new RegressionTask(20), seeds.first(), Hurdles.none())),
                        Objective.ofFitness())
                .score();
        assertThat(first.cases()).hasSize(4);
        double difference = IntStream.range(0, 4)
                .mapToDouble(i -> -0.1 + 0.02 * Math.cos(i))
                .average()
                .orElseThrow();
        assertThat(first.cost().fitness()).isCloseTo(START_MEAN + difference, within(1e-12));
        assertThat(first.error().orElseThrow()).isBetween(0.001, 0.01);
        assertThat(meet("adamw").cases()).isEqualTo(first.cases());
    }

    @Test
    void shouldGiveHalfAsManySeedsAgainEachTimeThatOneNearTheBestIsMet() {
        List<Integer> had = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            had.add(meet("adamw").cases().size());
        }
        assertThat(had).containsExactly(4, 6, 9, 13, 19, 28, 32, 32);
        assertThat(asked.stream().flatMap(request -> request.seeds().stream()))
                .as("each seed once")
                .containsExactlyElementsOf(SEEDS);
        assertThat(scoring.counts().evaluations()).isEqualTo(1);
        assertThat(scoring.counts().further()).isEqualTo((32 - 4) / 4);
        assertThat(scoring.counts().charged()).isEqualTo(8);
    }

    @Test
    void shouldGiveNoneToWhatIsFarFromTheBestAndTakeTheLeadFromWhatWasLucky() {
        meet("adamw");
        double lucky = meet("lion").cost().fitness();
        assertThat(hallOfFame.best().orElseThrow().individual().hash())
                .isEqualTo(individual("lion").hash());
        assertThat(scoring.counts().best().total()).isEqualTo(lucky);
        assertThat(meet("adamw").cases()).as("far from the lucky one").hasSize(4);
        assertThat(meet("lion").cost().fitness()).isGreaterThan(lucky);
        meet("lion");
        meet("lion");
        assertThat(hallOfFame.entries())
                .extracting(entry -> entry.individual().hash())
                .containsExactly(individual("adamw").hash(), individual("lion").hash());
        assertThat(meet("adamw").cases()).hasSize(6);
    }

    @Test
    void shouldGiveSeedsToLeadersThatAreNotMetAgainUntilLuckNoLongerLeads() {
        HallOfFame best = HallOfFame.ofChangingScores(3);
        Scoring leading = scoring(byNeed(new SearchSeeds.Earning(4, 2, 0, 1)), best);
        leading.end(leading.begin(List.of(individual("lion"), individual("adamw"))));
        List<Integer> had = new ArrayList<>();
        List<String> leads = new ArrayList<>();
        for (String other : List.of("sgd", "signsgd", "rmsprop", "adam")) {
            had.add(leadOf(best).score().cases().size());
            leads.add(leadOf(best).individual().mutation());
            leading.end(leading.begin(List.of(individual(other))));
        }
        assertThat(leads).containsExactly("lion", "sgd", "sgd", "sgd");
        assertThat(had).containsExactly(4, 4, 6, 9);
        assertThat(leading.counts().evaluations()).isEqualTo(6);
        assertThat(leading.counts().further())
                .as("what leaders earn is counted")
                .isEqualTo(asked.stream()
                                        .mapToInt(request -> request.seeds().size())
                                        .sum()
                                / 4
                        - 6);
    }

    private static HallOfFame.Entry leadOf(HallOfFame best) {
        return best.best().orElseThrow();
    }

    /** Good programs feel a third of what a seed does to the start program. */
    private static TrainingResult feelsLess(TrainingRequest request) {
        boolean isGood = !request.hash().equals(individual("adamw").hash());
        return TrainingResult.of(request.seeds().stream()
                .map(seed -> {
                    int i = seed.intValue();
                    double felt = (isGood ? 0.3 : 0.95) * (START.get(i) - START_MEAN);
                    double noise = 0.002 * Math.cos(i * (1 + request.hash().high() % 7));
                    return TrainingResult.Run.trained(
                            seed, START_MEAN - (isGood ? 0.05 : 0.01) + felt + noise, 20, List.of());
                })
                .toList());
    }

    @Test
    void shouldScoreAllLeadersByWhatTheLastBatchTellsOfSeedsThoughOthersAreInTraining() {
        HallOfFame best = HallOfFame.ofChangingScores(9);
        Map<FunctionalHash, Valuation> written = new HashMap<>();
        Scoring all = new Scoring(
                Objective.ofFitness(),
                new RegressionTask(20),
                new ScriptedTrainings(SearchSeedsTest::feelsLess),
                Hurdles.none(),
                byNeed(new SearchSeeds.Earning(4, 100, 4, 1)),
                (made, scored, counts) -> scored.forEach(
                        function -> written.put(function.individual().hash(), function.score())),
                best);
        all.end(all.begin(List.of(individual("adamw"))));
        double alone = leadOf(best).fitness();
        Scoring.Batch second = all.begin(List.of(individual("adamw"), individual("lion")));
        Scoring.Batch third = all.begin(List.of(individual("sgd"), individual("signum")));
        all.end(second);
        Scoring.Batch fourth = all.begin(List.of(individual("adamw"), individual("lion"), individual("rmsprop")));
        all.end(third);
        Scoring.Batch fifth = all.begin(List.of(individual("adamw"), individual("sgd")));
        all.end(fourth);
        all.end(fifth);
        all.finish();
        List<HallOfFame.Entry> entries = best.kept();
        assertThat(entries)
                .extracting(entry -> entry.individual().hash())
                .doesNotHaveDuplicates()
                .hasSize(5);
        assertThat(entries).isSorted();
        assertThat(entries)
                .allSatisfy(entry ->
                        assertThat(written.get(entry.individual().hash())).isEqualTo(entry.score()));
        assertThat(entries.get(4).individual().hash())
                .isEqualTo(individual("adamw").hash());
        assertThat(entries.get(4).fitness()).isNotEqualTo(alone);
        assertThat(entries.subList(0, 4))
                .allSatisfy(entry -> assertThat(entry.fitness()).isCloseTo(START_MEAN - 0.05, within(0.02)));
    }

    /** Errors of the classes of a few hundred examples are often the same. */
    @Test
    void shouldGiveSeedsToAFunctionThatTiesWithTheStartProgramAndNoneToThatItself() {
        List<Double> ties = List.of(0.0, 0.0, 0.0, 0.0);
        Scored start = tied("nesterov", ties);
        Scored other = tied("adamw", ties);
        hallOfFame.offer(start.individual(), start.score());
        hallOfFame.offer(other.individual(), other.score());
        assertThat(seeds.earned(start, leadOf(hallOfFame)))
                .as("all is known of it")
                .isEmpty();
        assertThat(seeds.earned(other, leadOf(hallOfFame))).isEqualTo(SEEDS.subList(4, 6));
    }

    private static Scored tied(String name, List<Double> differences) {
        return new Scored(
                individual(name),
                new Valuation(
                        Outcome.TRAINED,
                        Objective.ofFitness().cost(START_MEAN, 2, 9),
                        differences,
                        OptionalDouble.of(0)));
    }

    /** A score that rests on more seeds now must not go on winning by the first. */
    @Test
    void shouldTellOfOthersWhoseScoreIsAnother() {
        HallOfFame best = HallOfFame.ofChangingScores(3);
        Scoring leading = scoring(byNeed(new SearchSeeds.Earning(4, 2, 0, 1)), best);
        Scored lucky =
                leading.end(leading.begin(List.of(individual("lion")))).made().get(0);
        List<Scored> others = new ArrayList<>();
        for (String other : List.of("sgd", "signsgd")) {
            others.addAll(leading.end(leading.begin(List.of(individual(other)))).others());
        }
        assertThat(others)
                .filteredOn(function ->
                        function.individual().hash().equals(lucky.individual().hash()))
                .last()
                .satisfies(function -> {
                    assertThat(function.score().cases()).hasSizeGreaterThan(4);
                    assertThat(function.score()).isGreaterThan(lucky.score());
                });
    }

    @Test
    void shouldCountAFallOnlyForWhatNeverLed() {
        HallOfFame best = HallOfFame.ofChangingScores(3);
        Scoring leading = scoring(byNeed(new SearchSeeds.Earning(4, 2, 0, 1)), best);
        leading.start(individual("nesterov"));
        leading.end(leading.begin(List.of(individual("lion"), individual("adamw"))));
        assertThat(leading.counts().falls())
                .as("the start program, and what is better")
                .isEqualTo(2);
        assertThat(leading.counts().bound()).isEqualTo(leadOf(best).score().bound());
        for (int i = 0; i < 8; i++) {
            leading.end(leading.begin(List.of(individual("lion"), individual("adamw"))));
        }
        assertThat(leadOf(best).individual().mutation()).as("luck fell back").isEqualTo("adamw");
        assertThat(leading.counts().falls())
                .as("the second took the lead since the first lost it")
                .isEqualTo(2);
    }

    @Test
    void shouldDropAFunctionThatFailsOnASeedThatItHasEarned() {
        SearchSeeds generous = byNeed(new SearchSeeds.Earning(4, 100, 0, 0));
        HallOfFame best = HallOfFame.ofChangingScores(3);
        Scoring all = scoring(generous, best);
        Valuation last = null;
        for (int i = 0; i < 8; i++) {
            last = all.end(all.begin(List.of(individual("lion")))).made().get(0).score();
        }
        assertThat(last.outcome()).isEqualTo(Outcome.DIVERGED);
        assertThat(last.cost().total()).isInfinite();
        assertThat(best.entries()).isEmpty();
        assertThat(asked.stream().flatMap(request -> request.seeds().stream()))
                .as("nothing is trained after it failed")
                .doesNotHaveDuplicates()
                .hasSize(28);
    }

    @Test
    void shouldGiveAllTheSameSeedsAndTheirMeanWithoutNeed() {
        SearchSeeds same = SearchSeeds.same(SEEDS.subList(0, 4));
        Scored scored = same.score(
                individual("adamw"),
                train(individual("adamw").candidate().request(new RegressionTask(20), same.all(), Hurdles.none())),
                Objective.ofFitness());
        assertThat(scored.score().error()).isEmpty();
        assertThat(scored.score().cost().fitness())
                .isEqualTo(scored.score().cases().stream()
                        .mapToDouble(Double::doubleValue)
                        .average()
                        .orElseThrow());
        assertThat(same.first()).isEqualTo(same.all());
    }

    @Test
    void shouldRefuseFewerThanTwoSeedsOfWhichNoErrorIsKnown() {
        assertThatThrownBy(() -> byNeed(new SearchSeeds.Earning(1, 2, 4, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 2 seeds at first, found 1");
    }
}
