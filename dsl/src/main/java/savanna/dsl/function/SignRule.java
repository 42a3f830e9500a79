package savanna.dsl.function;

import java.util.OptionalDouble;

/** When a call of a function is never negative, by what is known of its arguments; where every value is finite. */
@FunctionalInterface
public interface SignRule {

    /** What is known of the arguments of a call. */
    interface Arguments {
        /** Whether the argument is known to be never negative. */
        boolean isNeverNegative(int argument);

        /** The number that the argument is, if it is one. */
        OptionalDouble constant(int argument);

        /** Whether two arguments are one and the same value. */
        boolean areSame(int argument, int other);

        int count();
    }

    /** Nothing is known. */
    SignRule UNKNOWN = arguments -> false;
    /** It is never negative. */
    SignRule ALWAYS = arguments -> true;
    /** It is never negative where no argument is. */
    SignRule WHERE_ARGUMENTS_ARE = arguments -> {
        for (int k = 0; k < arguments.count(); k++) {
            if (!arguments.isNeverNegative(k)) {
                return false;
            }
        }
        return true;
    };

    boolean isNeverNegative(Arguments arguments);
}
