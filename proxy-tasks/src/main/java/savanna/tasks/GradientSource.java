package savanna.tasks;

/**
 * Gives the losses and gradients of a {@link Problem} along one run after the other. Holds buffers: one a thread, and
 * no allocation in a step. All that chance decides in a run follows from its seed.
 */
public interface GradientSource {

    /**
     * Begins a run.
     *
     * @param seed of the run
     * @param weights flat vector; receives the initial parameters
     */
    void begin(long seed, float[] weights);

    /**
     * Loss and gradient of a step of the run.
     *
     * @param step from 1, one after the other
     * @param weights flat vector; not changed
     * @param gradient flat vector; overwritten with the gradient of the loss
     * @return the step's training loss
     */
    double gradient(int step, float[] weights, float[] gradient);

    /**
     * The metric of some parameters of the run that was begun last, lower is better. NaN or infinite if they are
     * useless.
     */
    double score(float[] weights, Trainer.Split split);
}
