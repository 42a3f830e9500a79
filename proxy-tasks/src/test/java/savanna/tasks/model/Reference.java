package savanna.tasks.model;

/** Pieces of models, naively in double. */
final class Reference {
    private Reference() {}

    static double activate(double x, Activation activation) {
        return switch (activation) {
            case RELU -> Math.max(0, x);
            case GELU -> x / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
        };
    }

    static double crossEntropy(double[] logits, int target) {
        double largest = java.util.Arrays.stream(logits).max().orElseThrow();
        double sum = java.util.Arrays.stream(logits)
                .map(logit -> Math.exp(logit - largest))
                .sum();
        return Math.log(sum) + largest - logits[target];
    }
}
