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
    public Optimizer compile(Analysis analysis, ParameterLayout layout) {
        Analysis reduced = analysis.reduced();
        return new BlockOptimizer(new BlockPlan(reduced, reduced.live()), layout);
    }

    /** The whole program, redundant statements and dead states included: the yardstick of pruning. */
    static Optimizer compileWhole(Program program, ParameterLayout layout) {
        return new BlockOptimizer(
                new BlockPlan(AbstractExecution.ofValid(program), Set.copyOf(program.states())), layout);
    }
}
