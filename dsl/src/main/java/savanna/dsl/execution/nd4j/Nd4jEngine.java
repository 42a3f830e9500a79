package savanna.dsl.execution.nd4j;

import savanna.dsl.analysis.Analysis;
import savanna.dsl.execution.Engine;
import savanna.dsl.execution.Optimizer;
import savanna.dsl.execution.ParameterLayout;

/**
 * The reference engine: the live statements one after the other, each as operations on whole ND4J arrays. It shares no
 * kernel with the block engine, except for the functions that ND4J lacks (see {@link Nd4jFunctions}).
 */
public final class Nd4jEngine implements Engine {

    @Override
    public Optimizer compile(Analysis analysis, ParameterLayout layout) {
        return new Nd4jOptimizer(analysis.reduced(), layout);
    }
}
