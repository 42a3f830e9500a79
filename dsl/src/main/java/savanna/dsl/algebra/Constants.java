package savanna.dsl.algebra;

import java.util.LinkedHashSet;
import java.util.Set;

/** Constants as people write them. */
final class Constants {

    private Constants() {}

    /**
     * The equations with every constant as the shortest decimal of its 32-bit value, which is what engines compute
     * with.
     */
    static Equations shortened(Equations equations) {
        return equations
                .map(node -> {
                    if (!node.isCall() || node.arguments().stream().noneMatch(Expression::isConstant)) {
                        return node;
                    }
                    return node.withArguments(
                            node.arguments().stream().map(Constants::shortened).toList());
                })
                .mapRoots(Constants::shortened);
    }

    private static Expression shortened(Expression node) {
        return node.isConstant() ? Expression.constant(shortened(node.constant())) : node;
    }

    /** The numbers in the equations, each once. */
    static Set<Double> of(Equations equations) {
        Set<Double> constants = new LinkedHashSet<>();
        for (Expression call : equations.calls()) {
            call.arguments().stream().filter(Expression::isConstant).forEach(node -> constants.add(node.constant()));
        }
        equations.roots().stream().filter(Expression::isConstant).forEach(node -> constants.add(node.constant()));
        return constants;
    }

    /**
     * How far the numbers are from 1 together, in decades: {@code 0.001} and {@code 1e5} come to eight. A factor that
     * moves from where it stood into all the others makes more.
     */
    static double decades(Set<Double> constants) {
        double sum = 0;
        for (double constant : constants) {
            sum += constant == 0 ? 0 : Math.abs(Math.log10(Math.abs(constant)));
        }
        return sum;
    }

    static double shortened(double value) {
        return Double.parseDouble(Float.toString((float) value));
    }
}
