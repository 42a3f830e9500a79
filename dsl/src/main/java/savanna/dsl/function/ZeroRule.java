package savanna.dsl.function;

import java.util.OptionalDouble;

/** When a call of a function is zero, by what is known of its arguments. */
@FunctionalInterface
public interface ZeroRule {

    /** What is known of the arguments of a call. */
    interface Arguments {
        /** Whether the argument is known to be zero. */
        boolean isZero(int argument);

        /** Whether the argument is finite for finite inputs of moderate size: zero times it is then zero. */
        boolean isFinite(int argument);

        /** The number that the argument is, if it is one. */
        OptionalDouble constant(int argument);

        int count();
    }

    /** Nothing is known. */
    ZeroRule UNKNOWN = arguments -> false;
    /** It is zero where all arguments are. */
    ZeroRule WHERE_ARGUMENTS_ARE = arguments -> {
        for (int k = 0; k < arguments.count(); k++) {
            if (!arguments.isZero(k)) {
                return false;
            }
        }
        return true;
    };
    /** It is zero where the first argument is, and no other is infinite. */
    ZeroRule WHERE_FIRST_IS = arguments -> {
        for (int k = 1; k < arguments.count(); k++) {
            if (!arguments.isFinite(k)) {
                return false;
            }
        }
        return arguments.isZero(0);
    };

    boolean isZero(Arguments arguments);
}
