package savanna.dsl.analysis;

import java.util.List;
import java.util.OptionalDouble;
import savanna.dsl.analysis.Term.Type;
import savanna.dsl.function.Fact;
import savanna.dsl.function.Function;
import savanna.dsl.function.ZeroRule;
import savanna.dsl.program.Statement;

/** What the live statements of a program compute: the normal forms of update and states, and their hash. */
final class Semantics {

    private final Dataflow flow;
    private final Kinds kinds;
    private final Slice slice;
    private Value[] values;
    private FloatForm form;
    private FunctionalHash hash;
    private final long exact;
    /** By state: whether it stays zero. */
    private final boolean[] zero;

    Semantics(Dataflow flow, Kinds kinds, Slice slice) {
        this.flow = flow;
        this.kinds = kinds;
        this.slice = slice;
        zero = statesThatStayZero();
        int[] representative = new int[flow.states()];
        for (int k = 0; k < representative.length; k++) {
            representative[k] = k;
        }
        evaluate(zero, representative, true);
        if (!statesAreTame(zero)) {
            evaluate(zero, representative, false);
        }
        Hashing hashing = hashing(zero, representative);
        hash = hashing.hash();
        // Taken before equal states become one, since these may differ by rounding.
        exact = exactly();
        if (mergeEqualStates(zero, representative, hashing)) {
            evaluate(zero, representative, statesAreTame(zero));
            hash = hashing(zero, representative).hash();
        }
    }

    FunctionalHash hash() {
        return hash;
    }

    /** A hash of exactly how update and states are computed; equal ones mean equal bits. */
    long exact() {
        return exact;
    }

    private long exactly() {
        long mixed = values[flow.results[0]].exact();
        for (int k = 0; k < flow.states(); k++) {
            if (slice.isLiveState(k) && !zero[k]) {
                mixed = Mix.mix(mixed, values[flow.results[k + 1]].exact());
            }
        }
        return mixed;
    }

    boolean updateIsConstant() {
        return values[flow.results[0]].term().isConstant();
    }

    /** Marks statements that leave their target as it was. @return whether there are any */
    boolean findUnchanged(int[] alias) {
        boolean any = false;
        for (int i = 0; i < alias.length; i++) {
            int before = flow.replaced[i];
            if (before != Dataflow.UNKNOWN
                    && slice.isLive(flow.value(i))
                    && slice.isLive(before)
                    && kinds.mayStandFor(before, flow.value(i))
                    && values[before].exact() == values[flow.value(i)].exact()) {
                alias[i] = before;
                any = true;
            }
        }
        return any;
    }

    private void evaluate(boolean[] zero, int[] representative, boolean tame) {
        form = new FloatForm();
        values = new Value[flow.inputs + flow.arguments.length];
        values[Dataflow.WEIGHTS] = form.input(Type.WEIGHTS);
        values[Dataflow.GRADIENT] = form.input(Type.GRADIENT);
        values[flow.schedule()] = form.input(Type.SCHEDULE);
        for (int k = 0; k < flow.states(); k++) {
            values[flow.state(k)] = zero[k] ? form.constant(0) : form.state(representative[k], tame);
        }
        List<Statement> statements = flow.program.statements();
        for (int i = 0; i < flow.arguments.length; i++) {
            if (slice.isLive(flow.value(i))) {
                int[] arguments = flow.arguments[i];
                Value[] operands = new Value[arguments.length];
                for (int k = 0; k < operands.length; k++) {
                    operands[k] = arguments[k] >= 0 ? values[arguments[k]] : form.constant(flow.constant(arguments[k]));
                }
                Function function = statements.get(i).function();
                values[flow.value(i)] = function.isLeafwise()
                        ? form.leafwise(function, kinds.arguments(i), operands)
                        : form.call(function, operands);
            }
        }
    }

    private boolean counts(int state, boolean[] zero) {
        return slice.isLiveState(state) && !zero[state];
    }

    private boolean statesAreTame(boolean[] zero) {
        for (int k = 0; k < flow.states(); k++) {
            if (counts(k, zero) && !values[flow.results[k + 1]].term().tame) {
                return false;
            }
        }
        return true;
    }

    private Hashing hashing(boolean[] zero, int[] representative) {
        Term[] next = new Term[flow.states()];
        for (int k = 0; k < next.length; k++) {
            if (counts(k, zero) && representative[k] == k) {
                next[k] = values[flow.results[k + 1]].term();
            }
        }
        return new Hashing(form.terms(), values[flow.results[0]].term(), next);
    }

    private boolean mergeEqualStates(boolean[] zero, int[] representative, Hashing hashing) {
        boolean merged = false;
        for (int k = 0; k < representative.length; k++) {
            if (counts(k, zero)) {
                representative[k] = hashing.representative(k);
                merged |= representative[k] != k;
            }
        }
        return merged;
    }

    /**
     * States whose new value is zero as long as they all are: the greatest fixpoint, from the assumption that all are.
     */
    private boolean[] statesThatStayZero() {
        boolean[] zero = new boolean[flow.states()];
        boolean any = false;
        for (int k = 0; k < zero.length; k++) {
            zero[k] = slice.isLiveState(k);
            any |= zero[k];
        }
        while (any) {
            boolean[] value = zeros(zero);
            boolean stable = true;
            any = false;
            for (int k = 0; k < zero.length; k++) {
                if (zero[k] && !value[flow.results[k + 1]]) {
                    zero[k] = false;
                    stable = false;
                }
                any |= zero[k];
            }
            if (stable) {
                break;
            }
        }
        return zero;
    }

    /** By value: whether it is zero where the given states are. */
    private boolean[] zeros(boolean[] states) {
        boolean[] zero = new boolean[flow.inputs + flow.arguments.length];
        boolean[] finite = new boolean[zero.length];
        for (int i = 0; i < flow.inputs; i++) {
            finite[i] = true;
        }
        System.arraycopy(states, 0, zero, 2, states.length);
        for (int i = 0; i < flow.arguments.length; i++) {
            int value = flow.value(i);
            if (slice.isLive(value)) {
                Function function = flow.program.statements().get(i).function();
                int[] arguments = flow.arguments[i];
                zero[value] = isZero(function, arguments, zero, finite);
                finite[value] = zero[value] || function.is(Fact.FINITE);
                for (int argument : arguments) {
                    finite[value] &= zero[value] || argument < 0 || finite[argument];
                }
            }
        }
        return zero;
    }

    private boolean isZero(Function function, int[] arguments, boolean[] zero, boolean[] finite) {
        return function.zero().isZero(new ZeroRule.Arguments() {
            @Override
            public boolean isZero(int argument) {
                int value = arguments[argument];
                return Dataflow.isConstant(value) ? flow.constant(value) == 0 : zero[value];
            }

            @Override
            public boolean isFinite(int argument) {
                return Dataflow.isConstant(arguments[argument]) || finite[arguments[argument]];
            }

            @Override
            public OptionalDouble constant(int argument) {
                return Dataflow.isConstant(arguments[argument])
                        ? OptionalDouble.of(flow.constant(arguments[argument]))
                        : OptionalDouble.empty();
            }

            @Override
            public int count() {
                return arguments.length;
            }
        });
    }
}
