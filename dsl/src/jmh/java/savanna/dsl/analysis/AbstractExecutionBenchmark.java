package savanna.dsl.analysis;

import java.util.concurrent.TimeUnit;
import java.util.random.RandomGeneratorFactory;
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
import savanna.dsl.RandomPrograms;
import savanna.dsl.library.ProgramLibrary;
import savanna.dsl.program.Program;

/**
 * Making and checking a child: one random edit of a parent of 30 statements, then abstract execution with its hash.
 * Build as in {@link savanna.dsl.execution.AdamWBenchmark}, then {@code java -cp ... org.openjdk.jmh.Main
 * AbstractExecutionBenchmark}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx1g"})
public class AbstractExecutionBenchmark {

    private RandomPrograms programs;
    private final Program[] parents = new Program[256];
    private int next;

    @Setup
    public void prepare() {
        programs =
                new RandomPrograms(RandomGeneratorFactory.of("L64X128MixRandom").create(1));
        Program adamw = ProgramLibrary.find("adamw").orElseThrow();
        for (int i = 0; i < parents.length; i++) {
            Program parent = adamw;
            while (parent.statements().size() < 30) {
                parent = programs.mutant(parent, 1);
            }
            parents[i] = parent;
        }
    }

    @Benchmark
    public Analysis analyze() {
        return AbstractExecution.of(parents[next++ & 255]);
    }

    /** What a child costs: it is analyzed once, which tells also whether the edit is valid. */
    @Benchmark
    public Analysis editAndAnalyze() {
        return AbstractExecution.of(programs.edit(parents[next++ & 255]));
    }
}
