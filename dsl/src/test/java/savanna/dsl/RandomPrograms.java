package savanna.dsl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.function.Function;
import savanna.dsl.function.Functions;
import savanna.dsl.function.Kind;
import savanna.dsl.library.ProgramLibrary;
import savanna.dsl.program.Operand;
import savanna.dsl.program.Program;
import savanna.dsl.program.Statement;

/** Random valid programs, and random mutants of given ones. */
public final class RandomPrograms {

    private static final List<String> INPUTS = List.of("w", "g", "m", "v", "lr");

    private final RandomGenerator random;
    private final List<Function> functions;
    private final boolean extreme;

    public RandomPrograms(RandomGenerator random) {
        this(random, Functions.paper());
    }

    public RandomPrograms(RandomGenerator random, List<Function> functions) {
        this(random, functions, false);
    }

    private RandomPrograms(RandomGenerator random, List<Function> functions, boolean extreme) {
        this.random = random;
        this.functions = functions;
        this.extreme = extreme;
    }

    /** The same, of arithmetic, signs and roots only: programs of which algebra makes most. */
    public RandomPrograms ofArithmetic() {
        List<String> names = List.of(
                "add",
                "subtract",
                "multiply",
                "divide",
                "interp",
                "interp",
                "clip",
                "sign",
                "abs",
                "negative",
                "sqrt",
                "square",
                "maximum",
                "minimum",
                "add",
                "subtract",
                "multiply",
                "tanh",
                "cbrt",
                "reciprocal");
        return new RandomPrograms(random, names.stream().map(Functions::get).toList(), extreme);
    }

    /** The same, of all functions, those of matrices among them; {@link #programOfKinds} draws values of all kinds. */
    public RandomPrograms ofAllKinds() {
        return new RandomPrograms(random, Functions.all(), extreme);
    }

    private static final List<Program> SHIPPED = ProgramLibrary.ofPaperFunctions().stream()
            .map(name -> ProgramLibrary.find(name).orElseThrow())
            .toList();

    /** What makes a value of each kind of g, as a statement whose arguments are known names. */
    private static final Map<Kind, List<String>> MAKING = Map.of(
            Kind.SCALAR, List.of("k = dot(g, w)"),
            Kind.LEAF, List.of("k = mean(g)"),
            Kind.COLUMN, List.of("k = row_mean(g)"),
            Kind.ROW, List.of("k = col_mean(g)"),
            Kind.TENSOR, List.of("k = square(g)"),
            Kind.TRANSPOSED, List.of("k = transpose(g)"),
            Kind.TRANSPOSED_COLUMN, List.of("k = row_mean(g)", "k = transpose(k)"),
            Kind.TRANSPOSED_ROW, List.of("k = col_mean(g)", "k = transpose(k)"),
            Kind.LEFT_SQUARE, List.of("k = transpose(g)", "k = matmul(g, k)"),
            Kind.RIGHT_SQUARE, List.of("k = transpose(g)", "k = matmul(k, g)"));

    /** What makes a tensor of a state of each kind. */
    private static String using(Kind kind) {
        return switch (kind) {
            case TRANSPOSED, TRANSPOSED_COLUMN, TRANSPOSED_ROW -> "k = transpose(v)";
            case LEFT_SQUARE -> "k = matmul(v, g)";
            case RIGHT_SQUARE -> "k = matmul(g, v)";
            default -> "k = g * v";
        };
    }

    /** A valid program of values of all kinds, with two states: the second is kept as any kind. */
    public Program programOfKinds(int statements) {
        while (true) {
            Kind kept = pick(List.of(Kind.values()));
            Map<String, Kind> known = new LinkedHashMap<>();
            INPUTS.forEach(input -> known.put(input, Kind.TENSOR));
            known.put("v", kept);
            known.put("lr", Kind.SCALAR);
            List<Statement> body = new ArrayList<>();
            MAKING.get(kept).forEach(text -> add(parsed(text), body, known));
            add(parsed("x = interp(k, v, " + (random.nextBoolean() ? "0.9" : "-0.5") + ")"), body, known);
            add(parsed(using(kept)), body, known);
            for (int i = 0; i < 3 * statements && body.size() < statements; i++) {
                List<String> names = new ArrayList<>(known.keySet());
                String target = random.nextInt(4) > 0 ? "t" + random.nextInt(100) : pick(names);
                add(statement(target, names), body, known);
            }
            List<String> updates = known.keySet().stream()
                    .filter(name -> known.get(name).broadcastsTo(Kind.TENSOR))
                    .toList();
            List<String> alike = known.keySet().stream()
                    .filter(name -> known.get(name) == kept)
                    .toList();
            if (updates.isEmpty() || alike.isEmpty()) {
                continue;
            }
            // What was computed last depends on most.
            String update = updates.get(updates.size() - 1 - random.nextInt(Math.min(3, updates.size())));
            String next = pick(alike);
            Program drawn = new Program(INPUTS, body, List.of(update, random.nextInt(4) > 0 ? "m" : update, next));
            if (AbstractExecution.of(drawn).isValid()) {
                return drawn;
            }
        }
    }

