package savanna.search.mutation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import savanna.dsl.function.Function;
import savanna.dsl.program.Operand;
import savanna.dsl.program.Program;
import savanna.dsl.program.Statement;

/** Puts another function in the place of a statement's, of as many or fewer of its arguments, in their order. */
public final class ReplaceFunction implements Mutation {

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
        Scope scope = new Scope(single, index, choices.functions());
        List<Function> fitting = choices.functions().upTo(old.arguments().size()).stream()
                .filter(other -> !scope.isTyped()
                        || !subsets(old.arguments(), other, scope).isEmpty())
                .toList();
        if (fitting.isEmpty()) {
            return Optional.empty();
        }
        Function function = choices.of(fitting);
        Statement replaced =
                new Statement(old.target(), function, choices.of(subsets(old.arguments(), function, scope)));
        return replaced.equals(old)
                ? Optional.empty()
                : Optional.of(new Edit(Parts.with(single, index, replaced), "replace " + old + " by " + replaced));
    }

    /** All choices of as many of the arguments as the function takes, in their order, that it takes. */
    private static List<List<Operand>> subsets(List<Operand> arguments, Function function, Scope scope) {
        List<List<Operand>> subsets = new ArrayList<>();
        for (int mask = 0; mask < 1 << arguments.size(); mask++) {
            if (Integer.bitCount(mask) == function.arity()) {
                List<Operand> subset = new ArrayList<>();
                for (int i = 0; i < arguments.size(); i++) {
                    if ((mask >> i & 1) == 1) {
                        subset.add(arguments.get(i));
                    }
                }
                if (scope.takes(function, subset)) {
                    subsets.add(subset);
                }
            }
        }
        return subsets;
    }
}
