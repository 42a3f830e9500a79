package savanna.search.neighbourhood;

import java.util.ArrayList;
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
import savanna.search.mutation.Edit;
import savanna.search.mutation.FunctionSet;
import savanna.search.mutation.Mutations;
import savanna.search.objective.Cost;
import savanna.search.objective.Objective;
import savanna.tasks.training.TrainingService;

/**
 * The distinct functions one edit away from a program: of several edits with the same outcome, the first counts. An
 * update that no longer depends on the gradient cannot learn, and one that no longer follows the schedule cannot be
 * given a rate by its user: both are left out. Edits are judged some thousand at a time, on all threads and with a look
 * at the wish to stop in between: there may be hundreds of thousands.
 */
public final class Neighbours {

    private static final int JUDGED_TOGETHER = 2_000;

    private final Objective objective;
    private final TrainingService trainings;
    private final List<Edit> edits = new ArrayList<>();
    private final FunctionalHash own;
    private final Set<String> required;
    private final Map<FunctionalHash, Neighbour> found = new LinkedHashMap<>();

    private Neighbours(Objective objective, Analysis program, TrainingService trainings) {
        this.objective = objective;
        this.trainings = trainings;
        this.own = program.hash();
        this.required = used(program);
        required.retainAll(
                Set.of(program.program().gradient(), program.program().schedule()));
    }

    /**
     * All neighbours by some mutations, in the order of these.
     *
     * @param program valid, in single-assignment form
     * @param mutations names
     * @param functions that new statements may call
     * @param trainings computes what the neighbours are
     */
    public static List<Neighbour> of(
            Program program,
            List<String> mutations,
            FunctionSet functions,
            Objective objective,
            TrainingService trainings) {
        Neighbours neighbours = new Neighbours(objective, AbstractExecution.ofValid(program), trainings);
        mutations.forEach(name -> Mutations.every(Mutations.KNOWN.get(name), functions, program, neighbours::add));
        neighbours.judge();
        return List.copyOf(neighbours.found.values());
    }

    /** Those neighbours that are simpler than the program. */
    static List<Neighbour> simpler(
            Program program,
            List<String> mutations,
            FunctionSet functions,
            Objective objective,
            TrainingService trainings) {
        Cost own = objective.unmeasured(AbstractExecution.ofValid(program));
        return of(program, mutations, functions, objective, trainings).stream()
                .filter(neighbour -> Cost.SIMPLEST_FIRST.compare(neighbour.cost(), own) < 0)
                .toList();
    }

    private void add(Edit edit) {
        edits.add(edit);
        if (edits.size() == JUDGED_TOGETHER) {
            judge();
        }
    }

    private void judge() {
        List<Analysis> analyses = trainings.map(edits, edit -> AbstractExecution.of(edit.program()));
        for (int i = 0; i < edits.size(); i++) {
            Analysis analysis = analyses.get(i);
            if (analysis.isValid()
                    && !analysis.hash().equals(own)
                    && !found.containsKey(analysis.hash())
                    && used(analysis).containsAll(required)) {
                found.put(
                        analysis.hash(), new Neighbour(edits.get(i).words(), analysis, objective.unmeasured(analysis)));
            }
        }
        edits.clear();
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
}
