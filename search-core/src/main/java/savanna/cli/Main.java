package savanna.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import savanna.dsl.analysis.InvalidProgramException;
import savanna.dsl.export.ExportException;
import savanna.dsl.program.ProgramSyntaxException;
import savanna.dsl.text.Nearest;
import savanna.search.against.AgainstException;
import savanna.search.pipeline.UnusableStartException;
import savanna.search.source.ProgramSourceException;
import savanna.search.store.RunStoreException;
import savanna.search.store.RunWriteException;
import savanna.search.store.WholeFile;
import savanna.tasks.TaskException;
import savanna.tasks.training.TrainingCrashException;
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
        ResultStream stream = new ResultStream();
        CommandLine commandLine = commandLine().setOut(new PrintWriter(stream, true));
        int status = commandLine.execute(arguments);
        commandLine.getOut().flush();
        Optional<String> failure = stream.failure();
        failure.ifPresent(reason -> commandLine
                .getErr()
                .println("savanna: standard output: " + reason + "; what was to be read there is not complete"));
        System.exit(failure.isPresent() && status == DONE ? FAILED : status);
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
        String suggestion = suggestion(failure);
        command.getErr()
                .println("savanna: " + failure.getMessage() + (suggestion.isEmpty() ? "; see " : suggestion + " See ")
                        + command.getCommandSpec().qualifiedName() + " --help");
        return WRONG_INPUT;
    }

    /** The command or option that a mistyped one was meant to be. */
    private static String suggestion(ParameterException failure) {
        if (!(failure instanceof CommandLine.UnmatchedArgumentException unmatched)
                || unmatched.getUnmatched().isEmpty()) {
            return "";
        }
        CommandLine command = failure.getCommandLine();
        String typed = unmatched.getUnmatched().get(0);
        return Nearest.suggestion(
                typed,
                typed.startsWith("-")
                        ? command.getCommandSpec().optionsMap().keySet()
                        : command.getSubcommands().keySet());
    }

    /** One clear line; the stack trace only for those who ask for it. */
    private static int report(Exception failure, CommandLine command) {
        Exception told = failure instanceof UncheckedIOException wrapped ? wrapped.getCause() : failure;
        boolean isWrongInput = told instanceof YamlException
                || told instanceof TaskException
                || told instanceof ProgramSourceException
                || told instanceof ProgramSyntaxException
                || told instanceof InvalidProgramException
                || told instanceof RunStoreException
                || told instanceof ExportException
                || told instanceof AgainstException
                || told instanceof UnusableStartException
                || told instanceof InvalidPathException;
        boolean isKnown = isWrongInput
                || told instanceof TrainingCrashException
                || told instanceof RunWriteException
                || told instanceof IOException;
        for (Throwable cause = told; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError) {
                command.getErr()
                        .println("savanna: the Java heap is full; SAVANNA_MEMORY=4g, or more, gives it more memory");
                return FAILED;
            }
        }
        String message = told.getMessage() == null ? told.getClass().getSimpleName() : told.getMessage();
        if (told instanceof InvalidPathException path) {
            message = "\"" + path.getInput() + "\": cannot be a path (" + path.getReason()
                    + "); expected one that the locale can spell, such as any in LC_ALL=C.UTF-8";
        } else if (told instanceof FileSystemException file) {
            message = file.getFile() + ": " + WholeFile.reason(file);
        }
        command.getErr()
                .println("savanna: " + (isKnown ? message : told.getClass().getSimpleName() + ": " + message));
        if (System.getenv("SAVANNA_TRACE") != null) {
            failure.printStackTrace(command.getErr());
        } else if (!isKnown) {
            command.getErr().println("savanna: set SAVANNA_TRACE=1 to see where it happened");
        }
        return isWrongInput ? WRONG_INPUT : FAILED;
    }
}
