package savanna.tasks.workers;

import java.util.List;
import java.util.Map;

/**
 * All workers of a run, as people see them.
 *
 * @param workers in the order of tasks and commands
 * @param trainedTwice trainings that two workers made, since one seemed stuck
 * @param lostTrainings trainings that ended with their worker and were made again
 * @param otherBits trainings made twice whose results differ: the workers do not compute alike
 * @param otherNumerics workers that train although their arithmetic or build is another
 * @param otherTrainings trainings that were made with other arithmetic or by another build
 * @param numerics by task, of those whose arithmetic only workers know: that of the first worker
 */
public record WorkersStanding(
        List<WorkerStanding> workers,
        long trainedTwice,
        long lostTrainings,
        long otherBits,
        int otherNumerics,
        long otherTrainings,
        Map<String, String> numerics) {

    public static final WorkersStanding NONE = new WorkersStanding(List.of(), 0, 0, 0, 0, 0, Map.of());

    public WorkersStanding {
        workers = List.copyOf(workers);
        numerics = Map.copyOf(numerics);
    }

    /** Workers that are there. */
    public long present() {
        return workers.stream()
                .filter(worker ->
                        worker.state() == WorkerStanding.State.READY || worker.state() == WorkerStanding.State.SILENT)
                .count();
    }

    /** Slots of the workers that are there. */
    public int slots() {
        return workers.stream().mapToInt(WorkerStanding::slots).sum();
    }

    /** Trainings under way. */
    public int busy() {
        return workers.stream().mapToInt(WorkerStanding::busy).sum();
    }

    /** How often workers were lost. */
    public int lost() {
        return workers.stream().mapToInt(WorkerStanding::lost).sum();
    }

    /** Slots that workers say they lost. */
    public long lostSlots() {
        return workers.stream().mapToLong(WorkerStanding::lostSlots).sum();
    }

    /** Whether trainings were made that another machine, or this one, might have made with other bits. */
    public boolean isReproducible() {
        return otherTrainings == 0 && otherBits == 0;
    }
}
