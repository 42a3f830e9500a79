package savanna.dsl.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import savanna.dsl.function.Function;
import savanna.dsl.function.Kind;
import savanna.dsl.program.Program;
import savanna.dsl.program.Statement;

/**
 * Abstract execution (paper, section 3.2): what a program is, in microseconds, before anything is trained. One pass
 * resolves variables and kinds, finds the statements that are live across steps, and hashes what these compute.
 */
public final class AbstractExecution {

    private static final FunctionalHash NONE = new FunctionalHash(0, 0);

    private AbstractExecution() {}

    /** Analyzes a program; an invalid one gives findings, never an exception. */
    public static Analysis of(Program program) {
        Bindings bindings = new Bindings(program);
        if (!bindings.errors.isEmpty()) {
            return new Analysis(program, List.of(), List.of(), Set.of(), NONE, bindings.errors);
        }
        int[] alias = noAlias(bindings);
        Slice slice = new Slice(bindings, alias);
        Semantics semantics = new Semantics(bindings, slice);
        if (semantics.findUnchanged(alias)) {
            slice = new Slice(bindings, alias);
        }
        return new Analysis(
                program,
                kinds(bindings),
                serves(bindings, slice),
                live(bindings, slice),
                semantics.hash(),
                findings(bindings, slice, semantics));
    }

    /**
     * What a program computes, and how exactly: equal identities mean equal updates, bit for bit. Empty for an invalid
     * program.
     */
    static Optional<Identity> identity(Program program) {
        Bindings bindings = new Bindings(program);
        if (!bindings.errors.isEmpty()) {
            return Optional.empty();
        }
        Semantics semantics = new Semantics(bindings, new Slice(bindings, noAlias(bindings)));
        return Optional.of(new Identity(semantics.hash(), semantics.exact()));
    }

    /** @param function the functional hash @param exact a hash of the operations and their order */
    record Identity(FunctionalHash function, long exact) {}

    private static int[] noAlias(Bindings bindings) {
        int[] alias = new int[bindings.arguments.length];
        Arrays.fill(alias, Bindings.UNKNOWN);
        return alias;
    }

    /** Analyzes a program that must be valid. @throws InvalidProgramException with the first error */
    public static Analysis ofValid(Program program) {
        Analysis analysis = of(program);
        analysis.findings().stream()
                .filter(finding -> finding.severity() == Finding.Severity.ERROR)
                .findFirst()
                .ifPresent(error -> {
                    throw new InvalidProgramException(error.message());
                });
        return analysis;
    }

    private static List<Kind> kinds(Bindings bindings) {
        List<Statement> statements = bindings.program.statements();
        Kind[] kinds = new Kind[statements.size()];
        List<Kind> arguments = new ArrayList<>(3);
        for (int i = 0; i < kinds.length; i++) {
            Function function = statements.get(i).function();
            arguments.clear();
            for (int argument : bindings.arguments[i]) {
                arguments.add(
                        argument >= bindings.inputs
                                ? kinds[argument - bindings.inputs]
                                : argument < 0 || argument == bindings.schedule() ? Kind.SCALAR : Kind.TENSOR);
            }
            kinds[i] = function.result(arguments);
        }
        return Arrays.asList(kinds);
    }

    private static List<Set<String>> serves(Bindings bindings, Slice slice) {
        List<Set<String>> serves = new ArrayList<>(bindings.arguments.length);
        long before = 0;
        Set<String> names = Set.of();
        for (int i = 0; i < bindings.arguments.length; i++) {
            long served = slice.serves[bindings.value(i)];
            if (served != before) {
                before = served;
                names = names(bindings.program, served);
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

    private static Set<String> live(Bindings bindings, Slice slice) {
        Set<String> live = new HashSet<>();
        for (int k = 0; k < bindings.states(); k++) {
            if (slice.isLiveState(k)) {
                live.add(bindings.program.states().get(k));
            }
        }
        return live;
    }

    private static List<Finding> findings(Bindings bindings, Slice slice, Semantics semantics) {
        List<Finding> findings = new ArrayList<>(2);
        if (semantics.updateIsConstant()) {
            findings.add(Finding.CONSTANT_UPDATE);
        } else if (!slice.isLive(Bindings.GRADIENT)) {
            findings.add(Finding.NO_GRADIENT);
        }
        if (bindings.states() > 60) {
            findings.add(new Finding(
                    Finding.Severity.ERROR, -1, "found " + bindings.states() + " states, expected at most 60"));
        }
        for (int k = 0; k < bindings.states(); k++) {
            if (!slice.isLiveState(k)) {
                findings.add(Finding.remark("no update depends on the state \""
                        + bindings.program.states().get(k) + "\""));
            }
        }
        return findings;
    }
}
