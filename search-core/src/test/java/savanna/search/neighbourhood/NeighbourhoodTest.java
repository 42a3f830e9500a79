package savanna.search.neighbourhood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.analysis.FunctionalHash;
import savanna.dsl.execution.Engine;
import savanna.dsl.library.ProgramLibrary;
import savanna.dsl.program.Program;
import savanna.dsl.rate.Rates;
import savanna.search.RegressionTask;
import savanna.search.ScriptedTrainings;
import savanna.search.mutation.FunctionSet;
import savanna.search.mutation.SingleAssignment;
import savanna.search.objective.Cost;
import savanna.search.objective.Objective;
import savanna.search.random.RandomStreams;
import savanna.search.rate.UpdateSize;
import savanna.search.training.Candidate;
import savanna.tasks.Hurdles;
import savanna.tasks.TrainingRequest;
import savanna.tasks.TrainingResult;
import savanna.tasks.training.InterruptedRunException;
import savanna.tasks.training.Interruption;
import savanna.tasks.training.Tasks;
import savanna.tasks.training.TrainingMemory;
import savanna.tasks.training.TrainingQueue;
import savanna.tasks.training.TrainingService;

class NeighbourhoodTest {

    private static final Objective OBJECTIVE = new Objective(0.03, 0.001);
    private static final TrainingService COMPUTING = TrainingQueue.local(1, Tasks.of());

    private static final List<String> CLOSURE = List.of("bypass", "rewire", "replace");
    private static final List<String> GROWTH = List.of("insert-in-use");

    static List<String> programs() {
        return ProgramLibrary.names();
    }

    @ParameterizedTest
    @MethodSource("programs")
    void shouldComputeTheSameInSingleAssignmentForm(String name) {
        Program program = ProgramLibrary.find(name).orElseThrow();
        Program single = SingleAssignment.of(program);
        assertThat(hash(single)).isEqualTo(hash(program));
        assertThat(single.statements().stream()
                        .map(statement -> statement.target())
                        .distinct())
                .hasSameSizeAs(single.statements());
        assertThat(single.statements()).noneMatch(statement -> single.inputs().contains(statement.target()));
    }

    @ParameterizedTest
    @MethodSource("programs")
    void shouldOnlyOfferSimplificationsThatCostLess(String name) {
        Program program = SingleAssignment.of(ProgramLibrary.find(name).orElseThrow());
        double own = price(program);
        assertThat(Neighbours.simpler(program, CLOSURE, FunctionSet.paper(), OBJECTIVE, COMPUTING))
                .allMatch(neighbour ->
                        neighbour.cost().price() < own && neighbour.analysis().isValid());
    }

    @ParameterizedTest
    @MethodSource("programs")
    void shouldTakeFewerStatesThenFewerStatementsForSimplerWhereNothingHasAPrice(String name) {
        Program program = SingleAssignment.of(ProgramLibrary.find(name).orElseThrow());
        Cost own = OBJECTIVE.unmeasured(AbstractExecution.of(program));
        List<Neighbour> simpler =
                Neighbours.simpler(program, CLOSURE, FunctionSet.paper(), Objective.ofFitness(), COMPUTING);
        assertThat(simpler)
                .extracting(Neighbour::cost)
                .allMatch(cost -> cost.states() < own.states()
                        || cost.states() == own.states() && cost.statements() < own.statements());
        assertThat(simpler).isNotEmpty();
    }

    @Test
    void shouldOfferEveryFunctionAlikeAsReplacement() {
        Program adamw = SingleAssignment.of(ProgramLibrary.find("adamw").orElseThrow());
        List<String> words = Neighbours.simpler(adamw, CLOSURE, FunctionSet.paper(), OBJECTIVE, COMPUTING).stream()
                .map(Neighbour::words)
                .toList();
        for (String function : List.of("sign", "tanh", "cbrt", "arctan", "sin")) {
            assertThat(words)
                    .anyMatch(
                            edit -> edit.startsWith("replace update = m_1 / sqrt_v by update = " + function + "(m_1)"));
        }
    }

    @Test
    void shouldOfferInsertionsOfEveryFunctionThatTakesVariables() {
        Program sgd = SingleAssignment.of(ProgramLibrary.find("sgd-momentum").orElseThrow());
        List<Neighbour> insertions = Neighbours.of(sgd, GROWTH, FunctionSet.paper(), OBJECTIVE, COMPUTING);
        assertThat(insertions).hasSizeGreaterThan(500);
        assertThat(insertions.stream().map(neighbour -> neighbour.analysis().hash()))
                .doesNotHaveDuplicates()
                .doesNotContain(hash(sgd));
    }

