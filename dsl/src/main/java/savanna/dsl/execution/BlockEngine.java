package savanna.dsl.execution;

import savanna.dsl.program.Program;

/** The fast engine. */
public final class BlockEngine implements Engine {
    @Override
    public Optimizer compile(Program program, ParameterLayout layout) {
        throw new UnsupportedOperationException();
    }
}
