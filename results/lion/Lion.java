import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * Simplified by Savanna from the program lion-raw.
 *
 * <p>Exported by Savanna for ND4J 1.0.0-M2.1. Use: {@code new NeuralNetConfiguration.Builder().updater(new Lion())}.
 * Each layer decays its weights: {@code layer.regularization(new Lion().regularization())}, and {@code regularizationBias} likewise
 * if its biases are to decay too, as in the program. Not on the network's builder: Deeplearning4j 1.0.0-M2.1 then decays twice.
 * The program:
 *
 * <pre>{@code
 * def train(w, g, momentum, lr):
 *   blend = interp(g, momentum, 0.9)
 *   direction = sign(blend)
 *   weight_decay = w * 0.4602
 *   decayed = direction + weight_decay
 *   learning_rate = lr * 2.172e-4
 *   update = decayed * learning_rate
 *   momentum = interp(g, momentum, 0.998)
 *   return update, momentum
 * }</pre>
 */
public final class Lion implements IUpdater {

    private static final long serialVersionUID = 1L;

    public static final double DEFAULT_LEARNING_RATE = 2.172e-4;
    public static final double DEFAULT_WEIGHT_DECAY = 0.4602;

    private static final int STATES = 1;
    private static final List<String> STATE_NAMES = List.of("momentum");

    private double learningRate;
    private ISchedule schedule;
    private final double weightDecay;

    public Lion() {
        this(DEFAULT_LEARNING_RATE, DEFAULT_WEIGHT_DECAY);
    }

    public Lion(double learningRate, double weightDecay) {
        this.learningRate = learningRate;
        this.weightDecay = weightDecay;
    }

    /** What the program does with the weights; give it to each layer. */
    public List<Regularization> regularization() {
        return List.of(new WeightDecay(weightDecay, true));
    }

    /** Numbers of state for that many parameters. */
    @Override
    public long stateSize(long parameters) {
        return STATES * parameters;
    }

    @Override
    public GradientUpdater<Lion> instantiate(INDArray viewArray, boolean initialize) {
        Updater updater = new Updater(this);
        if (viewArray != null) {
            updater.setStateViewArray(viewArray, new long[] {1, viewArray.length() / STATES}, 'c', initialize);
        }
        return updater;
    }

    @Override
    public GradientUpdater<Lion> instantiate(Map<String, INDArray> state, boolean initialize) {
        Updater updater = new Updater(this);
        updater.setState(state, initialize);
        return updater;
    }

    @Override
    public Lion clone() {
        Lion copy = new Lion(learningRate, weightDecay);
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
    public static final class Updater implements GradientUpdater<Lion> {

        private final Lion config;
        private final List<INDArray> states = new ArrayList<>();

        Updater(Lion config) {
            this.config = config;
        }

        @Override
        public Lion getConfig() {
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
            INDArray momentum = states.get(0).reshape(gradient.shape());
            INDArray blend = g.mul(1 - 0.9).addi(momentum.mul(0.9));
            INDArray direction = each(blend, element -> Math.signum(element));
            INDArray momentum2 = g.mul(1 - 0.998).addi(momentum.mul(0.998));
            states.get(0).assign(momentum2.reshape(states.get(0).shape()));
            gradient.assign(direction.mul(lr));
        }

        private static INDArray each(INDArray x, DoubleUnaryOperator function) {
            double[] values = x.ravel().toDoubleVector();
            for (int i = 0; i < values.length; i++) {
                values[i] = function.applyAsDouble(values[i]);
            }
            return Nd4j.createFromArray(values).castTo(x.dataType()).reshape(x.shape());
        }
    }
}
