package savanna.tasks;

import java.io.IOException;
import java.nio.file.DirectoryStream;
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
 * asked for as a search does, a batch ahead. Each training notes when it begins and ends, so that a slot's pauses show
 * by themselves: their median hardly depends on what else the machine does. Arguments: folder of the Python package's
 * sources, slots, milliseconds of a training, trainings.
 *
 * <pre>{@code
 * mvn -q -Pjmh -pl proxy-tasks -am test-compile dependency:build-classpath -Dmdep.outputFile=target/jmh.classpath
 * chrt -f 1 java -cp proxy-tasks/target/test-classes:proxy-tasks/target/classes:dsl/target/classes:$(cat proxy-tasks/target/jmh.classpath) \
 *     savanna.tasks.WorkerTimes python/src 2 50 400
 * }</pre>
 *
 * {@code chrt} goes before all other programs, so that only what is measured is; it asks for rights that root has.
 */
public final class WorkerTimes {
    private static final int BATCH = 25;

    private WorkerTimes() {}

    public static void main(String[] arguments) throws IOException {
        int slots = Integer.parseInt(arguments[1]);
        int millis = Integer.parseInt(arguments[2]);
        int trainings = Integer.parseInt(arguments[3]);
        Path folder = Files.createTempDirectory("savanna");
        Path file = Files.writeString(folder.resolve("sleeping.py"), """
                import os, time, savanna
                @savanna.task(steps=1, seeds=1)
                def sleeping(optimizer, run, millis, notes):
                    begin = time.monotonic_ns()
                    time.sleep(millis / 1000)
                    with open(f"{notes}/{os.getpid()}.times", "a") as file:
                        file.write(f"{begin} {time.monotonic_ns()}\\n")
                    return 1.0
                """);
        WorkerSetup setup = WorkerSetup.by(
                        List.of("env", "PYTHONPATH=" + arguments[0], WorkerSetup.python(), "-m", "savanna.worker"))
                .withSlots(slots);
        PythonTask task =
                new PythonTask(file + ":sleeping", Map.of("millis", millis, "notes", folder.toString()), setup);
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
        double[] pauses = pauses(folder);
        double median = pauses[pauses.length / 2];
        System.out.printf(
                "pause of a slot between two trainings: median %.2f ms, nine of ten below %.2f ms; busy by the median %.1f %%%n",
                median, pauses[pauses.length * 9 / 10], 100 * millis / (millis + median));
    }

    /** Milliseconds between the end of a training and the begin of the next in the same process, sorted. */
    private static double[] pauses(Path folder) throws IOException {
        List<Double> pauses = new ArrayList<>();
        try (DirectoryStream<Path> notes = Files.newDirectoryStream(folder, "*.times")) {
            for (Path note : notes) {
                long end = 0;
                for (String line : Files.readAllLines(note)) {
                    String[] times = line.split(" ");
                    if (end > 0) {
                        pauses.add((Long.parseLong(times[0]) - end) / 1e6);
                    }
                    end = Long.parseLong(times[1]);
                }
            }
        }
        return pauses.stream().mapToDouble(Double::doubleValue).sorted().toArray();
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
