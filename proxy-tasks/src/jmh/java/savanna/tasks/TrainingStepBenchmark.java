package savanna.tasks;

import java.util.List;
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
import savanna.dsl.execution.Engine;
import savanna.dsl.execution.Optimizer;
import savanna.dsl.library.ProgramLibrary;
import savanna.tasks.data.Batch;
import savanna.tasks.data.Digits;
import savanna.tasks.data.Images;
import savanna.tasks.gemm.Gemm;
import savanna.tasks.model.Activation;
import savanna.tasks.model.Mlp;

/**
 * One training step of the MLP 64-32-10 with AdamW: batch, forward, backward, update. From the project's root:
 *
 * <pre>{@code
 * mvn -q -Pjmh -pl proxy-tasks -am test-compile dependency:build-classpath -Dmdep.outputFile=target/jmh.classpath
 * OMP_NUM_THREADS=1 java -XX:+UseSerialGC -cp proxy-tasks/target/test-classes:proxy-tasks/target/classes:dsl/target/classes:$(cat proxy-tasks/target/jmh.classpath) \
 *     org.openjdk.jmh.Main TrainingStepBenchmark
 * }</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TrainingStepBenchmark {
    @Param({"16", "64"})
    private int batchSize;

    private final Images digits = Digits.read();
    private Mlp model;
    private Batch batch;
    private Optimizer optimizer;
    private float[] weights;
    private float[] gradient;
    private int[] order;
    private int at;

    @Setup
    public void setUp() {
        model = new Mlp(digits.shape(), List.of(32), Activation.RELU, batchSize, Gemm.create());
        batch = new Batch(digits.shape(), batchSize);
        optimizer = Engine.block().compile(ProgramLibrary.find("adamw").orElseThrow(), model.layout());
        weights = new float[model.layout().size()];
        gradient = new float[weights.length];
        java.util.random.RandomGenerator random = new java.util.SplittableRandom(1);
        model.initialize(weights, random);
        order = digits.order(1 << 16, random);
    }

    @Benchmark
    public double step() {
        at = (at + batchSize) & ((1 << 16) - 1);
        digits.fill(batch, order, at, batchSize);
        double loss = model.gradient(weights, batch, gradient);
        optimizer.step(weights, gradient, 1e-3f);
        return loss;
    }
}
