package savanna.tasks.model;

/** Element-wise nonlinearity of hidden layers. */
public enum Activation {
    /** max(0, x). */
    RELU {
        @Override
        void forward(float[] input, float[] output, int n) {
            for (int i = 0; i < n; i++) {
                output[i] = Math.max(0f, input[i]);
            }
        }

        @Override
        void backward(float[] input, float[] gradient, int n) {
            for (int i = 0; i < n; i++) {
                // 1 where the input is positive, else 0, without a branch that would keep the loop from being vectorized.
                gradient[i] *= Math.min(1f, Math.max(0f, input[i]) * 1e38f * 1e38f);
            }
        }
    },

    /** The tanh form of the Gaussian error linear unit: x/2 (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))). */
    GELU {
        @Override
        void forward(float[] input, float[] output, int n) {
            for (int i = 0; i < n; i++) {
                float x = input[i];
                output[i] = x * sigmoid(2 * SCALE * (x + CUBIC * x * x * x));
            }
        }

        @Override
        void backward(float[] input, float[] gradient, int n) {
            for (int i = 0; i < n; i++) {
                float x = input[i];
                float s = sigmoid(2 * SCALE * (x + CUBIC * x * x * x));
                gradient[i] *= s + x * s * (1 - s) * (2 * SCALE * (1 + 3 * CUBIC * x * x));
            }
        }
    };

    private static final float SCALE = 0.79788456f;
    private static final float CUBIC = 0.044715f;

    /** {@code output[i] = f(input[i])} for i below n. */
    abstract void forward(float[] input, float[] output, int n);

    /** {@code gradient[i] *= f'(input[i])} for i below n. */
    abstract void backward(float[] input, float[] gradient, int n);

    /** 1 / (1 + exp(-x)), as in {@link Exponential}. tanh(u) = 2 sigmoid(2u) - 1, so gelu(x) = x sigmoid(2u). */
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
