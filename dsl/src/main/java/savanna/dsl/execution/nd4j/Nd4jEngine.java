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

    /** @throws IllegalStateException that says how to get ND4J, where its classes are missing */
    public Nd4jEngine() {
        if (!isPresent()) {
            throw new IllegalStateException("the engine nd4j needs ND4J, which is not on the class path; add "
                    + "org.nd4j:nd4j-native and what it depends on, as a build of Savanna leaves them in "
                    + "search-core/target/lib/nd4j");
        }
    }

    private static boolean isPresent() {
        try {
            Class.forName("org.nd4j.linalg.factory.Nd4j", false, Nd4jEngine.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException missing) {
            return false;
        }
    }

    @Override
    public Optimizer compile(Analysis analysis, ParameterLayout layout) {
        return new Nd4jOptimizer(analysis.reduced(), layout);
    }
}
