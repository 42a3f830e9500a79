package savanna.dsl.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import savanna.dsl.function.Kind;
import savanna.dsl.program.Program;
import savanna.dsl.program.Statement;

/**
 * What abstract execution found out about a program. Immutable; made by {@link AbstractExecution}. It carries the
 * resolved program, and what all who execute, simplify or export a program build on, so that this is found out once a
 * program.
 */
public final class Analysis {

    private static final int LONGEST_TRIED = 300;

    private final Dataflow flow;
    private final List<Kind> kinds;
    private final List<Kind> states;
    private final List<Set<String>> serves;
    private final Set<String> live;
    private final FunctionalHash hash;
    private final long rounding;
    private final List<Finding> findings;
    /** Found when it is first asked for; every thread would find the same. */
    private volatile Analysis reduced;

    Analysis(
            Dataflow flow,
            List<Kind> kinds,
            List<Kind> states,
            List<Set<String>> serves,
            Set<String> live,
            FunctionalHash hash,
            long rounding,
            List<Finding> findings) {
        this.flow = flow;
        this.kinds = List.copyOf(kinds);
        this.states = List.copyOf(states);
        this.serves = List.copyOf(serves);
        this.live = Set.copyOf(live);
        this.hash = hash;
        this.rounding = rounding;
        this.findings = List.copyOf(findings);
    }

    /** The program as given. */
    public Program program() {
        return flow.program();
    }

    /** The program with its names resolved. */
    public Dataflow flow() {
        return flow;
    }

    /** Kind of each statement's value, by statement; empty if the program is invalid. */
    public List<Kind> kinds() {
        return kinds;
    }

    /** Kind of each state, in order: it is kept as so many numbers; empty if the program is invalid. */
    public List<Kind> stateKinds() {
        return states;
    }

    /** Kind of each live state, in order; empty if the program is invalid. */
    public List<Kind> liveStateKinds() {
        List<Kind> kept = new ArrayList<>();
        for (int k = 0; k < states.size(); k++) {
            if (live.contains(program().states().get(k))) {
                kept.add(states.get(k));
            }
        }
        return kept;
    }

    /**
     * Kind of each statement's value where every state is kept as a value of the given kind, as in exports that keep
     * states as they keep parameters.
     *
     * @throws InvalidProgramException if the program is not valid then
     */
    public List<Kind> kindsWhereStatesAre(Kind kind) {
        return Kinds.whereStatesAre(kind, flow);
    }

    /**
     * By statement, the results that it serves: {@code update}, or the names of live states whose next value depends on
     * it; empty for a redundant statement.
     */
    public List<Set<String>> serves() {
        return serves;
    }

    /** Names of the states on which the update of this or a later step depends. */
    public Set<String> live() {
        return live;
    }

    /** What the program computes; all zero if the program is invalid. */
    public FunctionalHash hash() {
        return hash;
    }

    /**
     * A hash of the operations and their order: two programs of one functional hash differ by rounding at most, and if
     * this is equal too, they compute equal updates, bit for bit.
     */
    public long rounding() {
        return rounding;
    }

    /** Errors and remarks, in order of statements. */
    public List<Finding> findings() {
        return findings;
    }

    /** Whether the program can be executed: no finding is an error. */
    public boolean isValid() {
        return findings.stream().noneMatch(finding -> finding.severity() == Finding.Severity.ERROR);
    }

    /** Whether some update depends on a gradient; without that nothing is learned. */
    public boolean usesGradient() {
        return !findings.contains(Finding.CONSTANT_UPDATE) && !findings.contains(Finding.NO_GRADIENT);
    }

    /** Whether the statement is live: some update, of this or a later step, depends on it. */
    public boolean isLive(int statement) {
        return !serves.get(statement).isEmpty();
    }

    /** Number of statements that are live. */
    public int liveStatements() {
        return (int) serves.stream().filter(served -> !served.isEmpty()).count();
    }

    /** Share of statements that are redundant, 0 to 1; 0 for a program without statements. */
    public double redundantShare() {
        return serves.isEmpty() ? 0 : 1 - liveStatements() / (double) serves.size();
    }

    /**
     * The program without its redundant statements; it computes the same updates, bit for bit. Every statement that is
     * left matters: without it the program is invalid, or its hash is another, or at least its rounding (this last
     * check is left out beyond {@value #LONGEST_TRIED} statements). A state that is not live is returned as it came.
     */
    public Program pruned() {
        return reduced().program();
    }

    /**
     * The analysis of {@link #pruned()}; it reduces to itself. It is found once, so that to compile one analysis again
     * and again costs no more than the compiling.
     *
     * @throws InvalidProgramException if the program is not valid
     */
    public Analysis reduced() {
        Analysis known = reduced;
        if (known == null) {
            known = AbstractExecution.ofValid(shortest());
            if (known.program().equals(program())) {
                known = this;
            }
            known.reduced = known;
            reduced = known;
        }
        return known;
    }

    private Program shortest() {
        requireValid();
        List<Statement> kept = new ArrayList<>();
        for (int i = 0; i < serves.size(); i++) {
            if (isLive(i)) {
                kept.add(program().statements().get(i));
            }
        }
        Program pruned = new Program(program().inputs(), kept, results());
        if (kept.size() > LONGEST_TRIED) {
            return pruned;
        }
        Optional<AbstractExecution.Identity> identity = AbstractExecution.identity(pruned);
        for (int i = kept.size() - 1; i >= 0; i--) {
            kept.remove(i);
            Program shorter = pruned.withStatements(kept);
            if (AbstractExecution.identity(shorter).equals(identity)) {
                pruned = shorter;
            } else {
                kept.add(i, pruned.statements().get(i));
            }
        }
        return pruned;
    }

    /** This, if the program is valid. @throws InvalidProgramException with the first error */
    public Analysis requireValid() {
        findings.stream()
                .filter(finding -> finding.severity() == Finding.Severity.ERROR)
                .findFirst()
                .ifPresent(error -> {
                    throw new InvalidProgramException(error.message());
                });
        return this;
    }

    private List<String> results() {
        List<String> results = new ArrayList<>(program().results());
        for (int k = 0; k < program().states().size(); k++) {
            if (!live.contains(program().states().get(k))) {
                results.set(k + 1, program().states().get(k));
            }
        }
        return results;
    }
}
