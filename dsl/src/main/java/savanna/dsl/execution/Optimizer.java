package savanna.dsl.execution;

/** A program made ready for one model, with its states. Not thread-safe. */
public interface Optimizer {

    /**
     * One step: {@code weights -= update(weights, gradient, states, schedule)}, and the states take their new values.
     *
     * @param weights flat vector in the layout's order; changed in place
     * @param gradient flat vector of the same length; not changed
     * @param schedule the schedule value, in [0, 1]
     */
    void step(float[] weights, float[] gradient, float schedule);

    /** Sets all states back to zero. */
    void reset();

    /**
     * A copy of a state, flat; index in the order of the program's states. It has a number per parameter, unless its
     * kind cannot be broadcast to the parameters: then it is as it is kept. A state that is not live stays zero.
     */
    float[] state(int index);
}
