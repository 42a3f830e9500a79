package savanna.dsl.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import savanna.dsl.algebra.Derivation;
import savanna.dsl.algebra.Limits;
import savanna.dsl.algebra.Simplifier;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.execution.Engine;
import savanna.dsl.execution.Optimizer;
import savanna.dsl.execution.ParameterLayout;
import savanna.dsl.execution.nd4j.Nd4jEngine;
import savanna.dsl.program.Program;

/**
 * Simplifier, functional hash and both engines beside the {@link Oracle}, on random, mutated and disguised programs,
 * half of them with constants of any magnitude up to 1e38. As many as asked for, from a seed of one's own: {@code mvn
 * -pl dsl test -Dtest='Oracle*Test' -Dsavanna.oracle.programs=100000 -Dsavanna.oracle.seed=2}; the counts and the
 * faults are in its surefire report.
 */
class OracleTest {

    private static final int PROGRAMS = Integer.getInteger("savanna.oracle.programs", 2500);
    private static final long SEED = Long.getLong("savanna.oracle.seed", 1);
    /** The ND4J engine takes a hundred times as long. */
    private static final int ND4J_EVERY = 20;

    private static final ParameterLayout LAYOUT =
            ParameterLayout.builder().add("a", 3).add("b", 3).build();

    private static final int PROGRAMS_OF_KINDS = Math.max(300, PROGRAMS / 10);
    /** As {@link Trial#SHAPES} are read by the oracle. */
    private static final ParameterLayout SHAPES = ParameterLayout.builder()
            .add("vector", 3)
            .add("row", 1, 2)
            .add("column", 3, 1)
            .add("square", 2, 2)
            .add("tall", 3, 2)
            .add("wide", 2, 3)
            .add("kernel", 2, 2, 1, 2)
            .build();

    private final Candidates candidates = new Candidates(SEED);
    /**
     * Some compositions of random linear statements would take the standard work, half a second; a twenty-fifth of it
     * is enough for most.
     */
    private final Simplifier simplifier = new Simplifier(new Limits(300, 500, 4_000));

    private final Map<Check, Map<Judge.Verdict, Integer>> counts = new EnumMap<>(Check.class);
    private final List<String> faults = new ArrayList<>();

    private enum Check {
        SIMPLIFIER,
        HASH,
        BLOCK_ENGINE,
        ND4J_ENGINE
    }

    @Test
    void shouldAgreeOnRandomMutatedAndDisguisedPrograms() {
        for (int i = 0; i < PROGRAMS; i++) {
            Trial trial = Trial.of(SEED * 1_000_003 + i);
            Optional<Program> made = candidates.program(i);
            if (made.isEmpty()) {
                continue;
            }
            Program program = made.get();
            try {
                List<Program> others = new ArrayList<>(List.of(candidates.neighbour(program)));
                candidates.disguised(program, 2).ifPresent(others::add);
                check(program, trial, LAYOUT, others, i);
            } catch (RuntimeException e) {
                faults.add(e + "\n" + program);
            }
        }
        report(PROGRAMS);
    }

    private void report(int programs) {
        counts.forEach((check, verdicts) -> System.out.println(check + " " + verdicts));
        System.out.println(faults.size() + " faults");
        faults.stream().limit(20).forEach(System.out::println);
        assertThat(faults).isEmpty();
        counts.forEach((check, verdicts) -> assertThat(verdicts.getOrDefault(Judge.Verdict.SENSITIVE, 0))
                .as("%s: programs of which rounding decides", check)
                .isLessThan(programs / 10));
    }

    /** Of values of all kinds, on arrays of all shapes, some of whose gradients are zero or of the size 1e-9. */
    @Test
    void shouldAgreeOnProgramsOfAllKinds() {
        for (int i = 0; i < PROGRAMS_OF_KINDS; i++) {
            Trial trial = Trial.ofShapes(SEED * 1_000_003 + i);
            Program program = candidates.programOfKinds();
            try {
                check(program, trial, SHAPES, List.of(candidates.neighbourOfKinds(program)), i);
            } catch (RuntimeException e) {
                faults.add(e + "\n" + program);
            }
        }
        report(PROGRAMS_OF_KINDS);
        assertThat(counts.get(Check.BLOCK_ENGINE).getOrDefault(Judge.Verdict.EQUAL, 0))
                .isGreaterThan(PROGRAMS_OF_KINDS / 2);
    }

