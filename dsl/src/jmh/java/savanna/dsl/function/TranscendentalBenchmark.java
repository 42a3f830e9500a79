package savanna.dsl.function;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import savanna.dsl.execution.Engine;
import savanna.dsl.execution.Optimizer;
import savanna.dsl.execution.ParameterLayout;
import savanna.dsl.program.Program;

/**
 * Transcendental functions, nanoseconds an element and call: each kernel against {@link Math} in a loop, and a program
 * that calls exp, tanh, sin, log and cosh over 50,000 parameters. Build as in
 * {@link savanna.dsl.execution.AdamWBenchmark}, then {@code java -cp ... org.openjdk.jmh.Main TranscendentalBenchmark}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx1g"})
public class TranscendentalBenchmark {

    private static final int N = 512;
    private static final int PARAMETERS = 50_000;

    /** The functions measured one by one. */
    @State(Scope.Thread)
    public static class OneFunction {
        @Param({"sign", "exp", "tanh", "sin", "log", "cosh", "cbrt", "arcsin"})
        public String function;

        private Kernel.Unary kernel;
        private Function.Reference reference;

        @Setup
        public void find() {
            kernel = (Kernel.Unary) Functions.get(function).kernel();
            reference = Functions.get(function).reference().orElseThrow();
        }
    }

    private final float[] x = new float[N];
    private final float[] out = new float[N];
    private final float[] weights = new float[PARAMETERS];
    private final float[] gradient = new float[PARAMETERS];
    private Optimizer program;

    @Setup
    public void prepare() {
        Random random = new Random(1);
        for (int i = 0; i < N; i++) {
            x[i] = (float) random.nextGaussian() * 0.3f;
        }
        for (int i = 0; i < PARAMETERS; i++) {
            gradient[i] = (float) random.nextGaussian();
        }
        program = Engine.block().compile(Program.parse("""
                def train(w, g, lr):
                  a = exp(g)
                  b = tanh(a)
                  c = sin(b)
                  d = log(c)
                  update = cosh(d)
                  update = update * 1e-30
                  return update
                """), ParameterLayout.flat(PARAMETERS));
    }

    @Benchmark
    @OperationsPerInvocation(N)
    public float[] kernel(OneFunction function) {
        function.kernel.apply(x, out, N);
        return out;
    }

    @Benchmark
    @OperationsPerInvocation(N)
    public float[] math(OneFunction function) {
        for (int i = 0; i < N; i++) {
            out[i] = (float) function.reference.at(x[i]);
        }
        return out;
    }

    /** Five calls an element. */
    @Benchmark
    @OperationsPerInvocation(5 * PARAMETERS)
    public void programOfFive() {
        program.step(weights, gradient, 1);
    }
}
