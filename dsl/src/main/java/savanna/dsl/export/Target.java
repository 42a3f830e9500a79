package savanna.dsl.export;

import java.util.Locale;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.analysis.Analysis;
import savanna.dsl.program.Program;

/** What programs can be exported to. */
public enum Target {
    /** A {@code torch.optim.Optimizer}. */
    PYTORCH("py"),
    /** An {@code optax.GradientTransformation}. */
    OPTAX("py"),
    /** An {@code IUpdater} with its {@code GradientUpdater}, for Deeplearning4j. */
    ND4J("java"),
    /** The step as aligned equations. */
    LATEX("tex"),
    /** The language itself. */
    TEXT("program");

    private final String extension;

    Target(String extension) {
        this.extension = extension;
    }

    /** File name for a program of that name: {@code lion_pytorch.py}, {@code Lion.java}, {@code lion.tex}. */
    public String fileName(String name) {
        return switch (this) {
            case PYTORCH, OPTAX -> name.replace('-', '_') + "_" + name().toLowerCase(Locale.ROOT) + "." + extension;
            case ND4J -> ClassNames.of(name) + "." + extension;
            case LATEX, TEXT -> name + "." + extension;
        };
    }

    /**
     * The program as code. What no update depends on is left out.
     *
     * @param name such as {@code lion} or {@code my-run}; becomes the name of the class
     * @param summary one line that says what it is
     * @throws savanna.dsl.analysis.InvalidProgramException if the program is not valid
     * @throws ExportException if the target cannot express it
     */
    public String export(Program program, String name, String summary) {
        Analysis live = AbstractExecution.ofValid(program).reduced();
        return switch (this) {
            case PYTORCH -> new PyTorchCode(Step.of(live, name, summary)).text();
            case OPTAX -> new OptaxCode(Step.of(live, name, summary)).text();
            case ND4J -> new Nd4jCode(Step.of(live, name, summary)).text();
            case LATEX -> new LatexCode(live).text();
            case TEXT -> "# " + summary + "\n" + live.program();
        };
    }
}
