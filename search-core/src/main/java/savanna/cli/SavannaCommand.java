package savanna.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The root of the command line. A new command is one line in {@code subcommands}. */
@Command(
        name = "savanna",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Discovers neural-network optimizers by evolving symbolic programs.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Results go to stdout, messages to stderr. Exit status: 0 done, 1 failed, 2 wrong usage, config or program, 130 ended by Ctrl-C.",
            "A first search: savanna search configs/quick.yaml"
        },
        subcommands = {
            SearchCommand.class,
            ResumeCommand.class,
            StudyCommand.class,
            InspectCommand.class,
            WatchCommand.class,
            CheckCommand.class,
            SimplifyCommand.class,
            ExportCommand.class,
            ReportCommand.class,
            PlotCommand.class,
            CompareCommand.class,
            TuneCommand.class,
            NewCommand.class,
            ListCommand.class,
            WorkerCommand.class,
            WorkersCommand.class,
        })
final class SavannaCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "expected a command");
    }
}
