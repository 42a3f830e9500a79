package savanna.search.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.library.ProgramLibrary;
import savanna.dsl.program.Program;
import savanna.dsl.rate.Rates;
import savanna.search.RegressionTask;
import savanna.search.evolution.Individual;
import savanna.search.evolution.Scored;
import savanna.search.evolution.SearchSetting;
import savanna.search.evolution.SearchStart;
import savanna.search.evolution.SizeMatching;
import savanna.search.evolution.Valuation;
import savanna.search.mutation.Edit;
import savanna.search.mutation.FunctionSet;
import savanna.search.mutation.Mutations;
import savanna.search.objective.Objective;
import savanna.search.random.RandomStreams;
import savanna.search.rate.UpdateSize;
import savanna.search.training.Candidate;
import savanna.tasks.GradientSample;
import savanna.tasks.Outcome;
import savanna.tasks.training.Tasks;
import savanna.tasks.training.TrainingQueue;
import savanna.tasks.training.TrainingService;

class MatchedSizesTest {

    private static final Individual ADAMW =
            Individual.start(ProgramLibrary.find("adamw").orElseThrow(), "start");
    private static final GradientSample SAMPLE = sample();
    private static final UpdateSize SIZES = new UpdateSize(SAMPLE);

    private static GradientSample sample() {
        RegressionTask task = new RegressionTask(70);
        try (TrainingService trainings = TrainingQueue.local(1, Tasks.of(task))) {
            return UpdateSize.record(Candidate.of(ADAMW.program()), task, 4, trainings)
                    .orElseThrow();
        }
    }

    private static MatchedSizes matching(double share, SizeMatching.Reference reference) {
        return matching(share, reference, 60);
    }

    private static MatchedSizes matching(double share, SizeMatching.Reference reference, int mostStatements) {
        SearchSetting setting = new SearchSetting(
                10,
                2,
                "tournament",
                5,
                mostStatements,
                Mutations.PRESETS.get("connected"),
                FunctionSet.paper(),
                new SizeMatching(share, reference),
                0);
        Scored start = new Scored(
                ADAMW, new Valuation(Outcome.TRAINED, Objective.ofFitness().cost(0.5, 2, 9)));
        return MatchedSizes.of(new SearchStart(start, setting, new RandomStreams(1), () -> Optional.of(SAMPLE)))
                .orElseThrow();
    }

    private static Mutations.Child child(String program) {
        return child(Program.parse(program));
    }

    private static Mutations.Child child(Program program) {
        return new Mutations.Child(new Edit(program, "edit"), AbstractExecution.ofValid(program));
    }

    private static final String SIGN_OF_MOMENTUM =
            "def train(w, g, m, v, lr):\n  m = interp(g, m, 0.9)\n  update = sign(m)\n  update = update * lr\n  return update, m, v";

    private static RandomGenerator random() {
        return new RandomStreams(3).stream("test");
    }

    @ParameterizedTest
    @EnumSource(SizeMatching.Reference.class)
    void shouldGiveAChildTheSizeOfItsReference(SizeMatching.Reference reference) {
        Individual parent = Individual.start(Rates.scaled(ADAMW.program(), 50), "parent");
        Mutations.Child matched = matching(1, reference).matched(parent, child(SIGN_OF_MOMENTUM), random());
        Program expected = reference == SizeMatching.Reference.PARENT ? parent.program() : ADAMW.program();
        double wanted = SIZES.of(expected, false);
        assertThat(SIZES.of(matched.analysis().program(), false)).isCloseTo(wanted, within(0.06 * wanted));
        assertThat(matched.edit().words()).startsWith("edit, rate times ");
        assertThat(matched.edit().program()).isEqualTo(matched.analysis().program());
    }

    @Test
    void shouldLeaveConstantsAndEqualFunctionsAlone() {
        MatchedSizes matching = matching(1, SizeMatching.Reference.PARENT);
        Mutations.Child constants =
                child(Program.parse(ADAMW.program().toString().replace("0.9)", "0.1)")));
        assertThat(constants.analysis().hash()).isNotEqualTo(ADAMW.hash());
        assertThat(matching.matched(ADAMW, constants, random())).isSameAs(constants);
        Mutations.Child dead = child(ADAMW.program().toString().replace("  return", "  dead = sin(g)\n  return"));
        assertThat(matching.matched(ADAMW, dead, random())).isSameAs(dead);
    }

    @Test
    void shouldMatchTheStatedShare() {
        MatchedSizes matching = matching(0.75, SizeMatching.Reference.PARENT);
        RandomGenerator random = random();
        int matched = 0;
        for (int i = 0; i < 400; i++) {
            Mutations.Child child = child(SIGN_OF_MOMENTUM);
            matched += matching.matched(ADAMW, child, random) == child ? 0 : 1;
        }
        assertThat(matched).isBetween(270, 330);
    }

    @Test
    void shouldFoldTheFactorIntoOneThatIsThere() {
        MatchedSizes matching = matching(1, SizeMatching.Reference.PARENT);
        Mutations mutations = Mutations.weighted(Map.of("replace", 1), 60);
        RandomGenerator random = random();
        Individual parent = Individual.start(Rates.scaled(ADAMW.program(), 7), "parent");
        List<Integer> sizes = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            Mutations.Child matched = matching.matched(parent, mutations.child(parent.program(), random), random);
            sizes.add(matched.analysis().program().statements().size());
        }
        assertThat(sizes)
                .as("AdamW ends in a product with a constant rate: replaced functions before it need no statement more")
                .filteredOn(size -> size > parent.statements())
                .hasSizeLessThan(100);
        assertThat(sizes).allMatch(size -> size <= parent.statements() + 1);
    }

    @Test
    void shouldNotPassTheMostStatementsByAFactor() {
        Mutations.Child child = child(SIGN_OF_MOMENTUM);
        int statements = child.analysis().program().statements().size();
        assertThat(matching(1, SizeMatching.Reference.PARENT, statements).matched(ADAMW, child, random()))
                .isSameAs(child);
        Mutations.Child matched =
                matching(1, SizeMatching.Reference.PARENT, statements + 1).matched(ADAMW, child, random());
        assertThat(matched.analysis().program().statements()).hasSize(statements + 1);
    }

    @Test
    void shouldMatchNoneWhereTheStartDoesNotTrain() {
        SearchSetting setting = new SearchSetting(
                10,
                2,
                "tournament",
                5,
                60,
                Mutations.PRESETS.get("paper"),
                FunctionSet.paper(),
                new SizeMatching(1, SizeMatching.Reference.PARENT),
                0);
        Scored start = new Scored(
                ADAMW, new Valuation(Outcome.TRAINED, Objective.ofFitness().cost(0.5, 2, 9)));
        assertThat(MatchedSizes.of(new SearchStart(start, setting, new RandomStreams(1), Optional::empty)))
                .isEmpty();
    }
}
