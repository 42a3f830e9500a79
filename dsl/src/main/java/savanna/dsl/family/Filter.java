package savanna.dsl.family;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The impulse response of a program's filter: how much a gradient weighs in the update k steps later, relative to its
 * weight in the update of its own step.
 *
 * @param weights by lag, the first is 1
 */
public record Filter(List<Double> weights) {

    private static final int LAGS = 12;
    private static final int SETTLING = 400;

    public Filter {
        weights = List.copyOf(weights);
    }

    /** Measures the filter, where the program has one that can be measured. */
    static Optional<Filter> of(Probe probe, boolean isSign) {
        List<Double> weights = isSign ? bySign(probe) : bySize(probe);
        boolean usable = weights.stream().allMatch(Double::isFinite);
        return usable ? Optional.of(new Filter(weights)) : Optional.empty();
    }

    /** Gradients of one magnitude keep second moments still; turning one of them round shows the filter of the rest. */
    private static List<Double> bySize(Probe probe) {
        float[][] gradients = Probe.noise(5, SETTLING + LAGS);
        for (float[] row : gradients) {
            for (int i = 0; i < row.length; i++) {
                row[i] = Math.signum(row[i]) * Probe.SIZE;
            }
        }
        float[][] plain = probe.updates(gradients);
        float[][] turned = gradients.clone();
        turned[SETTLING] = Probe.scaled(new float[][] {gradients[SETTLING]}, -1)[0];
        float[][] other = probe.updates(turned);
        List<Double> weights = new ArrayList<>();
        double first = (other[SETTLING][0] - plain[SETTLING][0]) / turned[SETTLING][0];
        for (int lag = 0; lag < LAGS; lag++) {
            weights.add((other[SETTLING + lag][0] - plain[SETTLING + lag][0]) / turned[SETTLING][0] / first);
        }
        return weights;
    }

    /**
     * A later gradient of the other sign cancels what is left of the first one: where the update changes sign, the two
     * weigh the same.
     */
    private static List<Double> bySign(Probe probe) {
        List<Double> weights = new ArrayList<>(List.of(1.0));
        for (int lag = 1; lag < LAGS; lag++) {
            double low = 0;
            double high = 1000;
            for (int i = 0; i < 50; i++) {
                double middle = (low + high) / 2;
                float[][] gradients = new float[lag + 1][Probe.PARAMETERS];
                java.util.Arrays.fill(gradients[0], Probe.SIZE);
                java.util.Arrays.fill(gradients[lag], (float) (-middle * Probe.SIZE));
                if (probe.updates(gradients)[lag][0] > 0) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            weights.add(high > 999 ? Double.NaN : (low + high) / 2);
        }
        return weights;
    }

    /** The rate at which the filter forgets: the ratio of neighbouring weights at larger lags; 0 without memory. */
    public double decay() {
        double before = weights.get(2);
        return Math.abs(before) < 1e-4 && Math.abs(weights.get(1)) < 1e-4
                ? 0
                : Math.sqrt(Math.max(0, weights.get(4) / before));
    }

    /**
     * The share of the past in the update, if the filter is {@code (1 - beta1) g + beta1 m} with a momentum that
     * forgets at {@link #decay()}; for a plain momentum it equals the decay.
     */
    public double mixing() {
        double decay = decay();
        double next = weights.get(1);
        return decay == 0 ? 0 : next / (next + 1 - decay);
    }
}
