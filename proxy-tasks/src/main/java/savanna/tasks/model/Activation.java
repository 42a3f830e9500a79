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

    /**
     * The tanh form of the Gaussian error linear unit: x/2 (1 + tanh(u)) with u = sqrt(2/pi) (x + 0.044715 x^3), which
     * is x sigmoid(2u).
     */
    GELU {
        @Override
        void forward(float[] input, float[] output, int n) {
            for (int i = 0; i < n; i++) {
                float x = input[i];
                float square = x * x;
                float sigmoid = sigmoid(x * (-2 * SCALE + -2 * SCALE * CUBIC * square));
                float result = x * sigmoid;
                output[i] = result;
                input[i] = sigmoid + result * (1 - sigmoid) * (2 * SCALE + 6 * SCALE * CUBIC * square);
            }
        }
    };

    private static final float SCALE = 0.79788456f;
    private static final float CUBIC = 0.044715f;

    /**
     * {@code output[i] = f(input[i])} for i below n; the input is replaced by the derivative there, which is all that
     * the backward pass needs.
     */
    abstract void forward(float[] input, float[] output, int n);

    /**
     * 1 / (1 + exp(x)) to 2e-6: exp(x) = exp(x / 32)^32 with a polynomial fitted to [-20 / 32, 20 / 32]. Beyond, it
     * grows to infinity as it should.
     */
    private static float sigmoid(float x) {
        float y = Math.max(x, -20f) * (1f / 32);
        float square = y * y;
        float e = ((1f + y * 1.00000093f) + square * (0.499998017f + y * 0.166643465f))
                + (square * square) * ((0.0416810412f + y * 0.00846299279f) + square * 0.00137340063f);
        e *= e;
        e *= e;
        e *= e;
        e *= e;
        e *= e;
        return 1f / (1f + e);
    }
}
