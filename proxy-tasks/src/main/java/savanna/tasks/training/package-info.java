/**
 * The one place where trainings are made: a {@link savanna.tasks.training.TrainingService} takes requests and gives
 * results, with memory, interruption, progress and order; {@link savanna.tasks.training.TrainingPlace}s, such as the
 * threads of this process, do the work.
 */
@API(status = API.Status.EXPERIMENTAL)
package savanna.tasks.training;

import org.apiguardian.api.API;
