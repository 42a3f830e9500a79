package savanna.dsl.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import savanna.dsl.program.Program;

/** Compiles exported updaters, and drives them as Deeplearning4j does: regularization before or after the updater, then the step. */
class Nd4jExportTest {

    @TempDir
    Path folder;

    @Test
    void shouldCompileAndStepAsTheEngineDoes() throws Exception {
        Map<String, Program> programs = Trials.programs();
        programs.keySet().removeIf(Trials::needsWholeModel);
        List<String> files = new ArrayList<>();
        for (Map.Entry<String, Program> program : programs.entrySet()) {
            Path file = folder.resolve(Target.ND4J.fileName(program.getKey()));
            Files.writeString(file, Target.ND4J.export(program.getValue(), program.getKey(), "The program " + program.getKey() + "."));
            files.add(file.toString());
        }
        compile(files);
        try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            for (Map.Entry<String, Program> program : programs.entrySet()) {
                IUpdater updater = (IUpdater) loader.loadClass(Frame.className(program.getKey())).getConstructor().newInstance();
                compare(program.getKey(), updater, Trials.expected(program.getValue()));
            }
        }
    }

    private void compile(List<String> files) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> options = List.of("-d", folder.toString(), "-cp", System.getProperty("java.class.path"), "-Xlint:all,-processing,-classfile", "--release", "17");
        StringWriter messages = new StringWriter();
        boolean compiled = compiler.getTask(messages, null, null, options, null, compiler.getStandardFileManager(null, null, null).getJavaFileObjectsFromStrings(files)).call();
        assertThat(compiled).as(messages.toString()).isTrue();
    }

    @SuppressWarnings("unchecked")
    private static void compare(String name, IUpdater original, float[][] expected) throws Exception {
        MapSchedule.Builder rates = new MapSchedule.Builder(ScheduleType.ITERATION);
        for (int step = 0; step < Trials.STEPS; step++) {
            rates.add(step, original.getLearningRate(0, 0) * Trials.schedule(step));
        }
        List<Regularization> regularizations = List.of();
        if (List.of(original.getClass().getMethods()).stream().anyMatch(method -> method.getName().equals("regularization"))) {
            regularizations = (List<Regularization>) original.getClass().getMethod("regularization").invoke(original);
        }
        ISchedule schedule = rates.build();
        INDArray weights = Nd4j.createFromArray(Trials.start()).reshape(1, Trials.LAYOUT.size());
        if (List.of(original.getClass().getMethods()).stream().anyMatch(method -> method.getName().equals("parameters"))) {
            java.util.function.Supplier<INDArray> supplier = () -> weights;
            original.getClass().getMethod("parameters", java.util.function.Supplier.class).invoke(original, supplier);
        }
        IUpdater config = original.clone();
        config.setLrAndSchedule(Double.NaN, schedule);
        long size = config.stateSize(Trials.LAYOUT.size());
        INDArray view = size == 0 ? null : Nd4j.ones(1, size);
        GradientUpdater<?> updater = config.instantiate(view, true);
        float[][] gradients = Trials.gradients();
        for (int step = 0; step < Trials.STEPS; step++) {
            INDArray gradient = Nd4j.createFromArray(gradients[step]).reshape(1, Trials.LAYOUT.size());
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
            for (int i = 0; i < Trials.LAYOUT.size(); i++) {
                assertThat(weights.getFloat(i)).as("%s, step %d, parameter %d", name, step, i).isCloseTo(expected[step][i], within(2e-5f * Math.max(1, Math.abs(expected[step][i]))));
            }
        }
    }

    @Test
    void shouldSayWhatAnUpdaterCannotDo() {
        Program program = Trials.programs().get("whole-model");
        assertThatThrownBy(() -> Target.ND4J.export(program, "x", "x")).isInstanceOf(ExportException.class).hasMessageContaining("export to pytorch or optax");
    }
}
