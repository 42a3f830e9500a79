package savanna.dsl.algebra;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.analysis.Analysis;
import savanna.dsl.analysis.Interpretation;
import savanna.dsl.program.Program;
import savanna.dsl.program.Statement;

/**
 * A program as equations: the update and the new value of each state as functions of weights, gradient, old states and
 * schedule. All states are zero before the first step.
 *
 * @param update what is subtracted from the weights
 * @param next new value by state
 * @param names name by state
 */
public record Equations(Expression update, List<Expression> next, List<String> names) {

    public Equations {
        next = List.copyOf(next);
        names = List.copyOf(names);
        if (next.size() != names.size()) {
            throw new IllegalArgumentException(next.size() + " equations for the states " + names);
        }
    }

    /** The equations of a program. @throws savanna.dsl.analysis.InvalidProgramException if it is not valid */
    public static Equations of(Program program) {
        return of(AbstractExecution.ofValid(program), new HashMap<>());
    }

    /** The equations of a valid program. @param names takes in the name that each value has in the program */
    static Equations of(Analysis analysis, Map<Expression, String> names) {
        Program program = analysis.program();
        List<Expression> results = analysis.flow().results(new Reading(program.statements(), names));
        return new Equations(results.get(0), results.subList(1, results.size()), program.states());
    }

    /** A program as expressions. @param names of the values */
    private record Reading(List<Statement> statements, Map<Expression, String> names)
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
            return Expression.state(index);
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
        boolean plain = statement.function().name().equals("multiply")
                && arguments.get(0).isConstant()
                && arguments.get(1).isConstant(1);
        return plain ? arguments.get(0) : Expression.call(statement.function(), arguments);
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
        return new Equations(roots.get(0), roots.subList(1, roots.size()), names);
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
            moved = same ? node : node.withArguments(arguments);
        }
        Expression result = change.apply(moved);
        done.put(node, result);
        return result;
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
