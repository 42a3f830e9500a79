package savanna.tasks.gemm;

import java.util.SplittableRandom;
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

/**
 * Products of the shapes that the models of {@code StepTimes} multiply: {@code parts} as Savanna cuts them,
 * {@code whole} in one call (but sums of more than 200 terms), {@code java} without a library. A shape is the
 * transpositions of a and b, then m, n, k; 2 m n k over the nanoseconds are GFLOP/s. From the project's root:
 *
 * <pre>{@code
 * mvn -q -Pjmh -pl proxy-tasks -am test-compile dependency:build-classpath -Dmdep.outputFile=target/jmh.classpath
 * OMP_NUM_THREADS=1 java -XX:+UseSerialGC -cp proxy-tasks/target/test-classes:proxy-tasks/target/classes:dsl/target/classes:$(cat proxy-tasks/target/jmh.classpath) \
 *     org.openjdk.jmh.Main GemmBenchmark
 * }</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 7, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class GemmBenchmark {
    @Param({
        "T N 48 32 17",
        "N T 17 48 32",
        "N N 16 32 48",
        "T T 32 64 65",
        "T T 128 64 785",
        "T T 785 128 64",
        "T N 128 512 33",
        "N T 33 128 512",
        "N N 32 512 128",
        "T N 384 512 129",
        "N T 129 512 512",
        "N N 128 512 512",
        "N N 256 256 256"
    })
    private String shape;

    @Param({"parts", "whole", "java"})
    private String way;

    private Gemm gemm;
    private boolean transposeA;
    private boolean transposeB;
    private int m;
    private int n;
    private int k;
    private float[] a;
    private float[] b;
    private float[] c;

    @Setup
    public void setUp() {
        gemm = switch (way) {
            case "parts" -> OpenBlas.gemm().orElseThrow();
            case "whole" -> {
                OpenBlas.gemm().orElseThrow();
                yield new OpenBlasGemm(Tiling.PACKED);
            }
            default -> new JavaGemm();
        };
        String[] parts = shape.split(" ");
        transposeA = parts[0].equals("T");
        transposeB = parts[1].equals("T");
        m = Integer.parseInt(parts[2]);
        n = Integer.parseInt(parts[3]);
        k = Integer.parseInt(parts[4]);
        a = random(m * k, 1);
        b = random(k * n, 2);
        c = new float[m * n];
    }

    @Benchmark
    public float[] multiply() {
        gemm.multiply(transposeA, transposeB, m, n, k, a, 0, transposeA ? m : k, b, 0, transposeB ? k : n, 0f, c, 0, n);
        return c;
    }

    private static float[] random(int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) (random.nextDouble() * 2 - 1);
        }
        return values;
    }
}
