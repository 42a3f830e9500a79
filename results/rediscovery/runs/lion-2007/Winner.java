import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * Simplified by Savanna from the program winner.
 *
 * <p>Exported by Savanna for ND4J 1.0.0-M2.1. Use: {@code new NeuralNetConfiguration.Builder().updater(new Winner())}.
 * The program:
 *
 * <pre>{@code
 * def train(w, g, second_moment, lr):
 *   gradient_squared = square(g)
 *   second_moment = interp(gradient_squared, second_moment, 0.8)
 *   sqrt_second_moment = sqrt(second_moment)
 *   blend = interp(second_moment, sqrt_second_moment, 0.1)
 *   ratio = g / blend
 *   minimum_lr = minimum(lr, 0.5)
 *   learning_rate = minimum_lr * lr
 *   product = learning_rate * 0.00355
 *   update = ratio * product
 *   return update, second_moment
 * }</pre>
 */
public final class Winner implements IUpdater {

    private static final long serialVersionUID = 1L;

    public static final double DEFAULT_LEARNING_RATE = 1.0;

    private static final int STATES = 1;
    private static final List<String> STATE_NAMES = List.of("second_moment");

    private double learningRate;
    private ISchedule schedule;

    public Winner() {
        this(DEFAULT_LEARNING_RATE);
    }

    public Winner(double learningRate) {
        this.learningRate = learningRate;
    }

    /** Numbers of state for that many parameters. */
    @Override
    public long stateSize(long parameters) {
        return STATES * parameters;
    }

    @Override
    public GradientUpdater<Winner> instantiate(INDArray viewArray, boolean initialize) {
        Updater updater = new Updater(this);
        if (viewArray != null) {
            updater.setStateViewArray(viewArray, new long[] {1, viewArray.length() / STATES}, 'c', initialize);
        }
        return updater;
    }

    @Override
    public GradientUpdater<Winner> instantiate(Map<String, INDArray> state, boolean initialize) {
        Updater updater = new Updater(this);
        updater.setState(state, initialize);
        return updater;
    }

    @Override
    public Winner clone() {
        Winner copy = new Winner(learningRate);
        copy.schedule = schedule == null ? null : schedule.clone();
        return copy;
    }

    @Override
    public double getLearningRate(int iteration, int epoch) {
        return schedule == null ? learningRate : schedule.valueAt(iteration, epoch);
    }

    @Override
    public boolean hasLearningRate() {
        return true;
    }

    @Override
    public void setLrAndSchedule(double rate, ISchedule rates) {
        learningRate = rate;
        schedule = rates;
    }

    /** Turns gradients into updates, in place. */
    public static final class Updater implements GradientUpdater<Winner> {

        private final Winner config;
        private final List<INDArray> states = new ArrayList<>();

        Updater(Winner config) {
            this.config = config;
        }

        @Override
        public Winner getConfig() {
            return config;
        }

        @Override
        public void setState(Map<String, INDArray> state, boolean initialize) {
            states.clear();
            for (String name : STATE_NAMES) {
                if (!state.containsKey(name)) {
                    throw new IllegalArgumentException("the state has no " + name + ", only " + state.keySet());
                }
                states.add(initialize ? state.get(name).assign(0) : state.get(name));
            }
        }

        @Override
        public Map<String, INDArray> getState() {
            Map<String, INDArray> state = new java.util.LinkedHashMap<>();
            for (int i = 0; i < states.size(); i++) {
                state.put(STATE_NAMES.get(i), states.get(i));
            }
            return state;
        }

        @Override
        public void setStateViewArray(INDArray view, long[] shape, char order, boolean initialize) {
            if (initialize) {
                view.assign(0);
            }
            states.clear();
            INDArray flat = view.reshape(view.length());
            long length = view.length() / STATES;
            for (int i = 0; i < STATES; i++) {
                states.add(flat.get(NDArrayIndex.interval(i * length, (i + 1) * length)).reshape(order, shape));
            }
        }

        @Override
        public void applyUpdater(INDArray gradient, int iteration, int epoch) {
            double lr = config.getLearningRate(iteration, epoch);
            INDArray g = gradient;
            INDArray secondMoment = states.get(0).reshape(gradient.shape());
            INDArray gradientSquared = g.mul(g);
            INDArray secondMoment2 = gradientSquared.mul(1 - 0.8).addi(secondMoment.mul(0.8));
            INDArray sqrtSecondMoment = Transforms.sqrt(Transforms.abs(secondMoment2, true), false);
            INDArray blend = secondMoment2.mul(1 - 0.1).addi(sqrtSecondMoment.mul(0.1));
            INDArray ratio = g.div(blend.add(1e-8));
            double minimumLr = Math.min(lr, 0.5);
            double learningRate = minimumLr * lr;
            double product = learningRate * 0.00355;
            INDArray update = ratio.mul(product);
            states.get(0).assign(secondMoment2.reshape(states.get(0).shape()));
            gradient.assign(update);
        }
    }
}
