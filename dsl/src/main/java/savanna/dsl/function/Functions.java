package savanna.dsl.function;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import savanna.dsl.text.Nearest;

/** All functions of the language, in the order of the reference. */
public final class Functions {

    private static final List<Function> PAPER = Stream.of(
                    ConstantFunctions.ROWS,
                    ArithmeticFunctions.ROWS,
                    ElementwiseFunctions.ROWS,
                    TranscendentalFunctions.ROWS,
                    ReductionFunctions.ROWS)
            .flatMap(List::stream)
            .toList();
    private static final List<Function> ALL = Stream.of(PAPER, ComparisonFunctions.ROWS, MatrixFunctions.ROWS)
            .flatMap(List::stream)
            .toList();
    private static final Map<String, Function> BY_NAME =
            ALL.stream().collect(Collectors.toUnmodifiableMap(Function::name, row -> row));
    private static final Map<String, Function> BY_OPERATOR = ALL.stream()
            .filter(row -> row.operator().isPresent())
            .collect(Collectors.toUnmodifiableMap(row -> row.operator().get(), row -> row));
    private static final Map<Operation, Function> BY_OPERATION = ALL.stream()
            .filter(row -> row.operation() != Operation.OTHER)
            .collect(Collectors.toUnmodifiableMap(Function::operation, row -> row));
    private static final List<String> NAMES = ALL.stream().map(Function::name).toList();

    private Functions() {}

    public static List<Function> all() {
        return ALL;
    }

    /** The 45 functions of the paper's search space. */
    public static List<Function> paper() {
        return PAPER;
    }

    public static List<String> names() {
        return NAMES;
    }

    public static Optional<Function> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** The function of that name. @throws IllegalArgumentException that suggests the nearest name */
    public static Function get(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "unknown function \"" + name + "\"" + Nearest.suggestion(name, NAMES)));
    }

    /** The function that {@code + - *} or {@code /} stands for. */
    public static Function byOperator(String operator) {
        Function function = BY_OPERATOR.get(operator);
        if (function == null) {
            throw new IllegalArgumentException(
                    "unknown operator \"" + operator + "\", expected one of " + BY_OPERATOR.keySet());
        }
        return function;
    }

    /** The function that is the operation. */
    public static Function of(Operation operation) {
        return Optional.ofNullable(BY_OPERATION.get(operation))
                .orElseThrow(() -> new IllegalArgumentException("no one function is " + operation));
    }
}
