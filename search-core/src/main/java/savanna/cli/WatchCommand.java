package savanna.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import savanna.search.store.RunFolder;
import savanna.search.watch.RunServer;

/** Follows a run in a browser. */
@Command(
        name = "watch",
        mixinStandardHelpOptions = true,
        description =
                "Serves one page on this machine's loopback address that follows a run: curves, hall of fame, Pareto front, funnel.",
        footer = {
            "",
            "It needs no network, works on runs that have ended too, and stays while a run is interrupted and resumed. Ctrl-C ends it."
        })
final class WatchCommand implements Callable<Integer> {

    private static final int LAST_PORT = 65_535;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "RUN", description = "the folder of a run")
    private Path run;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "0",
            description = "port on 127.0.0.1, 0 for one that is free (default: ${DEFAULT-VALUE})")
    private int port;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (port < 0 || port > LAST_PORT) {
            throw new ParameterException(spec.commandLine(), "--port is from 0 to " + LAST_PORT);
        }
        RunFolder.requireRun(run);
        ConfigNote.of(run).ifPresent(spec.commandLine().getErr()::println);
        try (RunServer server = RunServer.start(run, port)) {
            spec.commandLine().getOut().println(server.address());
            spec.commandLine().getOut().flush();
            // Until the process is ended.
            new CountDownLatch(1).await();
        }
        return Main.DONE;
    }
}
