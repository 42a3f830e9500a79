package savanna.dsl.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import savanna.dsl.program.Program;

/**
 * Abstract execution (paper, section 3.2): what a program is, in microseconds, before anything is trained. One pass
 * resolves variables and kinds, finds the statements that are live across steps, and hashes what these compute.
 */
public final class AbstractExecution {

    private static final FunctionalHash NONE = new FunctionalHash(0, 0);

    private AbstractExecution() {}

    /** Analyzes a program; an invalid one gives findings, never an exception. */
    public static Analysis of(Program program) {
        Dataflow flow = new Dataflow(program);
        if (!flow.errors.isEmpty()) {
            return new Analysis(flow, List.of(), List.of(), List.of(), Set.of(), NONE, 0, flow.errors);
        }
        Kinds kinds = new Kinds(flow);
        if (!kinds.errors().isEmpty()) {
            return new Analysis(flow, List.of(), List.of(), List.of(), Set.of(), NONE, 0, kinds.errors());
        }
        int[] alias = noAlias(flow);
        Slice slice = new Slice(flow, alias);
        Semantics semantics = new Semantics(flow, kinds, slice);
        if (semantics.findUnchanged(alias)) {
            slice = new Slice(flow, alias);
            if (!kinds.holdWithout(slice)) {
                forgetStates(flow, alias);
                slice = new Slice(flow, alias);
            }
        }
        return new Analysis(
                flow,
                kinds.statements(),
                kinds.states(),
                serves(flow, slice),
                live(flow, slice),
                semantics.hash(),
                semantics.exact(),
                findings(flow, slice, semantics));
    }

    /**
     * What a program computes, and how exactly: equal identities mean equal updates, bit for bit. Empty for an invalid
     * program.
     */
    static Optional<Identity> identity(Program program) {
        Dataflow flow = new Dataflow(program);
        if (!flow.errors.isEmpty()) {
            return Optional.empty();
        }
        Kinds kinds = new Kinds(flow);
        if (!kinds.errors().isEmpty()) {
            return Optional.empty();
        }
        Semantics semantics = new Semantics(flow, kinds, new Slice(flow, noAlias(flow)));
        return Optional.of(new Identity(semantics.hash(), semantics.exact()));
    }

    /** @param function the functional hash @param exact a hash of the operations and their order */
    record Identity(FunctionalHash function, long exact) {}

    /** What leaves a state unchanged may yet be what gives it its kind. */
    private static void forgetStates(Dataflow flow, int[] alias) {
        for (int i = 0; i < alias.length; i++) {
            if (alias[i] != Dataflow.UNKNOWN && alias[i] < flow.inputs) {
                alias[i] = Dataflow.UNKNOWN;
            }
        }
    }

    private static int[] noAlias(Dataflow flow) {
        int[] alias = new int[flow.arguments.length];
        Arrays.fill(alias, Dataflow.UNKNOWN);
        return alias;
    }

    /** Analyzes a program that must be valid. @throws InvalidProgramException with the first error */
    public static Analysis ofValid(Program program) {
        return of(program).requireValid();
    }

    private static List<Set<String>> serves(Dataflow flow, Slice slice) {
        List<Set<String>> serves = new ArrayList<>(flow.arguments.length);
        long before = 0;
        Set<String> names = Set.of();
        for (int i = 0; i < flow.arguments.length; i++) {
            long served = slice.serves[flow.value(i)];
            if (served != before) {
                before = served;
                names = names(flow.program, served);
            }
            serves.add(names);
        }
        return serves;
    }

    private static Set<String> names(Program program, long served) {
        Set<String> names = new HashSet<>();
        if ((served & 1) != 0) {
            names.add("update");
        }
        for (int k = 0; k < program.states().size(); k++) {
            if ((served >>> k + 1 & 1) != 0) {
                names.add(program.states().get(k));
            }
        }
        return names;
    }

    private static Set<String> live(Dataflow flow, Slice slice) {
        Set<String> live = new HashSet<>();
        for (int k = 0; k < flow.states(); k++) {
            if (slice.isLiveState(k)) {
                live.add(flow.program.states().get(k));
            }
        }
        return live;
    }

    private static List<Finding> findings(Dataflow flow, Slice slice, Semantics semantics) {
        List<Finding> findings = new ArrayList<>(2);
        if (semantics.updateIsConstant()) {
            findings.add(Finding.CONSTANT_UPDATE);
        } else if (!slice.isLive(Dataflow.GRADIENT)) {
            findings.add(Finding.NO_GRADIENT);
        }
        if (flow.states() > 60) {
            findings.add(
                    new Finding(Finding.Severity.ERROR, -1, "found " + flow.states() + " states, expected at most 60"));
        }
        for (int k = 0; k < flow.states(); k++) {
            if (!slice.isLiveState(k)) {
                findings.add(Finding.remark("no update depends on the state \""
                        + flow.program.states().get(k) + "\""));
            }
        }
        return findings;
    }
}
