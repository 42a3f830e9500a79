package savanna.dsl.analysis;

import java.util.List;

/**
 * A reading of programs: what inputs, constants and calls mean in it. {@link Dataflow#results} composes them.
 *
 * @param <T> what a value is: an expression, an array, a node, a piece of code
 */
public interface Interpretation<T> {

    T weights();

    T gradient();

    /** The old value of a state. @param index in the order of the inputs */
    T state(int index);

    T schedule();

    T constant(double value);

    /** The value of a statement. @param arguments what its arguments mean, as many as the function takes */
    T call(int statement, List<T> arguments);
}
