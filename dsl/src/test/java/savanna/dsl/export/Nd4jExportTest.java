package savanna.dsl.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import savanna.dsl.execution.ParameterLayout;
import savanna.dsl.program.Program;

/**
 * Compiles exported updaters, and drives them as Deeplearning4j does: regularization before or after the updater, then
 * the step.
 */
class Nd4jExportTest {

    @TempDir
    Path folder;

    @Test
    void shouldCompileAndStepAsTheEngineDoes() throws Exception {
        Map<String, Program> programs = Trials.programs();
        programs.putAll(Trials.found());
        programs.values().removeIf(Trials::needsWholeModel);
        compare(programs);
    }

    @Test
    void shouldStepOnMatricesAsTheEngineDoes() throws Exception {
        Map<String, Program> programs = MatrixTrials.programs();
        programs.values().removeIf(Trials::needsWholeModel);
        assertThat(programs).containsKeys("muon", "adafactor", "shampoo", "soap", "lamb", "states-of-all-kinds");
        compare(programs, MatrixTrials.LAYOUT);
    }

    @Test
    void shouldAskForTheShapesThatStatesNeed() throws Exception {
        try (CompiledUpdaters updaters =
                new CompiledUpdaters(Map.of("adafactor", MatrixTrials.programs().get("adafactor")), folder)) {
            IUpdater config = updaters.updater("adafactor");
            assertThatThrownBy(() -> config.stateSize(6))
                    .hasMessageContaining("call arrays(net.paramTable().values())");
            arrays(config, List.of(Nd4j.zeros(4, 3), Nd4j.zeros(1, 5)));
            // Rows, columns and a count of each array.
            assertThat(config.stateSize(17)).isEqualTo(4 + 3 + 1 + 1 + 5 + 1);
            assertThatThrownBy(() -> config.stateSize(18))
                    .hasMessageContaining("arrays of 17 numbers, and is given 18");
        }
    }

    private static void arrays(IUpdater config, List<INDArray> arrays) throws ReflectiveOperationException {
        config.getClass().getMethod("arrays", Iterable.class).invoke(config, arrays);
    }

    @Test
    void shouldLetVariablesHaveAnyName() throws Exception {
        Map<String, Program> programs = Trials.programs();
        programs.values().removeIf(Trials::needsWholeModel);
        compare(Trials.naming(Trials.words(Target.ND4J, programs, """
                abstract assert boolean break byte case catch char class const continue default do double else enum extends final finally float for goto if implements import instanceof int
                interface long native new package private protected public return short static strictfp super switch synchronized this throw throws transient try void volatile while
                true false null var record yield sealed permits when module exports open object"""), false));
    }

    /** Such a class would hide one that the code needs. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "updater",
                "list",
                "INDArray",
                "transforms",
                "string",
                "IUpdater",
                "weight-decay",
                "math",
                "override"
            })
    void shouldLetOptimizersHaveAnyName(String name) throws Exception {
        compare(Map.of(name, Trials.programs().get("elementwise")));
    }

    private void compare(Map<String, Program> programs) throws Exception {
        compare(programs, Trials.LAYOUT);
    }

    private void compare(Map<String, Program> programs, ParameterLayout layout) throws Exception {
        try (CompiledUpdaters updaters = new CompiledUpdaters(programs, folder)) {
            for (Map.Entry<String, Program> program : programs.entrySet()) {
                compare(
                        program.getKey(),
                        updaters.updater(program.getKey()),
                        Trials.isScheduled(program.getValue()),
                        Trials.expected(program.getValue(), layout),
                        layout);
            }
        }
    }

    private static void compare(
            String name, IUpdater original, boolean isScheduled, float[][] expected, ParameterLayout layout)
            throws Exception {
        MapSchedule.Builder rates = new MapSchedule.Builder(ScheduleType.ITERATION);
        for (int step = 0; step < Trials.STEPS; step++) {
            rates.add(step, original.getLearningRate(0, 0) * (isScheduled ? Trials.schedule(step) : 1));
        }
        List<Regularization> regularizations = CompiledUpdaters.regularization(original);
        ISchedule schedule = rates.build();
        INDArray weights = Nd4j.createFromArray(Trials.start(layout)).reshape(1, layout.size());
        if (List.of(original.getClass().getMethods()).stream()
                .anyMatch(method -> method.getName().equals("parameters"))) {
            java.util.function.Supplier<INDArray> supplier = () -> weights;
            original.getClass()
                    .getMethod("parameters", java.util.function.Supplier.class)
                    .invoke(original, supplier);
        }
        if (List.of(original.getClass().getMethods()).stream()
                .anyMatch(method -> method.getName().equals("arrays"))) {
            arrays(
                    original,
                    layout.leaves().stream()
                            .map(leaf -> Nd4j.zeros(
                                    leaf.shape().isEmpty()
                                            ? new long[] {1}
                                            : leaf.shape().stream()
                                                    .mapToLong(Integer::longValue)
                                                    .toArray()))
                            .toList());
        }
        IUpdater config = original.clone();
        config.setLrAndSchedule(Double.NaN, schedule);
        long size = config.stateSize(layout.size());
        INDArray view = size == 0 ? null : Nd4j.ones(1, size);
        GradientUpdater<?> updater = config.instantiate(view, true);
        // Later two eigenvalues come near each other, and their vectors turn at a rounding.
        int steps = name.equals("eigenbasis") ? 5 : Trials.STEPS;
        float[][] gradients = Trials.gradients(layout);
        for (int step = 0; step < steps; step++) {
            INDArray gradient = Nd4j.createFromArray(gradients[step]).reshape(1, layout.size());
            double rate = config.getLearningRate(step, 0);
            for (Regularization regularization : regularizations) {
                if (regularization.applyStep() == Regularization.ApplyStep.BEFORE_UPDATER) {
                    regularization.apply(weights, gradient, rate, step, 0);
                }
            }
            updater.applyUpdater(gradient, step, 0);
            for (Regularization regularization : regularizations) {
                if (regularization.applyStep() == Regularization.ApplyStep.POST_UPDATER) {
                    regularization.apply(weights, gradient, rate, step, 0);
                }
            }
            weights.subi(gradient);
            for (int i = 0; i < layout.size(); i++) {
                assertThat(Trials.agree(weights.getFloat(i), expected[step][i]))
                        .as(
                                "%s, step %d, parameter %d: %s, expected %s",
                                name, step, i, weights.getFloat(i), expected[step][i])
                        .isTrue();
            }
        }
    }

    @Test
    void shouldSayWhatAnUpdaterCannotDo() {
        Program program = Trials.programs().get("whole-model");
        assertThatThrownBy(() -> Target.ND4J.export(program, "x", "x"))
                .isInstanceOf(ExportException.class)
                .hasMessageContaining("export to pytorch or optax");
    }
}
