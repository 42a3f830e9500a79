package savanna.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import savanna.dsl.export.Target;
import savanna.dsl.library.ProgramLibrary;
import savanna.dsl.program.Program;
import savanna.search.source.ProgramSource;

/** Writes a program as code of another language. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = "Writes a program as code that stands alone, to stdout.",
        footer = {
            "",
            "pytorch: a torch.optim.Optimizer. optax: a GradientTransformation. nd4j: an IUpdater for Deeplearning4j. latex: the step as aligned equations. text: the language itself. "
                    + "The program is exported as it is, without dead statements; savanna simplify makes it shorter first."
        })
final class ExportCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "PROGRAM",
            description =
                    "a program file, the name of a shipped program, or a program of a run: RUN, RUN#3, RUN@02f0ae87")
    private String program;

    @Option(
            names = "--to",
            paramLabel = "TARGET",
            required = true,
            description = "one of ${COMPLETION-CANDIDATES}, in upper or lower case")
    private Target target;

    @Option(names = "--name", paramLabel = "NAME", description = "name of the optimizer (default: that of the program)")
    private String name;

    @Override
    public Integer call() {
        // Found first: what is no program may have no file name either, as "/".
        Program found = ProgramSource.find(program);
        String base = ProgramSource.name(program);
        spec.commandLine().getOut().print(target.export(found, name == null ? base : name, summary(program)));
        spec.commandLine().getOut().flush();
        return Main.DONE;
    }

    static String summary(String program) {
        return ProgramLibrary.summary(program).orElse("The optimizer " + ProgramSource.name(program) + ".");
    }
}
