package savanna.search.mutation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.analysis.Analysis;
import savanna.dsl.function.Function;
import savanna.dsl.function.Kind;
import savanna.dsl.program.Operand;
import savanna.dsl.program.Program;
import savanna.dsl.program.Statement;

/**
 * The variables that are defined at a place of a program, and the kinds of their values: what a new statement may take
 * there. Where no function of whole leaves is about, everything fits everywhere, and nothing is looked at.
 */
final class Scope {

    private final boolean isTyped;
    private final Map<String, Kind> kinds = new HashMap<>();
    /** The kinds that there are, that of constants among them. */
    private final Set<Kind> available = new LinkedHashSet<>(Set.of(Kind.SCALAR));

    /** @param index of the statement that stands there, or would */
    Scope(Program program, int index, FunctionSet functions) {
        isTyped = functions.hasKinds()
                || program.statements().stream()
                        .anyMatch(statement -> statement.function().isLeafwise());
        if (!isTyped) {
            return;
        }
        kinds.put(program.weights(), Kind.TENSOR);
        kinds.put(program.gradient(), Kind.TENSOR);
        kinds.put(program.schedule(), Kind.SCALAR);
        Analysis analysis = AbstractExecution.of(program);
        for (int k = 0; k < program.states().size(); k++) {
            kinds.put(
                    program.states().get(k),
                    analysis.isValid() ? analysis.stateKinds().get(k) : Kind.TENSOR);
        }
        for (Statement statement : program.statements().subList(0, index)) {
            List<Kind> arguments = kinds(statement.arguments());
            kinds.put(statement.target(), statement.function().result(arguments).orElse(Kind.TENSOR));
        }
        available.addAll(kinds.values());
    }

    /** Whether some values do not fit everywhere. */
    boolean isTyped() {
        return isTyped;
    }

    private List<Kind> kinds(List<Operand> operands) {
        List<Kind> all = new ArrayList<>(operands.size());
        operands.forEach(operand -> all.add(kind(operand)));
        return all;
    }

    private Kind kind(Operand operand) {
        return operand instanceof Operand.Variable variable
                ? kinds.getOrDefault(variable.name(), Kind.TENSOR)
                : Kind.SCALAR;
    }

    /** Those of some functions for which there are arguments here; where there are for none, all of them. */
    List<Function> callable(List<Function> functions) {
        if (!isTyped) {
            return functions;
        }
        List<Function> some = functions.stream()
                .filter(function -> canGoOn(function, List.of()))
                .toList();
        return some.isEmpty() ? functions : some;
    }

    /** Whether a function takes these arguments. */
    boolean takes(Function function, List<Operand> arguments) {
        return !isTyped || function.result(kinds(arguments)).isPresent();
    }

    /** Those of some operands that may come next among the arguments of a function. */
    List<Operand> next(Function function, List<Operand> before, List<Operand> operands) {
        if (!isTyped) {
            return operands;
        }
        List<Kind> first = kinds(before);
        return operands.stream()
                .filter(operand -> canGoOn(function, with(first, kind(operand))))
                .toList();
    }

    /** Whether a constant may come next among the arguments of a function. */
    boolean takesConstant(Function function, List<Operand> before) {
        return !isTyped || canGoOn(function, with(kinds(before), Kind.SCALAR));
    }

    private boolean canGoOn(Function function, List<Kind> arguments) {
        if (arguments.size() == function.arity()) {
            return function.result(arguments).isPresent();
        }
        return available.stream().anyMatch(kind -> canGoOn(function, with(arguments, kind)));
    }

    private static List<Kind> with(List<Kind> kinds, Kind last) {
        List<Kind> more = new ArrayList<>(kinds);
        more.add(last);
        return more;
    }

    /** The next argument of a function: a variable or, where one fits, a constant. */
    Operand operand(
            Function function, List<Operand> before, List<Operand> variables, List<Double> points, Choices choices) {
        List<Operand> fitting = next(function, before, variables);
        if (fitting.isEmpty()) {
            return choices.constant(points);
        }
        return takesConstant(function, before) ? choices.operand(fitting, points) : choices.of(fitting);
    }
}
