package savanna.search.mutation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import savanna.dsl.program.Operand;
import savanna.dsl.program.Program;

/**
 * Takes every decision each way, one way a pass, in the order in which they are asked for: the last one changes
 * fastest, as in nested loops.
 */
final class EveryChoice implements Choices {

    /** What was decided, and among how many, in the order asked for. */
    private final List<Integer> decided = new ArrayList<>();

    private final List<Integer> counts = new ArrayList<>();
    private final FunctionSet functions;
    private int asked;

    private EveryChoice(FunctionSet functions) {
        this.functions = functions;
    }

    /** Goes through all edits of a mutation, in order. */
    static void edits(Mutation mutation, FunctionSet functions, Program program, Consumer<Edit> visitor) {
        EveryChoice choices = new EveryChoice(functions);
        do {
            choices.asked = 0;
            mutation.edit(program, choices).ifPresent(visitor);
        } while (choices.next());
    }

    @Override
    public FunctionSet functions() {
        return functions;
    }

    /** Moves on to the next way; returns whether there is one. */
    private boolean next() {
        while (!decided.isEmpty()) {
            int last = decided.size() - 1;
            int next = decided.get(last) + 1;
            if (next < counts.get(last)) {
                decided.set(last, next);
                return true;
            }
            decided.remove(last);
            counts.remove(last);
        }
        return false;
    }

    @Override
    public int index(int count) {
        if (asked == decided.size()) {
            decided.add(0);
            counts.add(count);
        }
        return decided.get(asked++);
    }

    @Override
    public boolean either() {
        return index(2) == 1;
    }

    @Override
    public Operand constant(List<Double> points) {
        return Operand.constant(of(points));
    }

    @Override
    public Operand operand(List<Operand> variables, List<Double> points) {
        int chosen = index(variables.size() + points.size());
        return chosen < variables.size()
                ? variables.get(chosen)
                : Operand.constant(points.get(chosen - variables.size()));
    }

    @Override
    public Operand moved(Operand.Constant constant) {
        return DrawnChoices.scaled(constant, either() ? 2 : 0.5);
    }

    @Override
    public List<Operand> oftenWith(Operand old, List<Operand> arguments) {
        return arguments;
    }
}
