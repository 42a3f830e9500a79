package savanna.dsl.algebra;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import savanna.dsl.function.Functions;
import savanna.dsl.function.Kind;
import savanna.dsl.program.Operand;
import savanna.dsl.program.Program;
import savanna.dsl.program.Statement;

/** Rewrites programs at random so that they behave the same, up to the guard of division, and look different. */
public final class Disguises {

    private final RandomGenerator random;

    public Disguises(RandomGenerator random) {
        this.random = random;
    }

    /** The program in a number of disguises, one over the other, with dead statements in between. */
    public Program of(Program program, int layers) {
        Equations equations = Equations.of(program);
        for (int i = 0; i < layers; i++) {
            equations = layer(equations);
        }
        return withDeadStatements(Layout.program(equations, call -> "t" + random.nextInt(1000)));
    }

    private Equations layer(Equations equations) {
        int states = equations.next().size();
        if (states > 0 && random.nextInt(5) == 0) {
            return switch (random.nextInt(4)) {
                case 0 -> rescaled(equations, random.nextInt(states), number());
                case 1 -> permuted(equations);
                case 2 -> doubled(equations, random.nextInt(states));
                default -> withIdleState(equations);
            };
        }
        List<Expression> calls = equations.calls();
        for (int attempt = 0; attempt < 20 && !calls.isEmpty(); attempt++) {
            Expression call = calls.get(random.nextInt(calls.size()));
            Expression other = rewritten(call);
            if (!other.equals(call)) {
                return equations.replace(call, other);
            }
        }
        return equations;
    }

    private double number() {
        return pick(0.25, 0.5, 2.0, 3.0, 5.0, 1.7);
    }

    private double pick(double... numbers) {
        return numbers[random.nextInt(numbers.length)];
    }

    private static Expression call(String function, Expression... arguments) {
        return Expression.call(function, arguments);
    }

    private static Expression constant(double value) {
        return Expression.constant(value);
    }

    /** A constant that divides by the value in spite of the guard. */
    private static Expression divisor(double value) {
        return constant(value - 1e-8f);
    }

    private static Expression scaled(Expression x, double factor) {
        return call("multiply", x, constant(factor));
    }

    private Expression rewritten(Expression call) {
        if (call.arguments().isEmpty()) {
            return call;
        }
        Expression x = call.argument(0);
        int way = random.nextInt(6);
        switch (call.function().name()) {
            case "interp" -> {
                Expression y = call.argument(1);
                double a = call.argument(2).constant();
                // Near 1 the quotient of the last way would leave the range of 32 bits.
                return switch (way == 5 && Math.abs(1 - a) < 1e-4 ? 3 : way) {
                    case 0 -> call("add", call("multiply", x, constant(1 - a)), call("multiply", y, constant(a)));
                    case 1 -> call("add", x, call("multiply", constant(a), call("subtract", y, x)));
                    case 2 -> call("subtract", y, call("multiply", call("subtract", y, x), constant(1 - a)));
                    case 3 -> call("interp", y, x, constant(1 - a));
                    case 4 -> call("interp", x, call("interp", x, y, constant(0.95)), constant(a / 0.95));
                    default ->
                        call(
                                "divide",
                                call("add", call("multiply", y, constant(a / (1 - a))), x),
                                divisor(1 / (1 - a)));
                };
            }
            case "sign" -> {
                return switch (way) {
                    case 0 -> call("divide", x, call("sqrt", call("multiply", x, x)));
                    case 1 -> call("divide", x, call("abs", x));
                    case 2 -> call("multiply", x, call("reciprocal", call("abs", x)));
                    case 3 -> call("sign", call("multiply", x, constant(number())));
                    case 4 -> call("negative", call("sign", call("negative", x)));
                    default -> call("sign", call("cube", x));
                };
            }
            case "square" -> {
                return way < 3
                        ? call("multiply", x, x)
                        : call("square", way < 5 ? call("abs", x) : call("negative", x));
            }
            case "sqrt" -> {
                return way < 3
                        ? call("sqrt", call("abs", call)).argument(0).argument(0)
                        : way < 5 ? call("sqrt", call("abs", x)) : call("abs", call);
            }
            case "multiply" -> {
                Expression y = call.argument(1);
                if (y.isConstant()) {
                    double c = y.constant();
                    double part = number();
                    return switch (way % 3) {
                        case 0 -> call("multiply", call("multiply", x, constant(part)), constant(c / part));
                        case 1 -> call("divide", x, divisor(1 / c));
                        default -> call("multiply", constant(c), x);
                    };
                }
                if (x.is("add") && way < 3) {
                    return call("add", call("multiply", x.argument(0), y), call("multiply", x.argument(1), y));
                }
                return way < 5 ? call("multiply", y, x) : call("negative", call("multiply", call("negative", x), y));
            }
            case "add" -> {
                return way < 3
                        ? call("subtract", x, call("negative", call.argument(1)))
                        : call("add", call.argument(1), x);
            }
            case "divide" -> {
                return call("negative", call("divide", call("negative", x), call.argument(1)));
            }
            case "transpose" -> {
                double part = number();
                return switch (way % 3) {
                    case 0 -> call("transpose", call("transpose", call));
                    case 1 -> call("negative", call("transpose", call("negative", x)));
                    default -> call("multiply", call("transpose", scaled(x, part)), constant(1 / part));
                };
            }
            case "matmul" -> {
                Expression y = call.argument(1);
                double part = number();
                if (x.is("matmul") && way < 2) {
                    return call("matmul", x.argument(0), call("matmul", x.argument(1), y));
                }
                return switch (way % 3) {
                    case 0 -> call("transpose", call("matmul", call("transpose", y), call("transpose", x)));
                    case 1 -> call("negative", call("matmul", call("negative", x), y));
                    default -> call("multiply", call("matmul", x, scaled(y, part)), constant(1 / part));
                };
            }
            case "row_mean", "col_mean", "mean" -> {
                double part = number();
                return switch (way % 3) {
                    case 0 -> call(call.function().name(), call);
                    case 1 -> call("negative", call(call.function().name(), call("negative", x)));
                    default -> call("multiply", call(call.function().name(), scaled(x, part)), constant(1 / part));
                };
            }
            case "orthogonalize" -> {
                return way < 3
                        ? call("orthogonalize", scaled(x, number()))
                        : call("negative", call("orthogonalize", call("negative", x)));
            }
            case "select" -> {
                Expression y = call.argument(1);
                Expression z = call.argument(2);
                return way < 3
                        ? call("select", scaled(x, number()), y, z)
                        : call("select", x, call("select", x, y, z), z);
            }
            case "greater" -> {
                Expression y = call.argument(1);
                return way < 3 ? call("greater", call("negative", y), call("negative", x)) : call("abs", call);
            }
            default -> {
                return switch (way) {
                    case 0 -> call("add", call, constant(0));
                    case 1 -> call("multiply", call, constant(1));
                    case 2 -> call("negative", call("negative", call));
                    case 3 -> call("cbrt", call("cube", call));
                    default -> call;
                };
            }
        }
    }

