package savanna.dsl.export;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import savanna.dsl.export.Node.Call;
import savanna.dsl.export.Step.Decay;
import savanna.dsl.export.Step.Rate;
import savanna.dsl.export.Update.Term;
import savanna.dsl.function.Function;
import savanna.dsl.function.Functions;
import savanna.dsl.function.Operation;
import savanna.dsl.program.Program;

/**
 * What a program computes, with its learning rate and its weight decay told apart from the rest, as far as they can be.
 *
 * @param equations what is computed; without the decay
 * @param rate default of the rate
 * @param meaning of the rate
 * @param isScaled whether the rate is still to be multiplied to the update
 * @param decay what the program does to the weights on its own
 * @param decayRate default of the weight decay
 */
record Rated(Equations equations, double rate, Rate meaning, boolean isScaled, Decay decay, double decayRate) {

    private static final Function MULTIPLY = Functions.of(Operation.PRODUCT);

    /** Finds the rate and the decay. */
    static Rated of(Equations equations, Program program) {
        return new Rated(equations, 1, Rate.SCHEDULE, false, Decay.NONE, 0)
                .withRate(program.update(), program.statements().size())
                .withGradientDecay();
    }

    private Rated withRate(String updateName, int last) {
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
            return withScheduleAsRate(taken, decays, rest, updateName, last);
        }
        // A constant that all terms share stands in front; else the first tells how large the others are.
        double within = power == 1 || rest.size() == 1 ? Math.abs(rest.get(0).factor()) : 1;
        double size = Math.abs(taken.factor()) * within;
        if (size == 0 || !Double.isFinite(size)) {
            return withScheduleAsRate(taken, decays, rest, updateName, last);
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
                    return withScheduleAsRate(taken, decays, rest, updateName, last);
                }
            }
            direction = taken.terms().stream()
                    .map(term -> new Term(sign * term.factor() / within, 0, term.core()))
                    .toList();
        }
        boolean isPlain = decayed.isPresent() && decays.get(0).power() != power;
        Node sum = Update.sum(direction, updateName, last);
        Node product = new Call(MULTIPLY, List.of(sum, Node.RATE), updateName, last);
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
        return new Rated(
                changed,
                size,
                found,
                scaled,
                decayed.isEmpty() ? Decay.NONE : isPlain ? Decay.PLAIN : Decay.RATED,
                decayed.orElse(0));
    }

    private Rated with(Equations other) {
        return new Rated(other, rate, meaning, isScaled, decay, decayRate);
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
        double near = Double.parseDouble(String.format(Locale.ROOT, "%.12e", value));
        return (float) near == (float) value ? near : value;
    }

    /** The schedule is the rate where nothing tells a rate apart; a decay is one all the same. */
    private Rated withScheduleAsRate(Update taken, List<Term> decays, List<Term> rest, String updateName, int last) {
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
                            .map(Rated::unscheduled)
                            .toList(),
                    updateName,
                    last);
            for (int i = 0; i < rest.size() && found.isPresent(); i++) {
                found = taken.power() + rest.get(i).power() == 0 ? found : OptionalDouble.empty();
            }
            if (found.isPresent()) {
                Equations changed = new Equations(equations.states(), sum, equations.next()).replaced(others);
                return new Rated(
                        changed, 1, Rate.SCHEDULE, false, power == 1 ? Decay.RATED : Decay.PLAIN, found.getAsDouble());
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
    private Rated withGradientDecay() {
        if (decay != Decay.NONE || equations.uses().getOrDefault(Node.GRADIENT, 0L) != 1) {
            return this;
        }
        for (Call call : Node.calls(equations.results())) {
            if (call.is(Operation.SUM) && call.arguments.contains(Node.GRADIENT)) {
                Term other = Update.term(call.argument(call.argument(0) == Node.GRADIENT ? 1 : 0));
                if (other.isWeights() && other.power() == 0 && other.factor() > 0) {
                    return new Rated(
                            equations.replaced(Map.of(call, Node.GRADIENT)),
                            rate,
                            meaning,
                            isScaled,
                            Decay.GRADIENT,
                            other.factor());
                }
            }
        }
        return this;
    }
}
