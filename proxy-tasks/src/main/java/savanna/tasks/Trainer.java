package savanna.tasks;

/** Trains programs on one task in this process, with buffers of its own: one trainer a thread. */
public interface Trainer {

    /**
     * Trains once. Same request, seed and machine: same bits, whatever was trained before.
     *
     * @param request for the trainer's task; its seeds are not looked at
     * @param seed of the run
     * @return the run, without the time that it took in all, which its caller takes
     * @throws savanna.dsl.analysis.InvalidProgramException if the program fails abstract execution
     */
    TrainingResult.Run train(TrainingRequest request, long seed);

    /** The parts of the data that can be scored. */
    enum Split {
        /** What fitness is measured on. */
        VALIDATION,
        /** What nothing selects on: for final claims. */
        TEST
    }
}
