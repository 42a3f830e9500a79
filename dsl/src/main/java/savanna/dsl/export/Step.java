package savanna.dsl.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import savanna.dsl.analysis.Analysis;
import savanna.dsl.export.Node.Call;
import savanna.dsl.export.Node.Input;
import savanna.dsl.function.Function;
import savanna.dsl.function.Kind;
import savanna.dsl.program.Program;

/**
 * A program made ready for export: without dead states, and with its learning rate, weight decay and shares found,
 * which become arguments of the optimizer.
 *
 * @param name of the class
 * @param summary one line
 * @param program what is exported, for the documentation
 * @param equations what is computed, of the inputs that {@link Node} names; without the decay
 * @param rate default of the rate
 * @param meaning of the rate
 * @param isScaled whether the rate is still to be multiplied to the update
 * @param decay what the program does to the weights on its own
 * @param decayRate default of the weight decay
 * @param shares which states keep of themselves
 */
record Step(
        String name,
        String summary,
        Program program,
        Equations equations,
        double rate,
        Rate meaning,
        boolean isScaled,
        Decay decay,
        double decayRate,
        Shares shares) {

    /** What the rate is. */
    enum Rate {
        /** The update is proportional to it, and it is proportional to the schedule. */
        LEARNING_RATE,
        /** The update is proportional to it; the program has no schedule. */
        CONSTANT_RATE,
        /** The schedule itself, which the update is not proportional to. */
        SCHEDULE
    }

    /** How the weights decay. */
    enum Decay {
        /** Not at all: an argument that is 0 by default adds decay times the rate. */
        NONE,
        /** Added to the update, times the rate. */
        RATED,
        /** Added to the update as it is. */
        PLAIN,
        /** Added to the gradient. */
        GRADIENT
    }

    /** @param analysis of a program without dead statements */
    static Step of(Analysis analysis, String name, String summary) {
        Program live = analysis.program();
        Equations equations = Equations.of(analysis);
        List<String> kept = equations.states().stream().map(Input::name).toList();
        List<String> names = new ArrayList<>(List.of(live.weights(), live.gradient()));
        List<String> results = new ArrayList<>(List.of(live.update()));
        for (int k = 0; k < live.states().size(); k++) {
            if (kept.contains(live.states().get(k))) {
                names.add(live.states().get(k));
                results.add(live.results().get(k + 1));
            }
        }
        names.add(live.schedule());
        Program exported = new Program(names, live.statements(), results);
        Rated rated = Rated.of(equations, exported);
        Shares shares = Shares.of(rated.equations());
        return new Step(
                ClassNames.of(name),
                summary,
                exported,
                shares.equations(),
                rated.rate(),
                rated.meaning(),
                rated.isScaled(),
                rated.decay(),
                rated.decayRate(),
                shares);
    }

    /** Whether some function looks at the whole model. */
    boolean isOfModel() {
        return Node.calls(equations.results()).stream().anyMatch(call -> call.function.isOfModel());
    }

    /** Whether some function or value tells rows from columns: arrays are then matrices. */
    boolean isOfMatrices() {
        return Node.calls(equations.results()).stream().anyMatch(Step::needsMatrix);
    }

    private static boolean needsMatrix(Call call) {
        return call.function.isOfShape() || call.function.isLeafwise() && !isOfWholeLeaf(call.function);
    }

    /** Whether it makes one number of each leaf, of whatever shape, as a mean does. */
    static boolean isOfWholeLeaf(Function function) {
        return function.isLeafwise()
                && function.arity() == 1
                && function.result(List.of(Kind.TENSOR)).equals(Optional.of(Kind.LEAF));
    }

    /** Whether some function looks at an array as a whole, and says nothing of one without elements. */
    boolean looksAtArrays() {
        return Node.calls(equations.results()).stream()
                .anyMatch(call -> call.function.isLeafwise() || call.function.isOfShape());
    }

    /**
     * Whether a step is one of arrays, and not of single numbers: some function looks at them, or some state has
     * another shape.
     */
    boolean isOfArrays() {
        return hasShapes()
                || Node.calls(equations.results()).stream()
                        .anyMatch(call -> call.function.scope().isPresent());
    }

    /** Whether some state is kept in another shape than the parameters. */
    boolean hasShapes() {
        return equations.states().stream().anyMatch(state -> !state.kind().isPerParameter());
    }

    boolean reads(Node input) {
        return Node.reads(equations.results(), input);
    }

    /** The inputs that are one number for all parameters. */
    Set<Input> scales() {
        return Set.of(Node.RATE, Node.SCHEDULE);
    }
}
