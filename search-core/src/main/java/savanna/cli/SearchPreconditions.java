package savanna.cli;

import savanna.dsl.analysis.AbstractExecution;
import savanna.search.config.RunConfig;
import savanna.search.source.ProgramSource;
import savanna.tasks.TaskCatalog;

/** Finds everything that a config names before a run folder is made. */
final class SearchPreconditions {
    private SearchPreconditions() {}

    static void check(RunConfig config) {
        AbstractExecution.ofValid(ProgramSource.find(config.start()));
        config.report().references().forEach(reference -> AbstractExecution.ofValid(ProgramSource.find(reference)));
        TaskCatalog.find(config.task());
        config.metaValidation().ifPresent(meta -> TaskCatalog.find(meta.task()));
        config.funnelB().ifPresent(stage -> TaskCatalog.find(stage.task()));
        config.funnelC().ifPresent(stage -> TaskCatalog.find(stage.task()));
    }
}
