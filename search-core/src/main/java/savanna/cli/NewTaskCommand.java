package savanna.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import savanna.search.store.WholeFile;
import savanna.tasks.TaskException;
import savanna.tasks.csv.TaskProposal;
import savanna.tasks.data.DataException;

/** Proposes a task for a file of rows. */
@Command(
        name = "task",
        mixinStandardHelpOptions = true,
        description = "Looks at a CSV file, writes a task for it with comments, and says what it assumed.",
        footer = {
            "",
            "The task can be used at once: savanna compare adamw lion --task mine.yaml. Every key is explained in proxy-tasks/README.md."
        })
final class NewTaskCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "TASK", description = "the YAML file to write; one that is there is not overwritten")
    private Path target;

    @Option(
            names = "--data",
            paramLabel = "FILE",
            required = true,
            description = "rows of features and a label, separated by commas, semicolons, tabs, bars or blanks")
    private Path data;

    @Option(
            names = "--label",
            paramLabel = "COLUMN",
            description = "name or number, from 1, of the label (default: what looks like it)")
    private String label;

    @Override
    public Integer call() throws IOException {
        if (!target.toString().matches(".*\\.ya?ml")) {
            throw new ParameterException(spec.commandLine(), target + ": expected a name that ends in .yaml");
        }
        if (Files.exists(target)) {
            throw new ParameterException(
                    spec.commandLine(), target + " is there and is not overwritten; give another name, or remove it");
        }
        OutputPath.requireFile(spec, "TASK", target);
        if (!Files.exists(data)) {
            throw new ParameterException(spec.commandLine(), "--data " + data + ": no such file");
        }
        TaskProposal proposal = proposal();
        WholeFile.write(target, proposal.yaml());
        PrintWriter out = spec.commandLine().getOut();
        out.println(target + " is written. What was assumed:");
        proposal.assumptions().forEach(line -> out.println("- " + line));
        out.println("Change what is wrong in the file. Then:");
        out.println("  savanna compare adamw lion --task " + target);
        out.println("  savanna search configs/quick.yaml --set task=" + target);
        out.flush();
        return Main.DONE;
    }

    private TaskProposal proposal() throws IOException {
        try {
            return TaskProposal.of(data, named(), Optional.ofNullable(label));
        } catch (DataException unsuitable) {
            throw new TaskException(
                    unsuitable.getMessage()
                            + (label == null ? " (here: --label NAME-OR-NUMBER chooses the label)" : ""),
                    unsuitable);
        }
    }

    /** The file as seen from the task, where it will be looked for, if there is a way from one to the other. */
    private String named() {
        Path folder = target.toAbsolutePath().normalize().getParent();
        Path file = data.toAbsolutePath().normalize();
        boolean isRelated = folder != null && folder.getRoot().equals(file.getRoot());
        return (isRelated ? folder.relativize(file) : file).toString().replace('\\', '/');
    }
}
