package savanna.search;

import java.nio.file.Path;
import savanna.search.config.RunConfig;
import savanna.search.pipeline.RunListener;
import savanna.search.pipeline.RunOutcome;
import savanna.search.pipeline.SearchRun;
import savanna.search.store.RunFolder;
import savanna.search.training.Interruption;

/** Runs for tests: small, on the regression task. */
public final class Runs {

    /** A search of a thousand programs that takes about a second. */
    public static final String SMALL = """
            task: regression
            search:
              population: 50
              offspring: 10
              programs: 1000
            ranking: {candidates: 5, seeds: 4}
            report: {seeds: 4}
            """;

    private Runs() {}

    public static RunConfig config(String yaml) {
        return RunConfig.parse("test", yaml);
    }

    public static RunOutcome run(RunConfig config, Path folder) {
        try (RunFolder opened = RunFolder.isRun(folder) ? RunFolder.open(folder) : RunFolder.create(folder, config.yaml())) {
            return new SearchRun(config, name -> new RegressionTask(40), opened, new RunListener() {}, new Interruption()).run();
        }
    }
}
