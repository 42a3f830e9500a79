package savanna.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes files to begin with. */
@Command(
        name = "new",
        mixinStandardHelpOptions = true,
        description = "Makes a file to begin with: a task for data of yours.",
        synopsisSubcommandLabel = "task",
        subcommands = {NewTaskCommand.class})
final class NewCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "expected what to make: task");
    }
}
