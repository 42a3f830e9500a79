/** Trainings on whose gradients programs are compared with known optimizers. */
@API(status = API.Status.EXPERIMENTAL)
package savanna.tasks.reference;

import org.apiguardian.api.API;
