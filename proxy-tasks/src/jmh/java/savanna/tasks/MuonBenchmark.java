package savanna.tasks;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import savanna.dsl.execution.Engine;
import savanna.dsl.execution.Optimizer;
import savanna.dsl.execution.ParameterLayout;
import savanna.dsl.execution.ParameterLayout.Leaf;
import savanna.dsl.library.ProgramLibrary;
import savanna.tasks.data.Shape;
import savanna.tasks.gemm.Gemm;
import savanna.tasks.model.DecoderTransformer;
import savanna.tasks.model.TransformerSize;

/**
 * One step of Muon on the parameters of a Transformer of width 128, two layers and 1,024 tokens: the shipped program on
 * the block engine, and one written by hand with the same products. From the project's root:
 *
 * <pre>{@code
 * mvn -q -Pjmh -pl proxy-tasks -am test-compile dependency:build-classpath -Dmdep.outputFile=target/jmh.classpath
 * OMP_NUM_THREADS=1 java -XX:+UseSerialGC -cp proxy-tasks/target/test-classes:proxy-tasks/target/classes:dsl/target/classes:$(cat proxy-tasks/target/jmh.classpath) \
 *     org.openjdk.jmh.Main MuonBenchmark
 * }</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MuonBenchmark {

    private final Gemm gemm = Gemm.create();
    private final ParameterLayout layout =
            new DecoderTransformer(new Shape.Tokens(32, 1024), new TransformerSize(128, 4, 2, 4), 16, gemm).layout();
    private float[] weights;
    private float[] gradient;
    private Optimizer program;
    private float[] momentum;
    private float[] x;
    private float[] next;
    private float[] gram;
    private float[] polynomial;

    @Setup
    public void prepare() {
        Random random = new Random(1);
        int size = layout.size();
        weights = new float[size];
        gradient = new float[size];
        for (int i = 0; i < size; i++) {
            weights[i] = (float) random.nextGaussian() * 0.1f;
            gradient[i] = (float) random.nextGaussian() * 0.01f;
        }
        momentum = new float[size];
        int most = layout.leaves().stream().mapToInt(Leaf::length).max().orElseThrow();
        x = new float[most];
        next = new float[most];
        int side = layout.leaves().stream()
                .mapToInt(leaf -> Math.min(leaf.rows(), leaf.columns()))
                .max()
                .orElseThrow();
        gram = new float[side * side];
        polynomial = new float[side * side];
        program = Engine.block().compile(ProgramLibrary.find("muon").orElseThrow(), layout);
    }

    @Benchmark
    public void program() {
        program.step(weights, gradient, 1e-3f);
    }

    @Benchmark
    public void byHand() {
        for (Leaf leaf : layout.leaves()) {
            step(leaf, 1e-3f * 1e-3f);
        }
    }

    private void step(Leaf leaf, float rate) {
        int from = leaf.offset();
        int rows = leaf.rows();
        int columns = leaf.columns();
        int size = rows * columns;
        double squares = 0;
        for (int i = 0; i < size; i++) {
            float m = 0.05f * gradient[from + i] + 0.95f * momentum[from + i];
            momentum[from + i] = m;
            x[i] = 0.05f * gradient[from + i] + 0.95f * m;
            squares += (double) x[i] * x[i];
        }
        float scale = (float) (1 / (Math.sqrt(squares) + 1e-30));
        for (int i = 0; i < size; i++) {
            x[i] *= scale;
        }
        int side = Math.min(rows, columns);
        boolean isWide = rows <= columns;
        for (int round = 0; round < 5; round++) {
            gemm.multiply(!isWide, isWide, side, side, size / side, x, 0, columns, x, 0, columns, 0, gram, 0, side);
            gemm.multiply(false, false, side, side, side, gram, 0, side, gram, 0, side, 0, polynomial, 0, side);
            for (int i = 0; i < side * side; i++) {
                polynomial[i] = -4.775f * gram[i] + 2.0315f * polynomial[i];
            }
            for (int i = 0; i < side; i++) {
                polynomial[i * side + i] += 3.4445f;
            }
            if (isWide) {
                gemm.multiply(
                        false, false, rows, columns, side, polynomial, 0, side, x, 0, columns, 0, next, 0, columns);
            } else {
                gemm.multiply(
                        false, false, rows, columns, side, x, 0, columns, polynomial, 0, side, 0, next, 0, columns);
            }
            float[] old = x;
            x = next;
            next = old;
        }
        float factor = (float) Math.sqrt(Math.max(1, rows / (double) columns));
        for (int i = 0; i < size; i++) {
            weights[from + i] -= (x[i] * factor + weights[from + i] * 0.1f) * rate;
        }
    }
}
