package savanna.tasks.model;

/** Element-wise nonlinearity of hidden layers. */
public enum Activation {
    /** max(0, x). */
    RELU {
        @Override
        void forward(float[] input, float[] output, int n) {
            for (int i = 0; i < n; i++) {
                float positive = Math.max(0f, input[i]);
                output[i] = positive;
                // 1 where positive, else 0, without a branch that would keep the loop from being vectorized.
                input[i] = Math.min(1f, positive * 1e38f * 1e38f);
            }
        }
    },

    /** The tanh form of the Gaussian error linear unit: x/2 (1 + tanh(u)) with u = sqrt(2/pi) (x + 0.044715 x^3), which is x sigmoid(2u). */
    GELU {
        @Override
        void forward(float[] input, float[] output, int n) {
            for (int i = 0; i < n; i++) {
                float x = input[i];
                float square = x * x;
                float sigmoid = sigmoid(2 * SCALE * x * (1 + CUBIC * square));
                float result = x * sigmoid;
                output[i] = result;
                input[i] = sigmoid + result * (1 - sigmoid) * (2 * SCALE * (1 + 3 * CUBIC * square));
            }
        }
    };

    private static final float SCALE = 0.79788456f;
    private static final float CUBIC = 0.044715f;

    /** {@code output[i] = f(input[i])} for i below n; the input is replaced by the derivative there, which is all that the backward pass needs. */
    abstract void forward(float[] input, float[] output, int n);

    /** 1 / (1 + exp(-x)), with the exponential as in {@link Exponential}. */
    private static float sigmoid(float x) {
        float y = Math.min(60f, Math.max(-60f, -x)) * (1f / 256);
        float e = 1f + y * (1f + y * (0.5f + y * (1f / 6 + y * (1f / 24 + y * (1f / 120)))));
        e *= e;
        e *= e;
        e *= e;
        e *= e;
        e *= e;
        e *= e;
        e *= e;
        e *= e;
        return 1f / (1f + e);
    }
}
