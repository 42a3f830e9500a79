package savanna.dsl.family;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import savanna.dsl.execution.Engine;
import savanna.dsl.execution.Optimizer;
import savanna.dsl.execution.ParameterLayout;
import savanna.dsl.program.Program;

/** A training of a network with one hidden layer, which learns another from noisy examples by AdamW, recorded. */
final class SmallTraining {

    private static final int INPUTS = 12;
    private static final int HIDDEN = 20;
    private static final int OUTPUTS = 5;
    private static final int BATCH = 8;
    private static final int STEPS = 240;
    private static final ParameterLayout LAYOUT = ParameterLayout.builder()
            .add("first", INPUTS, HIDDEN)
            .add("first-bias", HIDDEN)
            .add("second", HIDDEN, OUTPUTS)
            .add("second-bias", OUTPUTS)
            .build();

    static final Recording RECORDING = record();

    private SmallTraining() {}

    private static Recording record() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(5);
        float[] teacher = weights(random, 1);
        float[] weights = weights(random, 0.5);
        Optimizer optimizer = Engine.block()
                .compile(
                        Program.parse("def train(w, g, m, v, lr):\n  s = g * g\n  m = interp(g, m, 0.8)\n"
                                + "  v = interp(s, v, 0.95)\n  d = sqrt(v)\n  u = m / d\n  lr = lr * 0.01\n"
                                + "  u = u * lr\n  return u, m, v\n"),
                        LAYOUT);
        List<Recording.Moment> moments = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            float[] gradient = gradient(weights, teacher, random);
            float schedule = 1 - 0.7f * step / STEPS;
            moments.add(new Recording.Moment(weights.clone(), gradient, schedule));
            optimizer.step(weights, gradient, schedule);
        }
        return new Recording(LAYOUT, moments);
    }

    private static float[] weights(RandomGenerator random, double size) {
        float[] weights = new float[LAYOUT.size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (random.nextGaussian() * size / 3);
        }
        return weights;
    }

    /** Of the mean squared error over a batch of noisy examples of the teacher. */
    private static float[] gradient(float[] weights, float[] teacher, RandomGenerator random) {
        float[] gradient = new float[weights.length];
        for (int example = 0; example < BATCH; example++) {
            double[] input = new double[INPUTS];
            for (int i = 0; i < INPUTS; i++) {
                input[i] = random.nextGaussian() * (i + 1) / INPUTS;
            }
            double[] wanted = outputs(teacher, input, new double[HIDDEN]);
            double[] hidden = new double[HIDDEN];
            double[] given = outputs(weights, input, hidden);
            for (int o = 0; o < OUTPUTS; o++) {
                double error = (given[o] - wanted[o] + 0.3 * random.nextGaussian()) / BATCH;
                int second = leaf(2);
                gradient[leaf(3) + o] += (float) error;
                for (int h = 0; h < HIDDEN; h++) {
                    gradient[second + h * OUTPUTS + o] += (float) (error * hidden[h]);
                    double back = error * weights[second + h * OUTPUTS + o] * (hidden[h] > 0 ? 1 : 0);
                    gradient[leaf(1) + h] += (float) back;
                    for (int i = 0; i < INPUTS; i++) {
                        gradient[i * HIDDEN + h] += (float) (back * input[i]);
                    }
                }
            }
        }
        return gradient;
    }

    private static double[] outputs(float[] weights, double[] input, double[] hidden) {
        double[] outputs = new double[OUTPUTS];
        for (int h = 0; h < HIDDEN; h++) {
            double sum = weights[leaf(1) + h];
            for (int i = 0; i < INPUTS; i++) {
                sum += weights[i * HIDDEN + h] * input[i];
            }
            hidden[h] = Math.max(0, sum);
            for (int o = 0; o < OUTPUTS; o++) {
                outputs[o] += weights[leaf(2) + h * OUTPUTS + o] * hidden[h];
            }
        }
        for (int o = 0; o < OUTPUTS; o++) {
            outputs[o] += weights[leaf(3) + o];
        }
        return outputs;
    }

    private static int leaf(int index) {
        return LAYOUT.leaves().get(index).offset();
    }
}
