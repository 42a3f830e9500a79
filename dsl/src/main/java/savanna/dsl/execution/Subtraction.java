package savanna.dsl.execution;

import static savanna.dsl.execution.Fusion.EPSILON;

/**
 * The end of a step: the update is subtracted from a block of the weights. Updates mostly end in a product with the
 * learning rate, often of a quotient by a root or a sum with weight decay; these are computed as they are subtracted,
 * and round as the calls do.
 *
 * @param form what the update is made of
 * @param parts slots of its parts, in the order in which {@link Form} names them
 */
record Subtraction(Form form, int[] parts) {

    /** What an update is made of; s and f are scalars. */
    enum Form {
        /** {@code x}. */
        WHOLE,
        /** {@code x * y}. */
        PRODUCT,
        /** {@code x * f}. */
        SCALED,
        /** {@code y / sqrt(x) * f}, with x before y. */
        SCALED_QUOTIENT,
        /** {@code (x * s + y) * f}. */
        SCALED_SUM,
        /** {@code (x * s + z / sqrt(y)) * f}. */
        SCALED_SUM_WITH_QUOTIENT
    }

    void apply(float[][] slots, float[] weights, int n) {
        float[] x = slots[parts[0]];
        switch (form) {
            case WHOLE -> subtract(x, weights, n);
            case PRODUCT -> subtractProduct(x, slots[parts[1]], weights, n);
            case SCALED -> subtractScaled(x, slots[parts[1]][0], weights, n);
            case SCALED_QUOTIENT -> subtractQuotient(x, slots[parts[1]], slots[parts[2]][0], weights, n);
            case SCALED_SUM -> subtractSum(x, slots[parts[1]][0], slots[parts[2]], slots[parts[3]][0], weights, n);
            case SCALED_SUM_WITH_QUOTIENT ->
                subtractSumWithQuotient(
                        x, slots[parts[1]][0], slots[parts[2]], slots[parts[3]], slots[parts[4]][0], weights, n);
        }
    }

    private static void subtract(float[] update, float[] weights, int n) {
        for (int i = 0; i < n; i++) {
            weights[i] -= update[i];
        }
    }

    private static void subtractProduct(float[] x, float[] y, float[] weights, int n) {
        for (int i = 0; i < n; i++) {
            weights[i] -= x[i] * y[i];
        }
    }

    private static void subtractScaled(float[] x, float factor, float[] weights, int n) {
        for (int i = 0; i < n; i++) {
            weights[i] -= x[i] * factor;
        }
    }

    private static void subtractQuotient(float[] x, float[] y, float factor, float[] weights, int n) {
        for (int i = 0; i < n; i++) {
            weights[i] -= y[i] / ((float) Math.sqrt(Math.abs(x[i])) + EPSILON) * factor;
        }
    }

    private static void subtractSum(float[] x, float scale, float[] y, float factor, float[] weights, int n) {
        for (int i = 0; i < n; i++) {
            weights[i] -= (x[i] * scale + y[i]) * factor;
        }
    }

    private static void subtractSumWithQuotient(
            float[] x, float scale, float[] y, float[] z, float factor, float[] weights, int n) {
        for (int i = 0; i < n; i++) {
            weights[i] -= (x[i] * scale + z[i] / ((float) Math.sqrt(Math.abs(y[i])) + EPSILON)) * factor;
        }
    }
}
