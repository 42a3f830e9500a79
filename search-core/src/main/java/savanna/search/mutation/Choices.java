package savanna.search.mutation;

import java.util.List;
import java.util.random.RandomGenerator;
import savanna.dsl.program.Operand;

/**
 * Takes the decisions of a {@link Mutation}: at random, or each way in turn. Where numbers are without end, the second
 * way goes through a few starting points that the mutation names; the tuning of constants finds the rest.
 */
public interface Choices {

    /** Decides at random, among the functions of the paper. */
    static Choices drawn(RandomGenerator random) {
        return drawn(random, FunctionSet.paper());
    }

    /** Decides at random. @param functions that new statements may call */
    static Choices drawn(RandomGenerator random, FunctionSet functions) {
        return new DrawnChoices(random, functions);
    }

    /** The functions that new statements may call. */
    FunctionSet functions();

    /** One of the numbers from 0 to below a count of at least 1. */
    int index(int count);

    /** One of a list that is not empty. */
    default <T> T of(List<T> options) {
        return options.get(index(options.size()));
    }

    /** Yes or no. */
    boolean either();

    /**
     * A constant: drawn from N(0, 1), as in the paper, or each of the points.
     *
     * @param points not empty
     */
    Operand constant(List<Double> points);

    /**
     * An operand: drawn, a constant one time in four; else each variable and then each of the points.
     *
     * @param variables not empty
     */
    Operand operand(List<Operand> variables, List<Double> points);

    /**
     * Another value for a constant: drawn, half the time anew from N(0, 1) and half the time times 2^a with a from N(0,
     * 1); else half and twice the value. The same constant if that leaves the range of floats.
     */
    Operand moved(Operand.Constant constant);

    /**
     * Arguments for a function; where they are drawn, what stood in their place takes the stead of one of the variables
     * among them every other time. To go through every choice is to meet those anyway.
     *
     * @param arguments with at least one variable
     */
    List<Operand> oftenWith(Operand old, List<Operand> arguments);
}
