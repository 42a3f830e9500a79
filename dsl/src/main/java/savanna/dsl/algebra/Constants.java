package savanna.dsl.algebra;

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

    static double shortened(double value) {
        return Double.parseDouble(Float.toString((float) value));
    }
}
