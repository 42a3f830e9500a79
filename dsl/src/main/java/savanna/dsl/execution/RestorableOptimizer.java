package savanna.dsl.execution;

/** An optimizer that goes on from states that are put into it, whatever it did before. */
public interface RestorableOptimizer extends Optimizer {

    /** A copy of a state as it is kept, for {@link #restore}; index in the order of the program's states. */
    float[] kept(int index);

    /**
     * Puts a state back. @param values as {@link #kept} gave them, of the same state of any program and layout alike
     */
    void restore(int index, float[] values);
}
