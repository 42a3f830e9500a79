package savanna.tasks;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import savanna.dsl.execution.Engine;
import savanna.dsl.execution.Optimizer;
import savanna.dsl.execution.ParameterLayout;
import savanna.dsl.execution.nd4j.Nd4jEngine;
import savanna.dsl.library.ProgramLibrary;

/**
 * Nanoseconds per parameter of an optimizer step, block engine against ND4J engine, by number of parameters: where the
 * crossover is. CPU time of the thread, best of seven rounds. From the project's root:
 *
 * <pre>{@code
 * mvn -q -Pjmh -pl proxy-tasks -am test-compile dependency:build-classpath -Dmdep.outputFile=target/jmh.classpath
 * OMP_NUM_THREADS=1 java -XX:+UseSerialGC -cp proxy-tasks/target/test-classes:proxy-tasks/target/classes:dsl/target/classes:$(cat proxy-tasks/target/jmh.classpath) \
 *     savanna.tasks.EngineTimes
 * }</pre>
 */
public final class EngineTimes {
    private EngineTimes() {}

    public static void main(String[] arguments) {
        for (String program : List.of("adamw", "lion")) {
            for (int n : new int[] {1_000, 10_000, 100_000, 1_000_000}) {
                System.out.printf(
                        Locale.ROOT,
                        "%s %,d parameters: block %.2f, nd4j %.2f ns per parameter%n",
                        program,
                        n,
                        nanos(Engine.block(), program, n),
                        nanos(new Nd4jEngine(), program, n));
            }
        }
    }

    private static double nanos(Engine engine, String program, int n) {
        Optimizer optimizer = engine.compile(ProgramLibrary.find(program).orElseThrow(), ParameterLayout.flat(n));
        float[] weights = new float[n];
        float[] gradient = new float[n];
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < n; i++) {
            weights[i] = (float) random.nextGaussian();
            gradient[i] = (float) random.nextGaussian();
        }
        int steps = Math.max(4, 4_000_000 / n);
        double best = Double.MAX_VALUE;
        for (int round = 0; round < 7; round++) {
            long begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            for (int step = 0; step < steps; step++) {
                optimizer.step(weights, gradient, 1f);
            }
            best = Math.min(
                    best, (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begin) / (double) steps / n);
        }
        return best;
    }
}
