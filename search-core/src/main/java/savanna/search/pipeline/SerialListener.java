package savanna.search.pipeline;

import savanna.search.evolution.HallOfFame;
import savanna.search.evolution.Individual;
import savanna.tasks.training.TrainingProgress;
import savanna.tasks.workers.WorkersStanding;

/** Tells a listener what several threads report, one thing after the other. */
record SerialListener(RunListener told) implements RunListener {

    @Override
    public synchronized void begin(String words) {
        told.begin(words);
    }

    @Override
    public synchronized void progress(SearchProgress progress) {
        told.progress(progress);
    }

    @Override
    public synchronized void best(HallOfFame.Entry best, Individual start) {
        told.best(best, start);
    }

    @Override
    public synchronized void trained(TrainingProgress progress) {
        told.trained(progress);
    }

    @Override
    public synchronized void workers(WorkersStanding standing) {
        told.workers(standing);
    }

    @Override
    public synchronized void step(String words) {
        told.step(words);
    }

    @Override
    public synchronized void end(String words) {
        told.end(words);
    }
}