    private static Statement parsed(String text) {
        return Program.parse("def train(w, g, k, v, lr):\n  " + text + "\n  return w, k, v\n")
                .statements()
                .get(0);
    }

    /** Adds the statement if its arguments fit. */
    private static void add(Statement statement, List<Statement> body, Map<String, Kind> known) {
        List<Kind> kinds = statement.arguments().stream()
                .map(argument ->
                        argument instanceof Operand.Variable variable ? known.get(variable.name()) : Kind.SCALAR)
                .toList();
        statement.function().result(kinds).ifPresent(kind -> {
            body.add(statement);
            known.remove(statement.target());
            known.put(statement.target(), kind);
        });
    }

    /** The same, but with some constants of any magnitude that 32 bits hold. */
    public RandomPrograms withExtremeConstants() {
        return new RandomPrograms(random, functions, true);
    }

    /** A program with two states and the given number of statements. */
    public Program program(int statements) {
        List<Statement> body = new ArrayList<>();
        List<String> known = new ArrayList<>(INPUTS);
        for (int i = 0; i < statements; i++) {
            String target = target(known);
            body.add(statement(target, known));
            if (!known.contains(target)) {
                known.add(target);
            }
        }
        List<String> results = List.of(
                known.get(known.size() - 1 - random.nextInt(Math.min(3, known.size()))),
                random.nextInt(4) > 0 ? "m" : pick(known),
                random.nextInt(4) > 0 ? "v" : pick(known));
        return new Program(INPUTS, body, results);
    }

    /**
     * Three states that are linear combinations of each other and the gradient, and an update that is the sign or a
     * quotient of others of them: where a combination cancels exactly, all hangs on it.
     */
    public Program composition() {
        List<String> inputs = List.of("w", "g", "m", "v", "c", "lr");
        List<String> known = new ArrayList<>(List.of("g", "m", "v", "c"));
        List<Statement> body = new ArrayList<>();
        int linear = 6 + random.nextInt(9);
        for (int i = 0; i < linear; i++) {
            String target = random.nextInt(5) == 0 ? pick(List.of("m", "v", "c")) : "t" + i;
            body.add(linear(target, known));
            if (!known.contains(target)) {
                known.add(target);
            }
        }
        for (int i = 0; i < 2; i++) {
            Operand x = Operand.variable(pick(known));
            Operand y = Operand.variable(pick(known));
            boolean divides = random.nextBoolean();
            body.add(new Statement(
                    "u" + i, Functions.get(divides ? "divide" : "sign"), divides ? List.of(x, y) : List.of(x)));
        }
        body.add(new Statement(
                "u",
                Functions.get(random.nextBoolean() ? "multiply" : "divide"),
                List.of(Operand.variable("u0"), Operand.variable("u1"))));
        body.add(new Statement("u", Functions.get("multiply"), List.of(Operand.variable("u"), Operand.variable("lr"))));
        return new Program(
                inputs,
                body,
                List.of(
                        "u",
                        pick(known),
                        random.nextBoolean() ? "v" : pick(known),
                        random.nextBoolean() ? "c" : pick(known)));
    }

    private Statement linear(String target, List<String> known) {
        Operand x = Operand.variable(pick(known));
        Operand y = random.nextInt(8) == 0 ? Operand.constant(share()) : Operand.variable(pick(known));
        return switch (random.nextInt(4)) {
            case 0 -> new Statement(target, Functions.get("add"), List.of(x, y));
            case 1 -> new Statement(target, Functions.get("subtract"), List.of(x, y));
            case 2 -> new Statement(target, Functions.get("multiply"), List.of(x, Operand.constant(share())));
            default -> new Statement(target, Functions.get("interp"), List.of(x, y, Operand.constant(share())));
        };
    }

