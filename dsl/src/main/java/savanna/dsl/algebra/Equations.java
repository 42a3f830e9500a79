package savanna.dsl.algebra;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.analysis.Analysis;
import savanna.dsl.analysis.Interpretation;
import savanna.dsl.function.Kind;
import savanna.dsl.function.Operation;
import savanna.dsl.program.Program;
import savanna.dsl.program.Statement;

/**
 * A program as equations: the update and the new value of each state as functions of weights, gradient, old states and
 * schedule. All states are zero before the first step.
 *
 * @param update what is subtracted from the weights
 * @param next new value by state
 * @param names name by state
 * @param kinds kind by state: what it is kept as
 */
public record Equations(Expression update, List<Expression> next, List<String> names, List<Kind> kinds) {

    public Equations {
        next = List.copyOf(next);
        names = List.copyOf(names);
        kinds = List.copyOf(kinds);
        if (next.size() != names.size() || next.size() != kinds.size()) {
            throw new IllegalArgumentException(next.size() + " equations for the states " + names + " " + kinds);
        }
    }

    /** The equations of a program. @throws savanna.dsl.analysis.InvalidProgramException if it is not valid */
    public static Equations of(Program program) {
        return of(AbstractExecution.ofValid(program), new HashMap<>());
    }

    /** The equations of a valid program. @param names takes in the name that each value has in the program */
    static Equations of(Analysis analysis, Map<Expression, String> names) {
        Program program = analysis.program();
        List<Kind> kinds = kinds(analysis);
        List<Expression> results = analysis.flow().results(new Reading(program.statements(), kinds, names));
        return new Equations(results.get(0), results.subList(1, results.size()), program.states(), kinds);
    }

    /**
     * Kinds of the states. As long as no function of whole leaves tells the difference, all count as a number per
     * parameter: forms do not depend on how a state happens to be computed.
     */
    private static List<Kind> kinds(Analysis analysis) {
        boolean isTold = analysis.program().statements().stream()
                .anyMatch(statement -> statement.function().isLeafwise());
        return isTold
                ? analysis.stateKinds()
                : Collections.nCopies(analysis.program().states().size(), Kind.TENSOR);
    }

    /** A program as expressions. @param names of the values */
    private record Reading(List<Statement> statements, List<Kind> states, Map<Expression, String> names)
            implements Interpretation<Expression> {
        @Override
        public Expression weights() {
            return Expression.WEIGHTS;
        }

        @Override
        public Expression gradient() {
            return Expression.GRADIENT;
        }

        @Override
        public Expression state(int index) {
            return Expression.state(index, states.get(index));
        }

        @Override
        public Expression schedule() {
            return Expression.SCHEDULE;
        }

        @Override
        public Expression constant(double value) {
            return Expression.constant(value);
        }

        @Override
        public Expression call(int statement, List<Expression> arguments) {
            Expression value = value(statements.get(statement), arguments);
            names.putIfAbsent(value, statements.get(statement).target());
            return value;
        }
    }

    private static Expression value(Statement statement, List<Expression> arguments) {
        // The language has no plain assignment: c * 1.0 is how it writes a constant result.
        boolean plain = statement.function().operation() == Operation.PRODUCT
                && arguments.get(0).isConstant()
                && arguments.get(1).isConstant(1);
        return plain ? arguments.get(0) : Expression.call(statement.function(), arguments);
    }

    /** The old value of a state. */
    Expression state(int index) {
        return Expression.state(index, kinds.get(index));
    }

    /** Whether a function of whole leaves is called. */
    boolean isLeafwise() {
        return roots().stream().anyMatch(Expression::isLeafwise);
    }

    /** The update, then the new states. */
    public List<Expression> roots() {
        List<Expression> roots = new ArrayList<>();
        roots.add(update);
        roots.addAll(next);
        return roots;
    }

    /** The same states with other equations, the update first. */
    Equations withRoots(List<Expression> roots) {
        return new Equations(roots.get(0), roots.subList(1, roots.size()), names, kinds);
    }

    /** Every call, arguments before what uses them. */
    List<Expression> calls() {
        Set<Expression> seen = new LinkedHashSet<>();
        roots().forEach(root -> root.addCalls(seen));
        return List.copyOf(seen);
    }

    Equations mapRoots(UnaryOperator<Expression> change) {
        return withRoots(roots().stream().map(change).toList());
    }

    /** Applies a change to every node, arguments first; equal nodes are changed once. */
    Equations map(UnaryOperator<Expression> change) {
        Map<Expression, Expression> done = new HashMap<>();
        return withRoots(roots().stream().map(root -> map(root, change, done)).toList());
    }

    static Expression map(Expression node, UnaryOperator<Expression> change, Map<Expression, Expression> done) {
        Expression known = done.get(node);
        if (known != null) {
            return known;
        }
        Expression moved = node;
        if (node.isCall() && !node.arguments().isEmpty()) {
            List<Expression> arguments = new ArrayList<>(node.arguments().size());
            boolean same = true;
            for (Expression argument : node.arguments()) {
                Expression mapped = map(argument, change, done);
                same &= mapped == argument;
                arguments.add(mapped);
            }
            moved = same ? node : node.withEqualArguments(arguments);
        }
        Expression result = change.apply(moved);
        done.put(node, result);
        return result;
    }

    /** Whether one expression stands in another. */
    static boolean reads(Expression node, Expression part) {
        Set<Expression> seen = new LinkedHashSet<>();
        List<Expression> open = new ArrayList<>(List.of(node));
        while (!open.isEmpty()) {
            Expression next = open.remove(open.size() - 1);
            if (next.equals(part)) {
                return true;
            }
            if (seen.add(next)) {
                open.addAll(next.arguments());
            }
        }
        return false;
    }

    /** Puts another expression in the place of one, wherever it occurs. */
    Equations replace(Expression from, Expression to) {
        Map<Expression, Expression> done = new HashMap<>();
        done.put(from, to);
        return withRoots(
                roots().stream().map(root -> map(root, node -> node, done)).toList());
    }

    /** Indices of the states on which the update of this or a later step depends. */
    Set<Integer> liveStates() {
        Set<Integer> live = new LinkedHashSet<>();
        Set<Expression> seen = new LinkedHashSet<>();
        List<Expression> open = new ArrayList<>(List.of(update));
        while (!open.isEmpty()) {
            Expression node = open.remove(open.size() - 1);
            if (!seen.add(node)) {
                continue;
            }
            if (node.type() == Expression.Type.STATE && live.add(node.state())) {
                open.add(next.get(node.state()));
            }
            open.addAll(node.arguments());
        }
        return live;
    }
}
