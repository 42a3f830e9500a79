package savanna.dsl.program;

import java.util.List;
import java.util.stream.Collectors;
import savanna.dsl.function.Function;

/**
 * One statement: {@code target = function(arguments)}.
 *
 * @param target the variable that is assigned; an input may be assigned too
 * @param function the function that is called
 * @param arguments as many as the function's arity
 */
public record Statement(String target, Function function, List<Operand> arguments) {

    public Statement {
        if (!Names.isName(target)) {
            throw new IllegalArgumentException("\"" + target + "\" is not a variable name");
        }
        arguments = List.copyOf(arguments);
        if (arguments.size() != function.arity()) {
            throw new IllegalArgumentException(
                    function.name() + " takes " + function.arity() + " arguments, not " + arguments.size());
        }
    }

    /** The statement as the text form prints it, without indentation. */
    @Override
    public String toString() {
        if (function.operator().isPresent()) {
            return target + " = " + arguments.get(0) + " " + function.operator().get() + " " + arguments.get(1);
        }
        return arguments.stream()
                .map(Operand::toString)
                .collect(Collectors.joining(", ", target + " = " + function.name() + "(", ")"));
    }
}
