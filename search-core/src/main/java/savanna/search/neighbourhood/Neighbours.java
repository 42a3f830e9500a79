package savanna.search.neighbourhood;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.analysis.Analysis;
import savanna.dsl.analysis.FunctionalHash;
import savanna.dsl.program.Operand;
import savanna.dsl.program.Program;
import savanna.search.objective.Cost;
import savanna.search.objective.Objective;

/**
 * Collects the distinct functions one edit away from a program: of several edits with the same outcome, the first
 * counts.
 */
final class Neighbours {

    private final Objective objective;
    private final FunctionalHash own;
    private final Set<String> required;
    private final Map<FunctionalHash, Neighbour> found = new LinkedHashMap<>();

    Neighbours(Objective objective, Analysis program) {
        this.objective = objective;
        this.own = program.hash();
        this.required = used(program);
        required.retainAll(
                Set.of(program.program().gradient(), program.program().schedule()));
    }

    /**
     * Takes an edited program in if it is valid and computes something new. An update that no longer depends on the
     * gradient cannot learn, and one that no longer follows the schedule cannot be given a rate by its user: both are
     * left out.
     */
    void add(Program edited, String words) {
        Analysis analysis = AbstractExecution.of(edited);
        if (analysis.isValid()
                && !analysis.hash().equals(own)
                && !found.containsKey(analysis.hash())
                && used(analysis).containsAll(required)) {
            found.put(analysis.hash(), new Neighbour(words, analysis, objective.unmeasured(analysis)));
        }
    }

    private static Set<String> used(Analysis analysis) {
        Set<String> used = new HashSet<>();
        analysis.pruned()
                .statements()
                .forEach(statement -> statement.arguments().forEach(argument -> {
                    if (argument instanceof Operand.Variable variable) {
                        used.add(variable.name());
                    }
                }));
        return used;
    }

    List<Neighbour> all() {
        return List.copyOf(found.values());
    }

    /** Those that are simpler than a program. */
    List<Neighbour> simplerThan(Cost limit) {
        return found.values().stream()
                .filter(neighbour -> Cost.SIMPLEST_FIRST.compare(neighbour.cost(), limit) < 0)
                .toList();
    }
}
