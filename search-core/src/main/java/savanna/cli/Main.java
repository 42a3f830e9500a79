package savanna.cli;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import savanna.dsl.analysis.InvalidProgramException;
import savanna.dsl.export.ExportException;
import savanna.dsl.program.ProgramSyntaxException;
import savanna.search.source.ProgramSourceException;
import savanna.search.store.RunStoreException;
import savanna.tasks.TaskException;
import savanna.tasks.yaml.YamlException;

/** Starts the command line. */
public final class Main {

    /** All was done. */
    static final int DONE = 0;
    /** Something failed on the way. */
    static final int FAILED = 1;
    /** Wrong usage, config or program: nothing was begun. */
    static final int WRONG_INPUT = 2;

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new SavannaCommand());
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setUsageHelpWidth(110);
        commandLine.setUsageHelpAutoWidth(true);
        commandLine.setExecutionExceptionHandler((failure, command, parsed) -> report(failure, command));
        commandLine.setParameterExceptionHandler((failure, parsed) -> misused(failure));
        return commandLine;
    }

    private static int misused(ParameterException failure) {
        CommandLine command = failure.getCommandLine();
        command.getErr().println("savanna: " + failure.getMessage() + "; see " + command.getCommandSpec().qualifiedName() + " --help");
        return WRONG_INPUT;
    }

    /** One clear line; the stack trace only for those who ask for it. */
    private static int report(Exception failure, CommandLine command) {
        boolean isWrongInput = failure instanceof YamlException || failure instanceof TaskException || failure instanceof ProgramSourceException
                || failure instanceof ProgramSyntaxException || failure instanceof InvalidProgramException || failure instanceof RunStoreException
                || failure instanceof ExportException;
        String message = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        command.getErr().println("savanna: " + (isWrongInput ? message : failure.getClass().getSimpleName() + ": " + message));
        if (System.getenv("SAVANNA_TRACE") != null) {
            failure.printStackTrace(command.getErr());
        } else if (!isWrongInput) {
            command.getErr().println("savanna: set SAVANNA_TRACE=1 to see where it happened");
        }
        return isWrongInput ? WRONG_INPUT : FAILED;
    }
}
