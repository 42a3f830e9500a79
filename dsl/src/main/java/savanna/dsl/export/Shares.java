package savanna.dsl.export;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import savanna.dsl.export.Node.Call;
import savanna.dsl.export.Node.Constant;
import savanna.dsl.export.Node.Input;
import savanna.dsl.export.Update.Term;
import savanna.dsl.function.Operation;

/**
 * What a program computes, with the shares that its states keep of themselves told apart from other constants.
 *
 * @param equations what is computed, of inputs that are the shares
 * @param betas defaults of the shares with which it interpolates
 * @param momentum share of a state that is kept, for a program that does not interpolate
 */
record Shares(Equations equations, List<Double> betas, OptionalDouble momentum) {

    /** Finds the shares. */
    static Shares of(Equations equations) {
        return new Shares(equations, List.of(), OptionalDouble.empty())
                .withBetas()
                .withMomentum();
    }

    /** Names of the shares in exported code. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < betas.size(); i++) {
            names.add(beta(betas, i));
        }
        momentum.ifPresent(share -> names.add("momentum"));
        return names;
    }

    private Shares withBetas() {
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
        return new Shares(equations.replaced(others), ordered, momentum);
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

    /** A state that keeps a constant share of itself. */
    private Shares withMomentum() {
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

    private Shares withMomentum(int k, double share) {
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
        return new Shares(
                found ? equations.replaced(others) : equations,
                betas,
                found ? OptionalDouble.of(share) : OptionalDouble.empty());
    }

    /** Whether a share is one of an average, and is to stay in [0, 1]. */
    static boolean isProper(double share) {
        return share >= 0 && share <= 1;
    }
}
