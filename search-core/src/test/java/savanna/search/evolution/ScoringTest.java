package savanna.search.evolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import savanna.dsl.library.ProgramLibrary;
import savanna.search.RegressionTask;
import savanna.search.ScriptedTrainings;
import savanna.search.objective.Objective;
import savanna.tasks.Hurdles;
import savanna.tasks.Outcome;
import savanna.tasks.TrainingRequest;
import savanna.tasks.TrainingResult;
import savanna.tasks.training.TrainingCrashException;

/** What a search makes of trainings whose place failed. */
class ScoringTest {

    private static final RegressionTask TASK = new RegressionTask(20);

    private final AtomicBoolean isBroken = new AtomicBoolean(true);
    private final List<TrainingRequest> asked = new ArrayList<>();
    private final HallOfFame hallOfFame = new HallOfFame(5);
    private final Scoring scoring = new Scoring(
            Objective.ofFitness(),
            TASK,
            new ScriptedTrainings(this::train),
            Hurdles.none(),
            SearchSeeds.same(TASK.searchSeeds()),
            (made, scored, counts) -> {},
            hallOfFame);

    private TrainingResult train(TrainingRequest request) {
        asked.add(request);
        return TrainingResult.of(List.of(
                isBroken.get()
                        ? TrainingResult.Run.crashed(11, "out of memory")
                        : TrainingResult.Run.trained(11, 0.5, 20, List.of())));
    }

    private static Individual individual(String name) {
        return Individual.start(ProgramLibrary.find(name).orElseThrow(), name);
    }

    private Valuation score(Individual individual) {
        return scoring.end(scoring.begin(List.of(individual))).made().get(0).score();
    }

    @Test
    void shouldGoOnAfterACrashAndTrainThatFunctionAgainWhenItIsMetAgain() {
        Valuation crashed = score(individual("lion"));
        assertThat(crashed.outcome()).isEqualTo(Outcome.CRASHED);
        assertThat(crashed.fitness()).isEmpty();
        assertThat(hallOfFame.best()).isEmpty();
        assertThat(scoring.counts().rejected()).containsEntry(Outcome.CRASHED, 1L);
        isBroken.set(false);
        assertThat(score(individual("lion")).fitness()).hasValue(0.5);
        assertThat(score(individual("lion")).fitness()).hasValue(0.5);
        assertThat(asked).as("what was trained is not trained again").hasSize(2);
    }

    @Test
    void shouldTellOfACrashToABatchThatBeganWhileTheFunctionWasInTraining() {
        Scoring.Batch first = scoring.begin(List.of(individual("lion")));
        Scoring.Batch second = scoring.begin(List.of(individual("lion")));
        scoring.end(first);
        assertThat(scoring.end(second).made().get(0).score().outcome()).isEqualTo(Outcome.CRASHED);
        assertThat(scoring.counts().rejected()).as("it crashed once").containsEntry(Outcome.CRASHED, 1L);
    }

    @Test
    void shouldStopWithTheReasonIfTheStartProgramCrashes() {
        assertThatThrownBy(() -> scoring.start(individual("adamw")))
                .isInstanceOf(TrainingCrashException.class)
                .hasMessageContainingAll("start program", "regression-20", "out of memory");
    }
}
