package savanna.search;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import savanna.dsl.program.Program;
import savanna.search.config.Continuation;
import savanna.search.config.RunConfig;
import savanna.search.evolution.StopReason;
import savanna.search.pipeline.Catalog;
import savanna.search.pipeline.NamedContent;
import savanna.search.pipeline.NamedFiles;
import savanna.search.pipeline.NamedThings;
import savanna.search.pipeline.RunListener;
import savanna.search.pipeline.RunOutcome;
import savanna.search.pipeline.SearchRun;
import savanna.search.store.RunFolder;
import savanna.search.store.RunStore;
import savanna.search.store.RunStoreException;
import savanna.tasks.Task;
import savanna.tasks.training.Interruption;

/**
 * A run of Savanna in one's own program: what {@code savanna search} does, without its command line. The config says
 * everything that a YAML file could; tasks and programs that are named in it can be given as objects. The same config
 * gives the same outcome in a folder and without, on any number of threads.
 *
 * <pre>{@code
 * RunConfig config = RunConfig.of(run -> run.task(TaskConfig.named("digits-mlp")).search(SearchConfig.of(search -> search.programs(2_000))));
 * RunOutcome outcome = Discovery.of(config).run();
 * String found = outcome.winner().orElseThrow().program().toString();
 * }</pre>
 */
public final class Discovery {

    private static final String SOURCE = "config";

    private final RunConfig config;
    private final Map<String, Task> tasks = new LinkedHashMap<>();
    private final Map<String, Program> programs = new LinkedHashMap<>();
    private RunListener listener = new RunListener() {};
    private Interruption interruption = new Interruption();

    private Discovery(RunConfig config) {
        this.config = config;
    }

    /** Of that config; nothing runs yet. */
    public static Discovery of(RunConfig config) {
        return new Discovery(config);
    }

    /** Gives the task of that name in the config. */
    public Discovery task(String name, Task task) {
        tasks.put(name, task);
        return this;
    }

    /** Gives the program of that name in the config: its start, or a reference of its report. */
    public Discovery program(String name, Program program) {
        programs.put(name, program);
        return this;
    }

    /** Is told how the run gets on, from the thread of the run. */
    public Discovery listener(RunListener told) {
        this.listener = told;
        return this;
    }

    /** May be asked from any thread to end the run early. */
    public Discovery interruption(Interruption asked) {
        this.interruption = asked;
        return this;
    }

    /**
     * Runs, and remembers everything in memory only.
     *
     * @throws savanna.tasks.yaml.YamlException if the config names what cannot be found
     * @throws savanna.tasks.training.InterruptedRunException if asked to end; nothing is kept
     */
    public RunOutcome run() {
        Catalog catalog = catalog();
        NamedThings.check(config, SOURCE, catalog);
        try (RunStore store = RunStore.inMemory(config.yaml())) {
            return new SearchRun(config, catalog, store, listener, interruption).run();
        }
    }

    /**
     * Runs in a folder, which remembers everything; or goes on with the run there, where one was begun.
     *
     * @throws savanna.tasks.yaml.YamlException if the config names what cannot be found
     * @throws RunStoreException if the folder holds something else, or a run of another config, of which only threads,
     *     budgets and the stages after the searches may change
     * @throws savanna.tasks.training.InterruptedRunException if asked to end; the folder then holds what is needed to
     *     go on
     */
    public RunOutcome run(Path folder) {
        Catalog catalog = catalog();
        RunConfig located = NamedFiles.located(config, List.of(Path.of("")));
        NamedThings.check(located, SOURCE, catalog);
        try (RunFolder store = RunFolder.isRun(folder)
                ? resumed(folder, located, catalog)
                : RunFolder.create(folder, located.yaml())) {
            return new SearchRun(located, catalog, store, listener, interruption).run();
        }
    }

    private Catalog catalog() {
        return Catalog.ofFiles(config.workers().setup()).with(tasks, programs);
    }

    /**
     * Opens the folder of a run to go on with it, perhaps with a config that differs where it may. Before anything is
     * written: a run that is refused stays as it was.
     *
     * @throws RunStoreException if the config differs where it must not, or a file that it names has changed
     */
    public static RunFolder resumed(Path run, RunConfig config, Catalog catalog) {
        RunConfig last = RunConfig.read(RunFolder.configFile(run), List.of());
        RunFolder folder = RunFolder.open(run);
        try {
            Optional<RunConfig> first =
                    folder.firstConfig().map(text -> RunConfig.parse("the config that the run began with", text));
            first.flatMap(before -> Continuation.forbidden(before, config)).ifPresent(change -> {
                throw new RunStoreException(RunFolder.configFile(run) + ": " + change
                        + "; put it back to go on with this run, or begin a new one with `savanna search`");
            });
            NamedContent.requireUnchanged(config, catalog, folder.files());
            folder.config(config.yaml());
            if (!last.search().time().equals(config.search().time())
                    || !last.time().equals(config.time())) {
                folder.stages().reopen(StopReason.TIME.name());
                folder.time().cut(List.of());
            }
            return folder;
        } catch (RuntimeException refused) {
            folder.close();
            throw refused;
        }
    }
}
