package savanna.search.mutation;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.analysis.Analysis;
import savanna.dsl.program.Operand;
import savanna.dsl.program.Program;
import savanna.dsl.program.Statement;
import savanna.search.registry.Registry;

/** A set of mutations, drawn by their weights and retried until the child is valid. */
public final class Mutations {

    /** Every mutation that configs can name. */
    public static final Registry<Mutation> KNOWN = Registry.of(Mutation.class, "mutation");

    /** Sets of weights with a name. {@code paper}: insert, delete and modify, one to one to one (section 3.1). */
    public static final Map<String, Map<String, Integer>> PRESETS = Map.of(
            "paper", weights("insert", "delete", "modify"),
            "connected", weights("insert", "delete", "modify", "replace", "bypass", "insert-in-use"));

    /** Draws after which a program is held to have no valid child; far beyond what any reachable program needs. */
    private static final int MOST_DRAWS = 100_000;

    private final List<Mutation> mutations;
    /** Each mutation's weight added to those before it. */
    private final int[] upTo;

    private final int maxStatements;
    private final FunctionSet functions;

    private Mutations(List<Mutation> mutations, int[] upTo, int maxStatements, FunctionSet functions) {
        this.mutations = mutations;
        this.upTo = upTo;
        this.maxStatements = maxStatements;
        this.functions = functions;
    }

    private static int[] sums(List<Integer> weights) {
        requireWeights(weights);
        int[] upTo = new int[weights.size()];
        int sum = 0;
        for (int i = 0; i < upTo.length; i++) {
            sum = Math.addExact(sum, weights.get(i));
            upTo[i] = sum;
        }
        return upTo;
    }

    /**
     * Known mutations with their weights, whole numbers in whose proportion they are drawn. The order counts: it
     * decides which random number means which mutation.
     *
     * @param maxStatements size from which a program grows no more, at least 1
     * @throws IllegalArgumentException if a name is unknown, a weight negative, or all are zero
     */
    public static Mutations weighted(Map<String, Integer> weights, int maxStatements) {
        return new Mutations(
                weights.keySet().stream().map(KNOWN::get).toList(),
                sums(List.copyOf(weights.values())),
                maxStatements,
                FunctionSet.paper());
    }

    /** One mutation alone. */
    public static Mutations only(Mutation mutation, int maxStatements) {
        return new Mutations(List.of(mutation), new int[] {1}, maxStatements, FunctionSet.paper());
    }

    /** @throws IllegalArgumentException if a name is unknown, a weight negative, or all are zero */
    public static void requireKnown(Map<String, Integer> weights) {
        weights.keySet().forEach(KNOWN::get);
        requireWeights(List.copyOf(weights.values()));
    }

    private static void requireWeights(List<Integer> weights) {
        if (weights.stream().anyMatch(weight -> weight < 0) || weights.stream().noneMatch(weight -> weight > 0)) {
            throw new IllegalArgumentException(
                    "expected weights of mutations of at least 0, one of them above it; found " + weights);
        }
    }

    private static Map<String, Integer> weights(String... names) {
        return List.of(names).stream()
                .collect(Collectors.toMap(name -> name, name -> 1, Integer::sum, LinkedHashMap::new));
    }

    /** The same mutations, with other functions for new statements to call; they are the paper's else. */
    public Mutations with(FunctionSet others) {
        return new Mutations(mutations, upTo, maxStatements, others);
    }

    /** Goes through every edit of one mutation, in a fixed order. @param functions that new statements may call */
    public static void every(Mutation mutation, FunctionSet functions, Program program, Consumer<Edit> visitor) {
        EveryChoice.edits(mutation, functions, program, visitor);
    }

    /** A valid child, different in text from its parent. @throws IllegalArgumentException if none was found */
    public Child child(Program parent, RandomGenerator random) {
        Choices choices = Choices.drawn(random, functions);
        for (int draw = 0; draw < MOST_DRAWS; draw++) {
            Mutation mutation = mutation(random.nextInt(upTo[upTo.length - 1]));
            boolean hasRoom = mutation.growth() == 0 || parent.statements().size() + mutation.growth() <= maxStatements;
            Optional<Edit> edit = hasRoom ? mutation.edit(parent, choices) : Optional.empty();
            if (edit.isPresent() && isDefined(edit.get().program())) {
                Analysis analysis = AbstractExecution.of(edit.get().program());
                if (analysis.isValid()) {
                    return new Child(edit.get(), analysis);
                }
            }
        }
        throw new IllegalArgumentException("no valid child in " + MOST_DRAWS + " draws from the program\n" + parent);
    }

    private Mutation mutation(int drawn) {
        int index = 0;
        while (drawn >= upTo[index]) {
            index++;
        }
        return mutations.get(index);
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
