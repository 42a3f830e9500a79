package savanna.tasks.workers;

import java.util.List;
import savanna.dsl.library.ProgramLibrary;
import savanna.tasks.LocalTask;
import savanna.tasks.TaskCatalog;
import savanna.tasks.TrainingRequest;
import savanna.tasks.training.Interruption;
import savanna.tasks.training.Tasks;
import savanna.tasks.training.TrainingMemory;
import savanna.tasks.training.TrainingQueue;

/** Has two workers train for long, and says so once both are at it. */
public final class Coordinator {
    private Coordinator() {}

    public static void main(String[] arguments) throws InterruptedException {
        LocalTask task = TaskCatalog.local(arguments[0]);
        Workers workers = new Workers(
                WorkerSetup.by(WorkerCommands.java(), WorkerCommands.java()).withSlots(1), 1, Tasks.of(task));
        try (TrainingQueue trainings =
                workers.service(TrainingMemory.ofThisProcess(), new Interruption(), progress -> {})) {
            var batch = trainings.submit(List.of(TrainingRequest.of(
                    task, ProgramLibrary.find("adamw").orElseThrow(), List.of(1L, 2L, 3L, 4L, 5L, 6L))));
            while (workers.standing().busy() < 2) {
                Thread.sleep(20);
            }
            System.out.println("training");
            batch.await();
        }
    }
}
