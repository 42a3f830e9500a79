package savanna.tasks.training;

import savanna.tasks.workers.WorkerCommands;
import savanna.tasks.workers.WorkerSetup;
import savanna.tasks.workers.Workers;

/** The contract, kept by worker processes. */
class WorkerProcessesTest extends TrainingServiceContract {

    @Override
    TrainingPlace place(int slots, Tasks tasks) {
        WorkerSetup setup = slots % 2 == 0
                ? WorkerSetup.by(WorkerCommands.java(), WorkerCommands.java()).withSlots(slots / 2)
                : WorkerSetup.by(WorkerCommands.java()).withSlots(slots);
        return new Workers(setup, 1, tasks);
    }

    @Override
    boolean isOneSlotForAllTasks() {
        return false;
    }
}
