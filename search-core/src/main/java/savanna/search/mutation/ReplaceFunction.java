package savanna.search.mutation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import savanna.dsl.function.Function;
import savanna.dsl.function.Functions;
import savanna.dsl.program.Operand;
import savanna.dsl.program.Program;
import savanna.dsl.program.Statement;

/** Puts another function in the place of a statement's, of as many or fewer of its arguments, in their order. */
public final class ReplaceFunction implements Mutation {

    /** The functions of 1 to so many arguments, by that number. */
    private static final List<List<Function>> UP_TO = IntStream.rangeClosed(
                    0,
                    Functions.paper().stream().mapToInt(Function::arity).max().orElse(0))
            .mapToObj(most -> Functions.paper().stream()
                    .filter(function -> function.arity() >= 1 && function.arity() <= most)
                    .toList())
            .toList();

    @Override
    public String name() {
        return "replace";
    }

    @Override
    public String document() {
        return "another function for a statement, of as many or fewer of its arguments";
    }

    @Override
    public Optional<Edit> edit(Program program, Choices choices) {
        Program single = SingleAssignment.connected(program);
        if (single.statements().isEmpty()) {
            return Optional.empty();
        }
        int index = choices.index(single.statements().size());
        Statement old = single.statements().get(index);
        if (old.arguments().isEmpty()) {
            return Optional.empty();
        }
        Function function = choices.of(UP_TO.get(old.arguments().size()));
        Statement replaced =
                new Statement(old.target(), function, choices.of(subsets(old.arguments(), function.arity())));
        return replaced.equals(old)
                ? Optional.empty()
                : Optional.of(new Edit(Parts.with(single, index, replaced), "replace " + old + " by " + replaced));
    }

    /** All choices of so many of the arguments, in their order. */
    private static List<List<Operand>> subsets(List<Operand> arguments, int size) {
        List<List<Operand>> subsets = new ArrayList<>();
        for (int mask = 0; mask < 1 << arguments.size(); mask++) {
            if (Integer.bitCount(mask) == size) {
                List<Operand> subset = new ArrayList<>();
                for (int i = 0; i < arguments.size(); i++) {
                    if ((mask >> i & 1) == 1) {
                        subset.add(arguments.get(i));
                    }
                }
                subsets.add(subset);
            }
        }
        return subsets;
    }
}
