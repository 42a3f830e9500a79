package savanna.dsl.execution;

import java.util.Set;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.analysis.Analysis;
import savanna.dsl.program.Program;

/**
 * The fast engine: interprets the live statements over blocks of {@value #BLOCK} floats that stay in the first-level
 * cache, one tight loop a function. A reduction ends a phase: all blocks pass through a phase before the next one
 * starts.
 */
public final class BlockEngine implements Engine {

    /** Floats in a block. */
    static final int BLOCK = 1024;

    @Override
    public Optimizer compile(Program program, ParameterLayout layout) {
        Analysis live =
                AbstractExecution.ofValid(AbstractExecution.ofValid(program).pruned());
        return new BlockOptimizer(new BlockPlan(live), layout);
    }

    /** The whole program, redundant statements and dead states included: the yardstick of pruning. */
    static Optimizer compileWhole(Program program, ParameterLayout layout) {
        Analysis analysis = AbstractExecution.ofValid(program);
        Analysis whole = new Analysis(
                program,
                analysis.kinds(),
                analysis.serves(),
                Set.copyOf(program.states()),
                analysis.hash(),
                analysis.findings());
        return new BlockOptimizer(new BlockPlan(whole), layout);
    }
}