    @Test
    void shouldRestWhereItsTrainingsEnd() {
        RegressionTask task = new RegressionTask(30);
        Program start = ProgramLibrary.find("adamw").orElseThrow();
        List<String> whole = new ArrayList<>();
        Program found = search(task, start, 1, whole);
        List<String> cut = new ArrayList<>();
        search(task, start, 1, OptionalLong.of(400), cut);
        assertThat(cut).hasSizeLessThan(whole.size()).isEqualTo(whole.subList(0, cut.size()));
        List<String> ample = new ArrayList<>();
        assertThat(search(task, start, 1, OptionalLong.of(1_000_000), ample)).isEqualTo(found);
        assertThat(ample).isEqualTo(whole);
        List<String> none = new ArrayList<>();
        assertThat(search(task, start, 1, OptionalLong.of(1), none)).isEqualTo(SingleAssignment.of(start));
        assertThat(none).isEmpty();
    }

    @Test
    void shouldBeatItsStartAfterPricesAndTakeTheSameStepsOnAnyNumberOfThreads() {
        RegressionTask task = new RegressionTask(30);
        Program start = ProgramLibrary.find("adamw").orElseThrow();
        List<String> one = new ArrayList<>();
        List<String> two = new ArrayList<>();
        Program found = search(task, start, 1, one);
        assertThat(search(task, start, 2, two)).isEqualTo(found);
        assertThat(two).isEqualTo(one).isNotEmpty();
        try (TrainingService trainings = TrainingQueue.local(1, Tasks.of(task))) {
            List<Long> seeds = List.of(101L, 102L, 103L, 104L, 105L, 106L, 107L, 108L);
            double before = trainings
                            .train(Candidate.of(start).request(task, seeds, Hurdles.none()))
                            .fitness()
                            .orElseThrow()
                    + price(start);
            double after = trainings
                            .train(Candidate.of(found).request(task, seeds, Hurdles.none()))
                            .fitness()
                            .orElseThrow()
                    + price(found);
            assertThat(after).isLessThan(before);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 7, 1000})
    void shouldFindTheFactorThatKeepsTheSizeOfUpdates(double factor) {
        Program adamw = SingleAssignment.of(ProgramLibrary.find("adamw").orElseThrow());
        UpdateSize size = updateSize(adamw);
        double own = size.of(adamw, false);
        assertThat(UpdateSize.factor(own, own)).isEqualTo(1);
        assertThat(UpdateSize.factor(size.of(Rates.scaled(adamw, factor), false), own))
                .isCloseTo(1 / factor, within(0.06 / factor));
    }

    @Test
    void shouldLeaveUpdatesWithoutASizeAlone() {
        UpdateSize size =
                updateSize(SingleAssignment.of(ProgramLibrary.find("adamw").orElseThrow()));
        for (String none : List.of("g * 0.0", "log(m)")) {
            Program program =
                    Program.parse("def train(w, g, m, v, lr):\n  update = " + none + "\n  return update, m, v");
            assertThat(UpdateSize.factor(size.of(program, false), 0.1)).as(none).isEqualTo(1);
            assertThat(UpdateSize.factor(0.1, size.of(program, false))).as(none).isEqualTo(1);
        }
    }

    @Test
    void shouldOfferNoEditThatStopsFollowingGradientOrSchedule() {
        Program sgd = SingleAssignment.of(
                Program.parse("def train(w, g, m, v, lr):\n  a = g * lr\n  update = a * w\n  return update, m, v"));
        List<Neighbour> edits = Neighbours.simpler(sgd, CLOSURE, FunctionSet.paper(), OBJECTIVE, COMPUTING);
        assertThat(edits)
                .isNotEmpty()
                .allMatch(edit -> edit.analysis().pruned().toString().contains("* lr")
                        || edit.analysis().pruned().toString().contains(", lr"));
        Program free = SingleAssignment.of(
                Program.parse("def train(w, g, m, v, lr):\n  a = g * 0.1\n  update = tanh(a)\n  return update, m, v"));
        assertThat(Neighbours.simpler(free, CLOSURE, FunctionSet.paper(), OBJECTIVE, COMPUTING))
                .as("a program that never followed the schedule keeps its neighbours")
                .isNotEmpty();
    }

    private static Program search(RegressionTask task, Program start, int threads, List<String> words) {
        return search(task, start, threads, OptionalLong.empty(), words);
    }

