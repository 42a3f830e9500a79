package savanna.dsl.execution;

import savanna.dsl.program.Program;

/** A way to execute programs. Engines are stateless and may be shared between threads; what they compile may not. */
public interface Engine {

    /**
     * Prepares a program for the parameters of a model. Statements that are not live are not executed.
     *
     * @throws savanna.dsl.analysis.InvalidProgramException if the program fails abstract execution
     */
    Optimizer compile(Program program, ParameterLayout layout);

    /** The fast engine: the program over blocks that stay in the first-level cache. */
    static Engine block() {
        return new BlockEngine();
    }
}
