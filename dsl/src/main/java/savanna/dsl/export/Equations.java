package savanna.dsl.export;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import savanna.dsl.analysis.Analysis;
import savanna.dsl.analysis.Interpretation;
import savanna.dsl.export.Node.Call;
import savanna.dsl.export.Node.Constant;
import savanna.dsl.export.Node.Input;
import savanna.dsl.function.Kind;
import savanna.dsl.program.Program;
import savanna.dsl.program.Statement;

/**
 * What a program computes, by value: the update and the next value of each state. Only states that an update depends on
 * are kept.
 *
 * @param states the old values
 * @param update what is subtracted from the weights
 * @param next by state
 */
record Equations(List<Input> states, Node update, List<Node> next) {

    /** The equations of a program; calls of constants are the numbers that engines have for them. */
    static Equations of(Analysis analysis) {
        return of(analysis, true);
    }

    /** The equations as they are written: calls of constants too. */
    static Equations written(Analysis analysis) {
        return of(analysis, false);
    }

    private static Equations of(Analysis analysis, boolean folds) {
        Program program = analysis.program();
        List<Node> results = analysis.flow().results(new Nodes(analysis, folds));
        List<Input> states = new ArrayList<>();
        List<Node> next = new ArrayList<>();
        for (int k = 0; k < program.states().size(); k++) {
            if (analysis.live().contains(program.states().get(k))) {
                states.add(state(analysis, k));
                next.add(results.get(k + 1));
            }
        }
        return new Equations(states, results.get(0), next);
    }

    private static Input state(Analysis analysis, int k) {
        return Input.state(
                analysis.program().states().get(k), analysis.stateKinds().get(k));
    }

    /** A program's values as nodes. */
    private record Nodes(Analysis analysis, boolean folds) implements Interpretation<Node> {

        @Override
        public Node weights() {
            return Node.WEIGHTS;
        }

        @Override
        public Node gradient() {
            return Node.GRADIENT;
        }

        @Override
        public Node state(int k) {
            return Equations.state(analysis, k);
        }

        @Override
        public Node schedule() {
            return Node.SCHEDULE;
        }

        @Override
        public Node constant(double value) {
            return new Constant(value);
        }

        @Override
        public Node call(int statement, List<Node> arguments) {
            Statement made = analysis.program().statements().get(statement);
            Call call = new Call(made.function(), arguments, made.target(), statement);
            return folds ? folded(call) : call;
        }
    }

    private static Node folded(Call call) {
        boolean constant = call.arguments.stream().allMatch(Constant.class::isInstance);
        boolean isWhole = call.function.isOfShape() || !call.arguments.isEmpty() && !call.function.isElementwise();
        if (!constant || isWhole) {
            return call;
        }
        float[] point = new float[call.arguments.size()];
        for (int k = 0; k < point.length; k++) {
            point[k] = (float) ((Constant) call.argument(k)).value();
        }
        return new Constant(shortest(call.function.at(point)));
    }

    /** The double of the fewest digits that is this float. */
    private static double shortest(float value) {
        return Double.parseDouble(Float.toString(value));
    }

    /** Kinds of update and next states. */
    List<Kind> kinds() {
        List<Kind> kinds = new ArrayList<>();
        kinds.add(Kind.TENSOR);
        states.forEach(state -> kinds.add(state.kind()));
        return kinds;
    }

    /** Update and next states. */
    List<Node> results() {
        List<Node> results = new ArrayList<>();
        results.add(update);
        results.addAll(next);
        return results;
    }

    Equations replaced(Map<? extends Node, ? extends Node> others) {
        Map<Node, Node> known = new HashMap<>(others);
        return new Equations(
                states,
                Node.replaced(update, known),
                next.stream().map(value -> Node.replaced(value, known)).toList());
    }

    /** How often values are read, by calls or as results. */
    Map<Node, Long> uses() {
        return Stream.concat(
                        Node.calls(results()).stream().flatMap(call -> call.arguments.stream()), results().stream())
                .collect(Collectors.groupingBy(value -> value, Collectors.counting()));
    }
}
