package savanna.dsl.export;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import savanna.dsl.analysis.Analysis;
import savanna.dsl.export.Node.Call;
import savanna.dsl.export.Node.Constant;
import savanna.dsl.export.Node.Input;
import savanna.dsl.export.Update.Term;
import savanna.dsl.function.Function;
import savanna.dsl.function.Functions;
import savanna.dsl.function.Kind;
import savanna.dsl.function.Operation;
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
 * @param betas defaults of the shares with which it interpolates
 * @param momentum share of a state that is kept, for a program that does not interpolate
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
        List<Double> betas,
        OptionalDouble momentum) {

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

    private static final Function MULTIPLY = Functions.of(Operation.PRODUCT);

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
        Step plain = new Step(
                ClassNames.of(name),
                summary,
                new Program(names, live.statements(), results),
                equations,
                1,
                Rate.SCHEDULE,
                false,
                Decay.NONE,
                0,
                List.of(),
                OptionalDouble.empty());
        return plain.withRate().withGradientDecay().withBetas().withMomentum();
    }

    private Step with(Equations other) {
        return new Step(name, summary, program, other, rate, meaning, isScaled, decay, decayRate, betas, momentum);
    }

    private Step withRate() {
        Map<Node, Long> uses = equations.uses();
        Update taken = Update.of(equations.update(), node -> uses.getOrDefault(node, 0L) > 1);
        boolean isOnlyUpdate = uses.get(equations.update()) == 1;
        List<Term> decays =
                isOnlyUpdate ? taken.terms().stream().filter(Term::isWeights).toList() : List.of();
        List<Term> rest = new ArrayList<>(taken.terms());
        rest.removeAll(decays);
        int power = rest.isEmpty() ? -1 : rest.get(0).power();
        boolean isEven = rest.stream().allMatch(term -> term.power() == power);
        boolean hasSchedule = Node.reads(equations.results(), Node.SCHEDULE);
        Rate found = !isEven || taken.power() + power > 1
                ? Rate.SCHEDULE
                : taken.power() + power == 1 ? Rate.LEARNING_RATE : hasSchedule ? Rate.SCHEDULE : Rate.CONSTANT_RATE;
        if (found == Rate.SCHEDULE || rest.isEmpty()) {
            return withScheduleAsRate(taken, decays, rest);
        }
        // A constant that all terms share stands in front; else the first tells how large the others are.
        double within = power == 1 || rest.size() == 1 ? Math.abs(rest.get(0).factor()) : 1;
        double size = Math.abs(taken.factor()) * within;
        if (size == 0 || !Double.isFinite(size)) {
            return withScheduleAsRate(taken, decays, rest);
        }
        double sign = Math.signum(taken.factor());
        List<Term> direction = rest.stream()
                .map(term -> new Term(sign * term.factor() / within, 0, term.core()))
                .toList();
        OptionalDouble decayed = decay(decays, taken.power() + power, taken, sign / within, size);
        if (decayed.isEmpty()) {
            for (Term term : decays) {
                // Not to be told apart from the rest: it grows with the weights, say.
                if (taken.power() + term.power() != taken.power() + power) {
                    return withScheduleAsRate(taken, decays, rest);
                }
            }
            direction = taken.terms().stream()
                    .map(term -> new Term(sign * term.factor() / within, 0, term.core()))
                    .toList();
        }
        boolean isPlain = decayed.isPresent() && decays.get(0).power() != power;
        Node sum = Update.sum(direction, updateName(), program.statements().size());
        Node product = new Call(
                MULTIPLY,
                List.of(sum, Node.RATE),
                updateName(),
                program.statements().size());
        Map<Node, Node> others = rates(size);
        if (!isOnlyUpdate) {
            others.put(equations.update(), product);
        }
        boolean scaled = isOnlyUpdate && !isPlain;
        Equations changed = new Equations(
                        equations.states(),
                        isOnlyUpdate ? (scaled ? sum : product) : equations.update(),
                        equations.next())
                .replaced(others);
        return new Step(
                name,
                summary,
                program,
                changed,
                size,
                found,
                scaled,
                decayed.isEmpty() ? Decay.NONE : isPlain ? Decay.PLAIN : Decay.RATED,
                decayed.orElse(0),
                betas,
                momentum);
    }

    /** The decay, if all of its terms have the same schedule and it shrinks the weights. */
    private static OptionalDouble decay(List<Term> decays, int power, Update taken, double scale, double size) {
        if (decays.isEmpty()
                || decays.stream()
                        .anyMatch(term -> term.power() != decays.get(0).power())) {
            return OptionalDouble.empty();
        }
        double sum = decays.stream().mapToDouble(Term::factor).sum();
        int own = taken.power() + decays.get(0).power();
        double rate = own == power ? sum * scale : own == 0 ? sum * taken.factor() : -1;
        return rate > 0 && Double.isFinite(rate) ? OptionalDouble.of(rounded(rate)) : OptionalDouble.empty();
    }

    /** Without what the division of constants left in the last digits. */
    private static double rounded(double value) {
        double near = Double.parseDouble(String.format(java.util.Locale.ROOT, "%.12e", value));
        return (float) near == (float) value ? near : value;
    }

    private String updateName() {
        return program.update();
    }

    /** The schedule is the rate where nothing tells a rate apart; a decay is one all the same. */
    private Step withScheduleAsRate(Update taken, List<Term> decays, List<Term> rest) {
        Map<Node, Node> others = new HashMap<>(Map.of(Node.SCHEDULE, Node.RATE));
        OptionalDouble found = OptionalDouble.empty();
        int power = decays.isEmpty() ? 0 : taken.power() + decays.get(0).power();
        if (power <= 1 && !rest.isEmpty()) {
            found = decay(decays, power, taken, taken.factor(), 1);
        }
        if (found.isPresent()) {
            Node sum = Update.sum(
                    rest.stream()
                            .map(term -> term.times(taken.factor(), 0))
                            .map(Step::unscheduled)
                            .toList(),
                    updateName(),
                    program.statements().size());
            for (int i = 0; i < rest.size() && found.isPresent(); i++) {
                found = taken.power() + rest.get(i).power() == 0 ? found : OptionalDouble.empty();
            }
            if (found.isPresent()) {
                Equations changed = new Equations(equations.states(), sum, equations.next()).replaced(others);
                return new Step(
                        name,
                        summary,
                        program,
                        changed,
                        1,
                        Rate.SCHEDULE,
                        false,
                        power == 1 ? Decay.RATED : Decay.PLAIN,
                        found.getAsDouble(),
                        betas,
                        momentum);
            }
        }
        return with(equations.replaced(others));
    }

    private static Term unscheduled(Term term) {
        return new Term(term.factor(), 0, term.core());
    }

    /** Products of schedule and constant that are the rate. */
    private Map<Node, Node> rates(double size) {
        Map<Node, Node> others = new HashMap<>();
        for (Call call : Node.calls(equations.results())) {
            Update.monomial(call)
                    .filter(term -> term.power() == 1 && (float) term.factor() == (float) size)
                    .ifPresent(term -> others.put(call, Node.RATE));
        }
        if (size == 1) {
            others.put(Node.SCHEDULE, Node.RATE);
        }
        return others;
    }

    /** L2 regularization: the only use of the gradient is the sum of it and of the weights times a constant. */
    private Step withGradientDecay() {
        if (decay != Decay.NONE || equations.uses().getOrDefault(Node.GRADIENT, 0L) != 1) {
            return this;
        }
        for (Call call : Node.calls(equations.results())) {
            if (call.is(Operation.SUM) && call.arguments.contains(Node.GRADIENT)) {
                Term other = Update.term(call.argument(call.argument(0) == Node.GRADIENT ? 1 : 0));
                if (other.isWeights() && other.power() == 0 && other.factor() > 0) {
                    return new Step(
                            name,
                            summary,
                            program,
                            equations.replaced(Map.of(call, Node.GRADIENT)),
                            rate,
                            meaning,
                            isScaled,
                            Decay.GRADIENT,
                            other.factor(),
                            betas,
                            momentum);
                }
            }
        }
        return this;
    }

    private Step withBetas() {
        List<Double> found = new ArrayList<>();
        for (Call call : Node.calls(equations.results())) {
            share(call).filter(share -> !found.contains(share)).ifPresent(found::add);
        }
        List<Double> ordered = inOrderOfProgram(found);
        Map<Node, Node> others = new HashMap<>();
        for (Call call : Node.calls(equations.results())) {
            share(call).ifPresent(share -> {
                List<Node> arguments = new ArrayList<>(call.arguments.subList(0, 2));
                arguments.replaceAll(argument -> Node.replaced(argument, others));
                arguments.add(Input.share(beta(ordered, ordered.indexOf(share))));
                others.put(call, new Call(call.function, arguments, call.name, call.position));
            });
        }
        Step changed = with(equations.replaced(others));
        return new Step(
                name,
                summary,
                program,
                changed.equations,
                rate,
                meaning,
                isScaled,
                decay,
                decayRate,
                ordered,
                momentum);
    }

    private List<Double> inOrderOfProgram(List<Double> found) {
        TreeMap<Integer, Double> ordered = new TreeMap<>();
        for (Call call : Node.calls(equations.results())) {
            share(call)
                    .filter(share -> !ordered.containsValue(share))
                    .ifPresent(share -> ordered.put(call.position, share));
        }
        return List.copyOf(ordered.values());
    }

    private static Optional<Double> share(Call call) {
        return call.is(Operation.INTERPOLATION)
                        && call.argument(2) instanceof Constant constant
                        && Double.isFinite(constant.value())
                ? Optional.of(constant.value())
                : Optional.empty();
    }

    private static String beta(List<Double> betas, int index) {
        return betas.size() == 1 ? "beta" : "beta" + (index + 1);
    }

    /** Names of the shares in exported code. */
    List<String> shares() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < betas.size(); i++) {
            names.add(beta(betas, i));
        }
        momentum.ifPresent(share -> names.add("momentum"));
        return names;
    }

    /** A state that keeps a constant share of itself. */
    private Step withMomentum() {
        if (!betas.isEmpty()) {
            return this;
        }
        for (int k = 0; k < equations.states().size(); k++) {
            Input state = equations.states().get(k);
            Optional<Term> kept = Update.of(equations.next().get(k), node -> false).terms().stream()
                    .filter(term -> term.core().filter(state::equals).isPresent() && term.power() == 0)
                    .findFirst();
            double share = kept.map(Term::factor).orElse(0.0);
            if (share > 0 && share < 1) {
                return withMomentum(k, share);
            }
        }
        return this;
    }

    private Step withMomentum(int k, double share) {
        List<Node> kept = List.of(equations.states().get(k), equations.next().get(k));
        Map<Node, Node> others = new HashMap<>();
        boolean found = false;
        for (Call call : Node.calls(equations.results())) {
            boolean scales = call.is(Operation.PRODUCT)
                    && call.arguments.contains(new Constant(share))
                    && call.arguments.stream().anyMatch(kept::contains);
            if (scales) {
                found = true;
                others.put(
                        call,
                        new Call(
                                call.function,
                                call.arguments.stream()
                                        .map(argument -> argument instanceof Constant
                                                ? Input.share("momentum")
                                                : Node.replaced(argument, others))
                                        .toList(),
                                call.name,
                                call.position));
            } else {
                Node.replaced(call, others);
            }
        }
        return new Step(
                name,
                summary,
                program,
                found ? equations.replaced(others) : equations,
                rate,
                meaning,
                isScaled,
                decay,
                decayRate,
                betas,
                found ? OptionalDouble.of(share) : OptionalDouble.empty());
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

    /** Whether a share is one of an average, and is to stay in [0, 1]. */
    static boolean isProper(double share) {
        return share >= 0 && share <= 1;
    }

    /** Names that the schedule-dependent inputs have among the program's inputs. */
    Set<Input> scales() {
        return Set.of(Node.RATE, Node.SCHEDULE);
    }
}
