package savanna.dsl.execution;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import savanna.dsl.execution.nd4j.Nd4jEngine;
import savanna.dsl.library.ProgramLibrary;
import savanna.dsl.program.Program;

/**
 * One step of AdamW, the warm start: the block engine, the ND4J engine and a loop fused by hand. Divide by the number
 * of parameters.
 *
 * <pre>
 * mvn -q -B -Pjmh -pl dsl test-compile
 * mvn -q -B -Pjmh -pl dsl dependency:build-classpath -Dmdep.outputFile=target/jmh.classpath
 * OMP_NUM_THREADS=1 java -cp dsl/target/test-classes:dsl/target/classes:$(cat dsl/target/jmh.classpath) org.openjdk.jmh.Main AdamWBenchmark
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx1g"})
public class AdamWBenchmark {

    @Param({"5000", "50000", "300000"})
    public int parameters;

    private float[] weights;
    private float[] gradient;
    private float[] momentum;
    private float[] variance;
    private Optimizer block;
    private Optimizer nd4j;

    @Setup
    public void prepare() {
        Random random = new Random(1);
        weights = new float[parameters];
        gradient = new float[parameters];
        momentum = new float[parameters];
        variance = new float[parameters];
        for (int i = 0; i < parameters; i++) {
            weights[i] = (float) random.nextGaussian();
            gradient[i] = (float) random.nextGaussian();
        }
        Program adamw = ProgramLibrary.find("adamw").orElseThrow();
        block = Engine.block().compile(adamw, ParameterLayout.flat(parameters));
        nd4j = new Nd4jEngine().compile(adamw, ParameterLayout.flat(parameters));
    }

    @Benchmark
    public void block() {
        block.step(weights, gradient, 1);
    }

    @Benchmark
    public void nd4j() {
        nd4j.step(weights, gradient, 1);
    }

    @Benchmark
    public void fusedByHand() {
        step(weights, gradient, momentum, variance, 1);
    }

    private static void step(float[] w, float[] g, float[] m, float[] v, float schedule) {
        float rate = schedule * 0.001f;
        for (int i = 0; i < w.length; i++) {
            float momentum = 0.1f * g[i] + 0.9f * m[i];
            float variance = 0.001f * g[i] * g[i] + 0.999f * v[i];
            m[i] = momentum;
            v[i] = variance;
            w[i] -= rate * (momentum / ((float) Math.sqrt(Math.abs(variance)) + 1e-8f) + 0.01f * w[i]);
        }
    }
}
