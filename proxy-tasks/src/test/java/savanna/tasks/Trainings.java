package savanna.tasks;

import java.util.ArrayList;
import java.util.List;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.execution.Engine;
import savanna.dsl.program.Program;

/** Trains by a trainer alone, without a service: what a service must give too. */
public final class Trainings {
    private Trainings() {}

    public static TrainingResult train(LocalTask task, Program program, List<Long> seeds, Hurdles hurdles) {
        return train(task.trainer(Engine.block()), task, program, seeds, hurdles);
    }

    /** Once a seed, up to the first that fails. Times are left out: no two trainings have the same. */
    public static TrainingResult train(
            Trainer trainer, LocalTask task, Program program, List<Long> seeds, Hurdles hurdles) {
        return train(trainer, TrainingRequest.of(task, AbstractExecution.ofValid(program), seeds, hurdles));
    }

    public static TrainingResult train(Trainer trainer, TrainingRequest request) {
        List<TrainingResult.Run> runs = new ArrayList<>();
        for (long seed : request.seeds()) {
            runs.add(trainer.train(request, seed).with(TrainingResult.Time.UNKNOWN));
            if (runs.get(runs.size() - 1).outcome().isFailure()) {
                break;
            }
        }
        return TrainingResult.of(runs);
    }
}
