package savanna.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import savanna.tasks.workers.StdioWorker;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/** Trains for a search that runs elsewhere. */
@Command(
        name = "worker",
        mixinStandardHelpOptions = true,
        description = "Trains for a search elsewhere, which starts it: speaks JSON lines on stdin and stdout.",
        footer = {
            "",
            "Not to be started by hand: name the command that reaches it, such as --worker 'ssh gpu1 savanna worker'. It ends with the search that started it."
        })
final class WorkerCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--slots",
            paramLabel = "N",
            defaultValue = "0",
            description =
                    "trainings at a time where the search does not say, 0 for one a processor (default: ${DEFAULT-VALUE})")
    private int slots;

    @Override
    public Integer call() {
        if (slots < 0) {
            throw new ParameterException(spec.commandLine(), "--slots is at least 0");
        }
        // Ctrl-C reaches all processes of a terminal; the search decides what becomes of its workers.
        Signal.handle(new Signal("INT"), SignalHandler.SIG_IGN);
        // Standard output is for messages alone: whatever else prints, prints to standard error.
        System.setOut(System.err);
        return new StdioWorker(
                        new FileInputStream(FileDescriptor.in),
                        new FileOutputStream(FileDescriptor.out),
                        slots > 0 ? slots : Runtime.getRuntime().availableProcessors())
                .run();
    }
}