    private double share() {
        return extreme && random.nextInt(8) == 0
                ? extreme()
                : pick(List.of(0.1, 0.2, 0.3, 0.5, 0.9, 0.95, 0.99, 0.999, -0.25, 1.3875, -1.0, 2.0, 7.0));
    }

    private String target(List<String> known) {
        return random.nextInt(3) > 0
                ? "t" + random.nextInt(100)
                : random.nextBoolean() ? "m" : random.nextBoolean() ? "v" : pick(known);
    }

    private Statement statement(String target, List<String> known) {
        Function function = pick(functions);
        List<Operand> arguments = new ArrayList<>();
        for (int i = 0; i < function.arity(); i++) {
            arguments.add(operand(known));
        }
        return new Statement(target, function, arguments);
    }

    private Operand operand(List<String> known) {
        if (random.nextInt(4) == 0) {
            if (extreme && random.nextInt(3) == 0) {
                return Operand.constant(extreme());
            }
            return Operand.constant(
                    switch (random.nextInt(6)) {
                        case 0, 1 -> pick(List.of(0.0, 1.0, -1.0, 0.5, 2.0));
                        // Numbers that 32 bits do not have, near the guard of division, or far from 1.
                        case 2 -> pick(List.of(0.1, 0.82, -0.625, 1.445, 1e-8, -1e-8, 1e-9, 1e8, 41.0));
                        default -> (float) random.nextGaussian();
                    });
        }
        return Operand.variable(pick(known));
    }

    /** Of any magnitude from 1e-37 to 1e38, or next to 1. */
    private double extreme() {
        double sign = random.nextInt(4) == 0 ? -1 : 1;
        return switch (random.nextInt(4)) {
            case 0 -> sign * Math.pow(10, random.nextInt(-37, 39));
            case 1 -> sign * Math.pow(10, random.nextInt(-20, 21));
            case 2 -> pick(List.of(1.0000001, 0.99999994, 1 - 1e-6, 1e-38, 1e38, 3e-5));
            default -> (float) (sign * Math.pow(10, random.nextDouble() * 75 - 37));
        };
    }

    /** In turn a random program and a shipped one that was edited, of at most so many statements and edits. */
    public Program inTurn(int index, int statements, int edits) {
        return index % 2 == 0
                ? program(2 + random.nextInt(statements - 1))
                : mutantOfShipped(1 + random.nextInt(edits));
    }

    /** A shipped program of the paper's functions that was edited so often. */
    public Program mutantOfShipped(int edits) {
        return mutant(pick(SHIPPED), edits);
    }

    /**
     * A valid program that differs from the given one by a few edits: insertions, deletions, changes of arguments and
     * functions, swaps of neighbours.
     */
    public Program mutant(Program parent, int edits) {
        Program child = parent;
        for (int i = 0; i < edits; i++) {
            Program next = edit(child);
            if (AbstractExecution.of(next).isValid()) {
                child = next;
            }
        }
        return child;
    }

    /** The program with one random edit, valid or not. */
    public Program edit(Program parent) {
        List<Statement> body = new ArrayList<>(parent.statements());
        int at = random.nextInt(body.size() + 1);
        List<String> known = new ArrayList<>(parent.inputs());
        body.subList(0, at).forEach(statement -> known.add(statement.target()));
        switch (random.nextInt(5)) {
            case 0 -> body.add(at, statement(random.nextBoolean() ? pick(known) : "t" + random.nextInt(100), known));
            case 1 -> {
                if (at < body.size()) {
                    body.remove(at);
                }
            }
            case 2 -> {
                if (at < body.size() && body.get(at).function().arity() > 0) {
                    Statement old = body.get(at);
                    List<Operand> arguments = new ArrayList<>(old.arguments());
                    arguments.set(random.nextInt(arguments.size()), operand(known));
                    body.set(at, new Statement(old.target(), old.function(), arguments));
                }
            }
            case 3 -> {
                if (at < body.size()) {
                    Statement old = body.get(at);
                    List<Function> alike = functions.stream()
                            .filter(function ->
                                    function.arity() == old.function().arity())
                            .toList();
                    body.set(at, new Statement(old.target(), pick(alike), old.arguments()));
                }
            }
            default -> {
                if (at + 1 < body.size()) {
                    body.add(at, body.remove(at + 1));
                }
            }
        }
        return parent.withStatements(body);
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
