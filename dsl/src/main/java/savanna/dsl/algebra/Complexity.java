package savanna.dsl.algebra;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Set;
import savanna.dsl.analysis.Analysis;
import savanna.dsl.function.Operation;

/**
 * What a program costs, in the order in which it counts: memory, statements, work, then what helps reading.
 *
 * @param states floats of state a parameter
 * @param statements calls, each distinct one once
 * @param work cost of the calls, by function; a call on single numbers costs a hundredth of one on tensors
 * @param scalings products of a constant and a tensor other than the weights: constants belong to rates and to weight
 *     decay
 * @param depth sum of the depths of the results
 */
public record Complexity(int states, int statements, double work, int scalings, int depth)
        implements Comparable<Complexity> {

    private static final Comparator<Complexity> ORDER = Comparator.comparingInt(Complexity::states)
            .thenComparingInt(Complexity::statements)
            .thenComparingDouble(Complexity::work)
            .thenComparingInt(Complexity::scalings)
            .thenComparingInt(Complexity::depth);

    /** Of the live statements of a valid program, as they are written. */
    public static Complexity of(Analysis program) {
        return of(Equations.of(program.reduced(), new HashMap<>()));
    }

    static Complexity of(Equations equations) {
        int depth = 0;
        for (Expression root : equations.roots()) {
            depth += root.depth();
        }
        return of(equations.calls(), equations.next().size(), depth);
    }

    /** What an expression costs where some calls are there anyway. */
    static Complexity of(Expression value, Set<Expression> there) {
        Set<Expression> calls = new LinkedHashSet<>();
        addOthers(value, there, calls);
        return of(calls, 0, value.depth());
    }

    private static void addOthers(Expression node, Set<Expression> there, Set<Expression> calls) {
        if (node.isCall() && !there.contains(node) && calls.add(node)) {
            for (Expression argument : node.arguments()) {
                addOthers(argument, there, calls);
            }
        }
    }

    private static Complexity of(Collection<Expression> calls, int states, int depth) {
        double work = 0;
        int scalings = 0;
        for (Expression call : calls) {
            double own = call.function().work();
            work += call.kind().isLarge() || !call.function().isElementwise() ? own : own / 100;
            boolean scales = call.is(Operation.PRODUCT)
                    && call.kind().isLarge()
                    && (call.argument(0).isConstant() || call.argument(1).isConstant());
            scalings += scales && !call.dependsOnWeights() ? 1 : 0;
        }
        return new Complexity(states, calls.size(), Math.round(work * 1000) / 1000.0, scalings, depth);
    }

    @Override
    public int compareTo(Complexity other) {
        return ORDER.compare(this, other);
    }

    boolean below(Complexity other) {
        return compareTo(other) < 0;
    }

    @Override
    public String toString() {
        return states
                + (states == 1 ? " state, " : " states, ")
                + statements
                + (statements == 1 ? " statement" : " statements");
    }
}
