package savanna.dsl.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import savanna.dsl.RandomPrograms;
import savanna.dsl.Rollout;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.analysis.Analysis;
import savanna.dsl.program.Program;
import savanna.dsl.program.Statement;

/**
 * Liveness is exact: over 100,000 random programs the live program does what the whole one does, bit for bit, and
 * without any statement of it the hash, or at least the rounding, would be another.
 */
class LivenessTest {

    private static final int PROGRAMS = Integer.getInteger("savanna.programs", 100_000);
    private static final int PROGRAMS_OF_KINDS = Integer.getInteger("savanna.programs", 10_000);

    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(5);

    private ParameterLayout layout;

    @Test
    void shouldKeepWhatMattersAndNothingElse() {
        layout = ParameterLayout.builder().add("a", 3).add("b", 2).build();
        RandomPrograms programs = new RandomPrograms(random);
        check(PROGRAMS, i -> programs.inTurn(i, 21, 10));
    }

    @Test
    void shouldKeepWhatMattersOfValuesOfAllKinds() {
        layout = ParameterLayout.builder()
                .add("a", 2, 3)
                .add("b", 3)
                .add("c", 2, 2)
                .build();
        RandomPrograms programs = new RandomPrograms(random).ofAllKinds();
        check(PROGRAMS_OF_KINDS, i -> programs.mutant(programs.programOfKinds(2 + random.nextInt(20)), i % 4));
    }

    private void check(int count, IntFunction<Program> draw) {
        float[] start = vector();
        float[][] gradients = new float[20][];
        Arrays.setAll(gradients, step -> vector());
        long dead = 0;
        long all = 0;
        int statements = 0;
        int roundingOnly = 0;
        int overflowing = 0;
        List<Program> different = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Program program = draw.apply(i);
            Analysis analysis = AbstractExecution.of(program);
            Program pruned = analysis.pruned();
            dead += program.statements().size() - pruned.statements().size();
            all += program.statements().size();
            float[][] trace = Rollout.of(BlockEngine.compileWhole(analysis, layout), start, gradients);
            int difference = difference(
                    trace, Rollout.of(BlockEngine.compileWhole(analysis.reduced(), layout), start, gradients));
            if (difference >= 0 && overflows(trace, difference)) {
                overflowing++;
            } else if (difference >= 0) {
                different.add(program);
            }
            if (i % 10 == 0) {
                for (int k = 0; k < pruned.statements().size(); k++) {
                    List<Statement> fewer = new ArrayList<>(pruned.statements());
                    fewer.remove(k);
                    Analysis shorter = AbstractExecution.of(pruned.withStatements(fewer));
                    if (shorter.isValid() && shorter.hash().equals(analysis.hash())) {
                        roundingOnly++;
                    }
                    statements++;
                }
            }
        }
        System.out.printf(
                "programs %d, statements %d, redundant %.1f %%, differing after pruning %d, and %d that overflow; of %d live statements the hash needs all but %d, and these change the rounding%n",
                count, all, 100.0 * dead / all, different.size(), overflowing, statements, roundingOnly);
        different.stream()
                .limit(5)
                .forEach(program -> System.out.println(
                        program + "" + AbstractExecution.of(program).pruned()));
        assertThat(different).isEmpty();
        assertThat(overflowing).isLessThan(count / 10_000);
        assertThat(roundingOnly).isLessThan(statements / 200);
    }

    private float[] vector() {
        float[] vector = new float[layout.size()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        return vector;
    }

    /**
     * The first step after which bits differ, zeros without their sign; -1 if none does up to the first at which
     * neither is finite.
     */
    private static int difference(float[][] a, float[][] b) {
        for (int step = 0; step < a.length; step++) {
            boolean broken = false;
            for (int i = 0; i < a[step].length; i++) {
                boolean finite = Float.isFinite(a[step][i]);
                if (finite != Float.isFinite(b[step][i])
                        || finite && Float.floatToIntBits(a[step][i] + 0f) != Float.floatToIntBits(b[step][i] + 0f)) {
                    return step;
                }
                broken |= !finite;
            }
            if (broken) {
                return -1;
            }
        }
        return -1;
    }

    /**
     * Whether a square may have overflowed in a step: what is zero times a dead value that does is NaN, in the whole
     * program only, one step before either ends.
     */
    private static boolean overflows(float[][] weights, int step) {
        float largest = 0;
        for (float weight : weights[Math.max(0, step - 1)]) {
            largest = Math.max(largest, Math.abs(weight));
        }
        return largest > 1e18f;
    }
}
