package savanna.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import picocli.CommandLine;
import savanna.search.config.RunConfig;
import savanna.search.pipeline.Catalog;
import savanna.search.pipeline.RunListener;
import savanna.search.pipeline.RunOutcome;
import savanna.search.pipeline.SearchRun;
import savanna.search.store.RunFolder;
import savanna.search.store.RunQueries;
import savanna.search.watch.RunServer;
import savanna.tasks.training.InterruptedRunException;
import savanna.tasks.training.Interruption;

/** Runs a search, or goes on with one, from the command line: progress, Ctrl-C, results. */
final class RunSession {

    /** Exit status of a process that Ctrl-C ended. */
    private static final int INTERRUPTED = 130;

    private final CommandLine commandLine;
    private final boolean isQuiet;
    private final boolean isWatched;

    /** @param isWatched whether a page follows the run while it goes on */
    RunSession(CommandLine commandLine, boolean isQuiet, boolean isWatched) {
        this.commandLine = commandLine;
        this.isQuiet = isQuiet;
        this.isWatched = isWatched;
    }

    int run(RunConfig config, Catalog catalog, RunFolder folder) throws IOException {
        if (!isWatched) {
            return unwatched(config, catalog, folder);
        }
        RunServer server;
        try {
            server = RunServer.start(folder.path(), 0);
        } catch (IOException taken) {
            folder.close();
            throw taken;
        }
        try (server) {
            commandLine.getErr().println("watch the run at " + server.address());
            return unwatched(config, catalog, folder);
        }
    }

    private int unwatched(RunConfig config, Catalog catalog, RunFolder folder) {
        return silently(config, catalog, folder, outcome -> {
            PrintWriter out = commandLine.getOut();
            try (RunQueries queries = RunQueries.open(folder.path())) {
                new OutcomeText(outcome, config, queries).lines().forEach(out::println);
                new WorkersView(queries.workers()).warnings().forEach(out::println);
            }
            out.flush();
        });
    }

    /** Runs without a word about the outcome. @param ended is told it, before the folder closes */
    int silently(RunConfig config, Catalog catalog, RunFolder folder, Consumer<RunOutcome> ended) {
        Interruption interruption = new Interruption();
        CountDownLatch saved = new CountDownLatch(1);
        Thread hook = new Thread(
                () -> {
                    interruption.request();
                    await(saved);
                },
                "interruption");
        Runtime.getRuntime().addShutdownHook(hook);
        try (folder) {
            RunOutcome outcome = new SearchRun(config, catalog, folder, listener(), interruption).run();
            folder.commit();
            ended.accept(outcome);
            return Main.DONE;
        } catch (InterruptedRunException e) {
            resumable(folder.path(), e.lost());
            // Of use only when something else than the hook asked; with Ctrl-C the virtual machine is ending already.
            return INTERRUPTED;
        } finally {
            saved.countDown();
            removeHook(hook);
        }
    }

    private RunListener listener() {
        return isQuiet ? new RunListener() {} : new ProgressDisplay(commandLine.getErr(), System.console() != null);
    }

    private void resumable(Path run, int lost) {
        String cut = lost == 0
                ? ""
                : "; " + (lost == 1 ? "one that was" : lost + " that were") + " under way will be made again";
        commandLine.getErr().println();
        commandLine
                .getErr()
                .println("Interrupted; every training that had ended is saved" + cut + ". Go on with: savanna resume "
                        + run);
        commandLine.getErr().flush();
    }

    /** The virtual machine ends when its hooks do: wait until the state is saved, but no longer than a user would. */
    private static void await(CountDownLatch saved) {
        try {
            saved.await(1800, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The virtual machine is ending: the hook runs.
        }
    }
}
