package savanna.tasks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import savanna.dsl.program.Program;
import savanna.tasks.training.Tasks;
import savanna.tasks.training.TrainingBatch;
import savanna.tasks.training.TrainingService;
import savanna.tasks.workers.PythonTask;
import savanna.tasks.workers.WorkerSetup;
import savanna.tasks.workers.WorkerTrial;
import savanna.tasks.workers.Workers;

/**
 * What the bridge to Python costs: a round trip, and the share of the time that slots are busy with sleeping trainings,
 * asked for as a search does, a batch ahead. Arguments: folder of the Python package's sources, slots, milliseconds of
 * a training, trainings.
 *
 * <pre>{@code
 * mvn -q -Pjmh -pl proxy-tasks -am test-compile dependency:build-classpath -Dmdep.outputFile=target/jmh.classpath
 * java -cp proxy-tasks/target/test-classes:proxy-tasks/target/classes:dsl/target/classes:$(cat proxy-tasks/target/jmh.classpath) \
 *     savanna.tasks.WorkerTimes python/src 2 50 400
 * }</pre>
 */
public final class WorkerTimes {
    private static final int BATCH = 25;

    private WorkerTimes() {}

    public static void main(String[] arguments) throws IOException {
        int slots = Integer.parseInt(arguments[1]);
        int millis = Integer.parseInt(arguments[2]);
        int trainings = Integer.parseInt(arguments[3]);
        Path file = Files.writeString(
                Files.createTempDirectory("savanna").resolve("sleeping.py"),
                "import time, savanna\n@savanna.task(steps=1, seeds=1)\ndef sleeping(optimizer, run, millis=50):\n"
                        + "    time.sleep(millis / 1000)\n    return 1.0\n");
        WorkerSetup setup = WorkerSetup.by(
                        List.of("env", "PYTHONPATH=" + arguments[0], WorkerSetup.python(), "-m", "savanna.worker"))
                .withSlots(slots);
        PythonTask task = new PythonTask(file + ":sleeping", Map.of("millis", millis), setup);
        WorkerTrial trial = WorkerTrial.of(task, setup).get(0);
        System.out.printf("round trip %.3f ms, start %.0f ms%n", trial.roundTripMillis(), trial.startMillis());
        try (TrainingService service = Workers.service(setup, 1, Tasks.of(task))) {
            // Nobody waits for processes to start within what is measured.
            service.train(requests(task, 0, 2 * slots));
            long begin = System.nanoTime();
            long before = service.nanos();
            List<TrainingBatch> batches = new ArrayList<>();
            for (int from = 0; from < trainings; from += BATCH) {
                batches.add(service.submit(requests(task, 1_000 + from, BATCH)));
                if (batches.size() > 1) {
                    batches.remove(0).await();
                }
            }
            batches.forEach(TrainingBatch::await);
            double seconds = (System.nanoTime() - begin) / 1e9;
            System.out.printf(
                    "%d slots, %d trainings of %d ms: %.1f s, %.0f trainings a second, slots busy %.1f %%%n",
                    slots,
                    trainings,
                    millis,
                    seconds,
                    trainings / seconds,
                    (service.nanos() - before) / 1e7 / seconds / slots);
        }
    }

    /** Programs that are all different. */
    private static List<TrainingRequest> requests(Task task, int from, int count) {
        List<TrainingRequest> requests = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Program program = Program.parse("def train(w, g, lr):\n  lr = lr * " + (1 + (from + i) / 1024.0)
                    + "\n  update = g * lr\n  return update");
            requests.add(TrainingRequest.of(task, program, List.of(1L)));
        }
        return requests;
    }
}
