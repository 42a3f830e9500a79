package savanna.dsl.execution;

import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.analysis.Analysis;
import savanna.dsl.program.Program;

/** A way to execute programs. Engines are stateless and may be shared between threads; what they compile may not. */
public interface Engine {

    /**
     * Prepares an analyzed program for the parameters of a model. Statements that are not live are not executed: what
     * is compiled is {@link Analysis#reduced()}.
     *
     * @throws savanna.dsl.analysis.InvalidProgramException if the program is not valid
     */
    Optimizer compile(Analysis analysis, ParameterLayout layout);

    /**
     * Analyzes and prepares a program. Who compiles one more than once keeps its analysis instead.
     *
     * @throws savanna.dsl.analysis.InvalidProgramException if the program fails abstract execution
     */
    default Optimizer compile(Program program, ParameterLayout layout) {
        return compile(AbstractExecution.ofValid(program), layout);
    }

    /** The fast engine: the program over blocks that stay in the first-level cache. */
    static Engine block() {
        return new BlockEngine();
    }
}