    private static Equations rescaled(Equations equations, int k, double scale) {
        double[][] into = StateChange.identity(equations.next().size());
        double[][] back = StateChange.identity(equations.next().size());
        into[k][k] = scale;
        back[k][k] = 1 / scale;
        return new StateChange("", "", equations.names(), into, back)
                .apply(equations)
                .orElseThrow();
    }

    private Equations permuted(Equations equations) {
        int n = equations.next().size();
        double[][] into = new double[n][n];
        double[][] back = new double[n][n];
        int shift = random.nextInt(n);
        for (int i = 0; i < n; i++) {
            into[i][(i + shift) % n] = 1;
            back[(i + shift) % n][i] = 1;
        }
        return new StateChange("", "", equations.names(), into, back)
                .apply(equations)
                .orElseThrow();
    }

    /** Adds a state that holds a multiple of another, and lets half of the equations read that. */
    private Equations doubled(Equations equations, int k) {
        double scale = number();
        int copy = equations.next().size();
        Expression old = equations.state(k);
        Expression read =
                call("multiply", Expression.state(copy, equations.kinds().get(k)), constant(1 / scale));
        List<Expression> next = new ArrayList<>(equations.next());
        next.add(call("multiply", equations.next().get(k), constant(scale)));
        List<String> names = new ArrayList<>(equations.names());
        names.add("copy" + random.nextInt(100_000));
        List<Kind> kinds = new ArrayList<>(equations.kinds());
        kinds.add(kinds.get(k));
        Equations more = new Equations(equations.update(), next, names, kinds);
        List<Expression> roots = new ArrayList<>();
        for (Expression root : more.roots()) {
            roots.add(
                    random.nextBoolean()
                            ? root
                            : Equations.map(root, node -> node, new java.util.HashMap<>(java.util.Map.of(old, read))));
        }
        return more.withRoots(roots);
    }

    /** Adds a state that no update reads. */
    private Equations withIdleState(Equations equations) {
        List<Expression> next = new ArrayList<>(equations.next());
        next.add(call("interp", Expression.WEIGHTS, Expression.state(next.size(), Kind.TENSOR), constant(0.5)));
        List<String> names = new ArrayList<>(equations.names());
        names.add("idle" + random.nextInt(100_000));
        List<Kind> kinds = new ArrayList<>(equations.kinds());
        kinds.add(Kind.TENSOR);
        return new Equations(equations.update(), next, names, kinds);
    }

    private Program withDeadStatements(Program program) {
        List<Statement> statements = new ArrayList<>(program.statements());
        for (int i = 0; i < 3; i++) {
            int at = random.nextInt(statements.size() + 1);
            String known = at == 0
                    ? program.gradient()
                    : statements.get(random.nextInt(at)).target();
            statements.add(
                    at,
                    new Statement(
                            "dead" + i,
                            Functions.get(random.nextBoolean() ? "abs" : "sign"),
                            List.of(Operand.variable(known))));
        }
        return program.withStatements(statements);
    }
}