    private static Program search(
            RegressionTask task, Program start, int threads, OptionalLong most, List<String> words) {
        try (TrainingService trainings = TrainingQueue.local(threads, Tasks.of(task))) {
            return search(task, trainings, 3, 1, most, words).run(start);
        }
    }

    private static NeighbourhoodSearch search(
            RegressionTask task,
            TrainingService trainings,
            int closure,
            int growth,
            OptionalLong most,
            List<String> words) {
        return new NeighbourhoodSearch(
                new NeighbourhoodSearch.Parameters(
                        OBJECTIVE, CLOSURE, GROWTH, FunctionSet.paper(), 3, closure, growth, 1, 8, 1, most),
                task,
                trainings,
                Hurdles.Rule.none(),
                new RandomStreams(5),
                (program, step) -> words.add(step));
    }

    private static long neighbours(RegressionTask task, TrainingService trainings, int closure, int growth) {
        return search(task, trainings, closure, growth, OptionalLong.empty(), new ArrayList<>())
                .neighbours(ProgramLibrary.find("lion").orElseThrow());
    }

    @Test
    void shouldCountTheNeighboursOfTheStepsThatItTakesAlone() {
        RegressionTask task = new RegressionTask(40);
        try (TrainingService trainings = TrainingQueue.local(1, Tasks.of(task))) {
            long insertions = neighbours(task, trainings, 3, 1);
            long simplifications = neighbours(task, trainings, 3, 0);
            assertThat(simplifications).isPositive().isLessThan(insertions);
            assertThat(neighbours(task, trainings, 0, 1)).isEqualTo(insertions);
            assertThat(neighbours(task, trainings, 0, 0)).isZero();
        }
    }

    private static double price(Program program) {
        return OBJECTIVE.unmeasured(AbstractExecution.of(program)).price();
    }

    @Test
    void shouldStopLookingForNeighboursWhenAsked() {
        Interruption interruption = new Interruption();
        Program adamw = SingleAssignment.of(ProgramLibrary.find("adamw").orElseThrow());
        try (TrainingService trainings =
                TrainingQueue.local(2, Tasks.of(), TrainingMemory.ofThisProcess(), interruption, progress -> {})) {
            AtomicInteger asked = new AtomicInteger();
            TrainingService stopping =
                    new ScriptedTrainings(request -> {
                        throw new UnsupportedOperationException("nothing is trained");
                    }) {
                        @Override
                        public <T, R> List<R> map(List<T> items, Function<? super T, ? extends R> function) {
                            if (asked.incrementAndGet() == 2) {
                                interruption.request();
                            }
                            return trainings.map(items, function);
                        }
                    };
            assertThatThrownBy(() -> Neighbours.of(adamw, GROWTH, FunctionSet.paper(), OBJECTIVE, stopping))
                    .isInstanceOf(InterruptedRunException.class);
            assertThat(asked).as("thousands of edits are judged in parts").hasValue(2);
        }
    }

    @Test
    void shouldRecordTheFirstStepsOfATrainingAlone() {
        RegressionTask task = new RegressionTask(1000);
        Candidate adamw = Candidate.of(ProgramLibrary.find("adamw").orElseThrow());
        List<TrainingRequest> asked = new ArrayList<>();
        try (TrainingService trainings = new ScriptedTrainings(request -> {
            asked.add(request);
            return TrainingResult.of(List.of(task.trainer(Engine.block()).train(request, 4)));
        })) {
            UpdateSize.record(adamw, task, 4, trainings);
        }
        assertThat(asked).extracting(TrainingRequest::steps).containsExactly(60);
    }

    @Test
    void shouldLeaveUpdatesAloneWhereNoGradientsAreTold() {
        RegressionTask task = new RegressionTask(30);
        Program adamw = ProgramLibrary.find("adamw").orElseThrow();
        try (TrainingService trainings = new ScriptedTrainings(
                request -> TrainingResult.of(List.of(TrainingResult.Run.trained(4, 0.5, 30, List.of()))))) {
            assertThat(UpdateSize.record(Candidate.of(adamw), task, 4, trainings))
                    .isEmpty();
        }
    }

    private static UpdateSize updateSize(Program program) {
        RegressionTask task = new RegressionTask(70);
        try (TrainingService trainings = TrainingQueue.local(1, Tasks.of(task))) {
            return new UpdateSize(
                    UpdateSize.record(Candidate.of(program), task, 4, trainings).orElseThrow());
        }
    }

    private static FunctionalHash hash(Program program) {
        return AbstractExecution.ofValid(program).hash();
    }
}
