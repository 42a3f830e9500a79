package savanna.search.pipeline;

import java.util.List;
import java.util.OptionalDouble;
import savanna.search.config.MetaValidationConfig;
import savanna.search.evolution.HallOfFame;
import savanna.search.store.MetaTable;
import savanna.search.training.Measurement;
import savanna.tasks.Hurdles;
import savanna.tasks.Task;

/**
 * Measures the best program of a search on another task at set intervals (paper, section 3.3 and Figure 3). The search
 * does not see it.
 */
final class MetaValidation {

    private final RunContext run;
    private final MetaValidationConfig config;
    private final String stage;
    private final Task task;
    private final List<Long> seeds;
    private long next;

    MetaValidation(RunContext run, MetaValidationConfig config, String stage) {
        this.run = run;
        this.config = config;
        this.stage = stage;
        this.task = run.tasks().find(config.task());
        this.seeds = FreshSeeds.of(run.random(), "meta-validation", config.seeds());
    }

    /** Measures the best program if it is time to. */
    void look(long programs, HallOfFame.Entry best) {
        if (programs < next) {
            return;
        }
        next = (programs / config.every() + 1) * config.every();
        Measurement measurement = Measurement.of(
                best.individual().candidate(),
                run.trainings().train(best.individual().candidate().request(task, seeds, Hurdles.none())));
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
