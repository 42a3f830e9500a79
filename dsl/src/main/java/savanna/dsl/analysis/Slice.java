package savanna.dsl.analysis;

import java.util.Arrays;

/**
 * Liveness across steps (paper, section 3.2: redundant statements): a statement is live if the update of this or a
 * later step depends on it. A state is live if an update depends on its old value, directly or through other live
 * states; the fixpoint is found by adding states until none is missing.
 */
final class Slice {

    /** By value: bit 0 if the update depends on it, bit k + 1 if the new value of live state k does. */
    final long[] serves;

    private long liveStates;

    /**
     * @param flow a program without errors
     * @param alias by statement: the value that it leaves unchanged, or {@link Dataflow#UNKNOWN}; such a statement is
     *     not needed
     */
    Slice(Dataflow flow, int[] alias) {
        serves = new long[flow.inputs + flow.arguments.length];
        long roots = 1;
        long before;
        do {
            before = liveStates;
            propagate(flow, alias, roots);
            for (int k = 0; k < flow.states(); k++) {
                if (serves[flow.state(k)] != 0) {
                    liveStates |= 1L << k;
                    roots |= 2L << k;
                }
            }
        } while (liveStates != before);
    }

    private void propagate(Dataflow flow, int[] alias, long roots) {
        Arrays.fill(serves, 0);
        for (int i = 0; i < flow.results.length; i++) {
            serves[flow.results[i]] |= roots & 1L << i;
        }
        for (int i = flow.arguments.length - 1; i >= 0; i--) {
            long served = serves[flow.value(i)];
            if (served == 0) {
                continue;
            }
            if (alias[i] != Dataflow.UNKNOWN) {
                serves[flow.value(i)] = 0;
                serves[alias[i]] |= served;
                continue;
            }
            for (int argument : flow.arguments[i]) {
                if (argument >= 0) {
                    serves[argument] |= served;
                }
            }
        }
    }

    boolean isLive(int value) {
        return serves[value] != 0;
    }

    boolean isLiveState(int k) {
        return (liveStates >>> k & 1) != 0;
    }
}
