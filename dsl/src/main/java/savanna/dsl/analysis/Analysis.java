package savanna.dsl.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import savanna.dsl.function.Kind;
import savanna.dsl.program.Program;
import savanna.dsl.program.Statement;

/**
 * What abstract execution found out about a program.
 *
 * @param program the program as given
 * @param kinds kind of each statement's value, by statement; empty if the program is invalid
 * @param serves by statement, the results that it serves: {@code update}, or the names of live states whose next value
 *     depends on it; empty for a redundant statement
 * @param live names of the states on which the update of this or a later step depends
 * @param hash what the program computes; all zero if the program is invalid
 * @param findings errors and remarks, in order of statements
 */
public record Analysis(
        Program program,
        List<Kind> kinds,
        List<Set<String>> serves,
        Set<String> live,
        FunctionalHash hash,
        List<Finding> findings) {

    private static final int LONGEST_TRIED = 300;

    public Analysis {
        kinds = List.copyOf(kinds);
        serves = List.copyOf(serves);
        live = Set.copyOf(live);
        findings = List.copyOf(findings);
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
        List<Statement> kept = new ArrayList<>();
        for (int i = 0; i < serves.size(); i++) {
            if (isLive(i)) {
                kept.add(program.statements().get(i));
            }
        }
        Program pruned = new Program(program.inputs(), kept, results());
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

    private List<String> results() {
        List<String> results = new ArrayList<>(program.results());
        for (int k = 0; k < program.states().size(); k++) {
            if (!live.contains(program.states().get(k))) {
                results.set(k + 1, program.states().get(k));
            }
        }
        return results;
    }
}