    /** Those that ship, some disguised. */
    @Test
    void shouldAgreeOnShippedProgramsOfMatrices() {
        int i = 0;
        for (Program program : candidates.shippedOfMatrices()) {
            for (int seed = 0; seed < 4; seed++) {
                List<Program> others = candidates.disguised(program, 2).stream().toList();
                check(program, Trial.ofShapes(seed), SHAPES, others, i++);
            }
        }
        report(i);
    }

    /** Every shipped program, disguised: the result does what the disguise and the program do, zero gradients too. */
    @Test
    void shouldTreatWeightsWithoutGradientsInAllDisguisesAsTheProgramDoes() {
        int each = Math.max(4, PROGRAMS / 250);
        for (Program program : candidates.shipped()) {
            for (int i = 0; i < each; i++) {
                Program disguise = candidates.disguises().of(program, 1 + 3 * i % 10);
                String simplified = new Simplifier().simplify(disguise).result().toString();
                for (String first : List.of(program.toString(), disguise.toString())) {
                    Judge.Judgement judgement = Judge.rewritten(first, simplified, Trial.of(i));
                    assertThat(judgement.verdict())
                            .as(() -> judgement.reason() + "\n" + first + simplified)
                            .isNotEqualTo(Judge.Verdict.DIFFERENT);
                }
            }
        }
    }

    /** @param others that may have the hash of the program */
    private void check(Program program, Trial trial, ParameterLayout layout, List<Program> others, int i) {
        String text = program.toString();
        Derivation derivation = simplifier.simplify(program);
        Program simplified = derivation.result();
        note(Check.SIMPLIFIER, Judge.rewritten(text, simplified.toString(), trial), text, simplified);
        if (derivation.stopped() == Derivation.Stop.SATURATED
                && !simplifier.simplify(simplified).result().equals(simplified)) {
            faults.add("not idempotent\n" + program + "\n" + simplified);
        }
        List<Program> all = new ArrayList<>(others);
        all.add(simplified);
        for (Program other : all) {
            if (AbstractExecution.of(other)
                    .hash()
                    .equals(AbstractExecution.of(program).hash())) {
                note(Check.HASH, Judge.alike(text, other.toString(), trial), text, other);
            }
        }
        note(
                Check.BLOCK_ENGINE,
                Judge.engine(text, updates(Engine.block().compile(program, layout), trial), trial),
                text,
                program);
        if (i % ND4J_EVERY == 0) {
            note(
                    Check.ND4J_ENGINE,
                    Judge.engine(text, updates(new Nd4jEngine().compile(program, layout), trial), trial),
                    text,
                    program);
        }
    }

    private void note(Check check, Judge.Judgement judgement, String text, Program other) {
        counts.computeIfAbsent(check, key -> new EnumMap<>(Judge.Verdict.class))
                .merge(judgement.verdict(), 1, Integer::sum);
        if (judgement.verdict() == Judge.Verdict.DIFFERENT) {
            faults.add(check + ": " + judgement.reason() + "\n" + text + other);
        }
    }

    /** What an engine takes off weights; these are so small that it can be read from them. */
    private static double[][] updates(Optimizer optimizer, Trial trial) {
        double[][] updates = new double[trial.weights().length][trial.size()];
        for (int step = 0; step < updates.length; step++) {
            float[] weights = new float[trial.size()];
            float[] gradient = new float[trial.size()];
            for (int i = 0; i < weights.length; i++) {
                weights[i] = (float) trial.weights()[step][i];
                gradient[i] = (float) trial.gradients()[step][i];
            }
            float[] moved = weights.clone();
            optimizer.step(moved, gradient, (float) trial.schedule()[step]);
            for (int i = 0; i < weights.length; i++) {
                updates[step][i] = weights[i] - moved[i];
            }
        }
        return updates;
    }
}
