package savanna.search.mutation;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.analysis.Analysis;
import savanna.dsl.program.Operand;
import savanna.dsl.program.Program;
import savanna.dsl.program.Statement;

/**
 * A set of mutations, drawn with equal weight and retried until the child is valid. The three sets below are the
 * strategies of a search; a new mutation is added to one of them.
 */
public final class Mutations {

    /** Draws after which a program is held to have no valid child; far beyond what any reachable program needs. */
    private static final int MOST_DRAWS = 100_000;

    private final List<Mutation> mutations;

    public Mutations(List<Mutation> mutations) {
        if (mutations.isEmpty()) {
            throw new IllegalArgumentException("a set of mutations has at least one");
        }
        this.mutations = List.copyOf(mutations);
    }

    /** Insert, delete and modify, one to one to one (paper, section 3.1). */
    public static Mutations evolution(int maxStatements) {
        return new Mutations(List.of(new InsertStatement(maxStatements), new DeleteStatement(), new ModifyArgument()));
    }

    /** Constants only. */
    public static Mutations hyperparameters() {
        return new Mutations(List.of(new ChangeConstant()));
    }

    /** No inheritance at all. */
    public static Mutations random() {
        return new Mutations(List.of(new RandomProgram()));
    }

    /** A valid child, different in text from its parent. @throws IllegalArgumentException if none was found */
    public Child child(Program parent, RandomGenerator random) {
        for (int draw = 0; draw < MOST_DRAWS; draw++) {
            Optional<Edit> edit =
                    mutations.get(random.nextInt(mutations.size())).mutate(parent, random);
            if (edit.isPresent() && isDefined(edit.get().program())) {
                Analysis analysis = AbstractExecution.of(edit.get().program());
                if (analysis.isValid()) {
                    return new Child(edit.get(), analysis);
                }
            }
        }
        throw new IllegalArgumentException("no valid child in " + MOST_DRAWS + " draws from the program\n" + parent);
    }

    /**
     * Whether every variable is assigned before it is used: many deletions fail here, at a fraction of what abstract
     * execution costs.
     */
    private static boolean isDefined(Program program) {
        Set<String> defined = new HashSet<>(
                4 * (program.inputs().size() + program.statements().size()));
        defined.addAll(program.inputs());
        for (Statement statement : program.statements()) {
            for (Operand argument : statement.arguments()) {
                if (argument instanceof Operand.Variable variable && !defined.contains(variable.name())) {
                    return false;
                }
            }
            defined.add(statement.target());
        }
        return defined.containsAll(program.results());
    }

    /** A valid edit with its abstract execution. */
    public record Child(Edit edit, Analysis analysis) {}
}
