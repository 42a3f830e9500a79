package savanna.dsl.execution;

import java.util.Set;
import savanna.dsl.analysis.Analysis;

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

    /**
     * The whole program, redundant statements and dead states included; its updates are those of {@link #compile}, bit
     * for bit. Quicker than that where a program is run for a few steps only, since it is not reduced first.
     */
    public static RestorableOptimizer compileWhole(Analysis analysis, ParameterLayout layout) {
        return new BlockOptimizer(
                new BlockPlan(
                        analysis.requireValid(), Set.copyOf(analysis.program().states())),
                layout);
    }
}
