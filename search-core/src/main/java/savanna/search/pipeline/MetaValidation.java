package savanna.search.pipeline;

import java.util.List;
import java.util.OptionalDouble;
import savanna.search.config.MetaValidationConfig;
import savanna.search.evolution.HallOfFame;
import savanna.search.store.MetaTable;
import savanna.search.training.Measurement;
import savanna.tasks.Hurdles;
import savanna.tasks.Task;
import savanna.tasks.TrainingResult;
import savanna.tasks.suite.SuiteTrainings;
import savanna.tasks.training.TimeUpException;
import savanna.tasks.training.TrainingService;

/**
 * Measures the best program of a search on another task at set intervals (paper, section 3.3 and Figure 3). The search
 * does not see it.
 */
final class MetaValidation {

    private final RunContext run;
    private final MetaValidationConfig config;
    private final String stage;
    private final Task task;
    private final TrainingService trainings;
    private final List<Long> seeds;
    private long next;

    MetaValidation(RunContext run, MetaValidationConfig config, Task task, String stage) {
        this.run = run;
        this.config = config;
        this.stage = stage;
        this.task = task;
        this.trainings = SuiteTrainings.of(run.trainings(), task);
        this.seeds = FreshSeeds.of(run.random(), "meta-validation", config.seeds());
    }

    /** Measures the best program if it is time to. */
    void look(long programs, HallOfFame.Entry best) {
        if (programs < next) {
            return;
        }
        next = (programs / config.every() + 1) * config.every();
        TrainingResult result;
        try {
            result = trainings.train(best.individual().candidate().request(task, seeds, Hurdles.none()));
        } catch (TimeUpException up) {
            // The search is about to end; its curve has a point less.
            return;
        }
        Measurement measurement = Measurement.of(best.individual().candidate(), result);
        run.store()
                .metaValidation()
                .add(new MetaTable.Row(
                        stage,
                        programs,
                        best.individual().hash().toString(),
                        best.fitness(),
                        measurement.isTrained() ? OptionalDouble.of(measurement.mean()) : OptionalDouble.empty(),
                        measurement.isTrained()
                                ? OptionalDouble.of(measurement.standardError())
                                : OptionalDouble.empty()));
    }
}
