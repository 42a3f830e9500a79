package savanna.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import savanna.dsl.library.ProgramLibrary;
import savanna.dsl.program.Program;
import savanna.tasks.TrainingRequest.Wanted;
import savanna.tasks.data.Batch;
import savanna.tasks.gemm.Gemm;
import savanna.tasks.model.Activation;
import savanna.tasks.model.Mlp;
import savanna.tasks.recipe.Start;
import savanna.tasks.training.Tasks;
import savanna.tasks.training.TrainingQueue;
import savanna.tasks.training.TrainingService;
import savanna.tasks.workers.PythonTask;
import savanna.tasks.workers.WorkerSetup;
import savanna.tasks.workers.Workers;

/** The same model, data and start as a task in Java and as one in PyTorch. */
@Timeout(240)
class TorchAgreesTest {

    private static final int STEPS = 50;
    private static final int BATCH = 64;
    private static final int HIDDEN = 32;
    private static final long SEED = 1;

    @TempDir
    private Path folder;

    private final ProxyTask java = (ProxyTask) TaskCatalog.parse(
            "digits",
            "{data: {kind: digits}, model: {kind: mlp, hidden: [" + HIDDEN + "]}, recipe: {batch: " + BATCH
                    + ", steps: " + STEPS + ", hurdles: [0.5]}}");

    private static List<String> python() {
        String sources = Path.of(System.getProperty("savanna.root", ".."))
                .resolve("python/src")
                .toAbsolutePath()
                .toString();
        return List.of("env", "PYTHONPATH=" + sources, WorkerSetup.python(), "-m", "savanna.worker");
    }

    private static void requireTorch() throws IOException, InterruptedException {
        Process probe = new ProcessBuilder(WorkerSetup.python(), "-c", "import torch, numpy").start();
        Assumptions.assumeTrue(probe.waitFor() == 0, "no PyTorch in " + WorkerSetup.python() + ": set SAVANNA_PYTHON");
    }

    /** Writes weights and batches as the task in Java has them. */
    private void writeStart() throws IOException {
        NetworkProblem problem = (NetworkProblem) java.problem();
        savanna.tasks.data.Shape.Row shape =
                (savanna.tasks.data.Shape.Row) problem.data().shape();
        Start start = problem.start(SEED, new Mlp(shape, List.of(HIDDEN), Activation.RELU, BATCH, Gemm.create()));
        Batch batch = new Batch(shape, BATCH);
        try (DataOutputStream sizes = to("sizes");
                DataOutputStream weights = to("weights");
                DataOutputStream features = to("features");
                DataOutputStream targets = to("targets")) {
            for (int size : new int[] {BATCH, shape.features(), HIDDEN, shape.outputs()}) {
                sizes.writeInt(size);
            }
            for (float weight : start.weights()) {
                weights.writeFloat(weight);
            }
            for (int step = 0; step < STEPS; step++) {
                start.train().fill(batch, start.order(), step * BATCH, BATCH);
                for (int row = 0; row < BATCH; row++) {
                    for (int i = 0; i < shape.features(); i++) {
                        features.writeFloat(batch.features()[row * batch.featureStride() + i]);
                    }
                    targets.writeInt(batch.targets()[row]);
                }
            }
        }
    }

    private DataOutputStream to(String name) throws IOException {
        return new DataOutputStream(new java.io.BufferedOutputStream(Files.newOutputStream(folder.resolve(name))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"adamw", "lion"})
    void shouldGiveTheLossesOfPyTorch(String name) throws Exception {
        requireTorch();
        writeStart();
        Program program = ProgramLibrary.find(name).orElseThrow();
        List<Double> expected;
        try (TrainingService trainings = TrainingQueue.local(1, Tasks.of(java))) {
            expected = losses(trainings, java, program);
        }
        Path file = Path.of(TorchAgreesTest.class.getResource("digits_mlp.py").toURI());
        WorkerSetup setup = WorkerSetup.by(python()).withSlots(1);
        PythonTask torch = new PythonTask(file + ":digits_mlp", Map.of("folder", folder.toString()), setup);
        List<Double> found;
        try (TrainingService trainings = Workers.service(setup, 1, Tasks.of(torch))) {
            found = losses(trainings, torch, program);
        }
        assertThat(expected).hasSize(STEPS);
        assertThat(found).hasSize(STEPS);
        for (int step = 0; step < STEPS; step++) {
            assertThat(found.get(step)).as("step " + step).isCloseTo(expected.get(step), within(1e-3));
        }
        assertThat(expected.get(STEPS - 1)).as("something was learned").isLessThan(expected.get(0));
    }

    private static List<Double> losses(TrainingService trainings, Task task, Program program) {
        TrainingResult result =
                trainings.train(TrainingRequest.of(task, program, List.of(SEED)).telling(Wanted.LOSSES));
        assertThat(result.outcome()).as(result.text()).isEqualTo(Outcome.TRAINED);
        return result.runs().get(0).seen().losses();
    }
}
