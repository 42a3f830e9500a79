package savanna.tasks.training;

/**
 * Where a pool stands with the batch that is awaited.
 *
 * @param trainings made by the pool so far, in all batches
 * @param ended programs of the batch whose evaluation is known
 * @param programs of the batch
 */
public record TrainingProgress(long trainings, int ended, int programs) {}
