package savanna.dsl.function;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Which kinds a function of whole leaves takes, and what it makes of them. */
public interface Signature {

    /**
     * What a call is.
     *
     * @param arguments the kinds to which the arguments are broadcast before the function sees them
     * @param result the kind of the value
     */
    record Typing(List<Kind> arguments, Kind result) {
        public Typing {
            arguments = List.copyOf(arguments);
        }
    }

    /** The typing of a call; empty if the function takes no such arguments. */
    Optional<Typing> of(List<Kind> arguments);

    /** What the arguments must be, for messages: {@code an argument that broadcasts to m x n}. */
    String expectation();

    /** What the result is, for the language reference: the name of a kind, or how it follows from the arguments. */
    String outcome();

    /**
     * The signature of a function that takes its arguments as they are.
     *
     * @param result the kind of the value; empty if the function takes no such arguments
     */
    static Signature asGiven(String expectation, String outcome, Function<List<Kind>, Optional<Kind>> result) {
        return of(expectation, outcome, kinds -> result.apply(kinds).map(kind -> new Typing(kinds, kind)));
    }

    /** A signature by what it says of each call. */
    static Signature of(String expectation, String outcome, Function<List<Kind>, Optional<Typing>> typing) {
        return new Signature() {
            @Override
            public Optional<Typing> of(List<Kind> arguments) {
                return typing.apply(arguments);
            }

            @Override
            public String expectation() {
                return expectation;
            }

            @Override
            public String outcome() {
                return outcome;
            }
        };
    }

    /** The signature of a function of arguments that are broadcast to given kinds. */
    static Signature fixed(Kind result, Kind... parameters) {
        Typing typing = new Typing(List.of(parameters), result);
        return new Signature() {
            @Override
            public Optional<Typing> of(List<Kind> arguments) {
                for (int i = 0; i < parameters.length; i++) {
                    if (!arguments.get(i).broadcastsTo(parameters[i])) {
                        return Optional.empty();
                    }
                }
                return Optional.of(typing);
            }

            @Override
            public String expectation() {
                return "arguments that broadcast to "
                        + String.join(
                                ", ",
                                typing.arguments().stream().map(Kind::described).toList());
            }

            @Override
            public String outcome() {
                return result.label();
            }
        };
    }
}
