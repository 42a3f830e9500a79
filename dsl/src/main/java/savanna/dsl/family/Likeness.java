package savanna.dsl.family;

import java.util.Arrays;
import java.util.List;
import savanna.dsl.execution.ParameterLayout;

/**
 * How alike the updates of other programs are to those of one. <em>Direction</em> is the mean cosine between the two,
 * array by array and step by step, weighted by the sizes of arrays: learning rates drop out, even those that differ
 * between arrays and steps. <em>Whole</em> is one cosine over all arrays and steps together, the other's steps
 * multiplied by the best of some powers of the schedule: it tells apart what differs in sizes only, such as a gradient
 * and a gradient over its norm.
 *
 * <p>Where the program reads the weights, what is parallel to them in an array is taken out of both: that is its decay.
 */
final class Likeness {

    /** Measured likeness; both cosines are in [-1, 1]. */
    record Cosines(double direction, double whole) {
        static final Cosines NONE = new Cosines(-1, -1);
    }

    /** Powers of the schedule that steps may follow. */
    private static final double[] POWERS = {0, 1, 2};
    /** In smaller arrays the weights would take out too much of what is compared. */
    private static final int SMALLEST_PROJECTED = 8;

    private final List<ParameterLayout.Leaf> leaves;
    /** Where each array begins in the flat vector, and last where the last one ends. */
    private final int[] bounds;

    private final boolean takesOutWeights;
    private final float[] schedule;
    /** Unit vectors by step, array by array: zero where the update is. */
    private final float[][] directions;
    /** Unit vectors of the weights, where they are taken out. */
    private final float[][] weights;
    /** Sizes of the update by step and array. */
    private final double[][] sizes;

    Likeness(Updates updates, Recording recording, boolean takesOutWeights) {
        leaves = recording.layout().leaves();
        bounds = new int[leaves.size() + 1];
        Arrays.setAll(
                bounds,
                l -> l < leaves.size()
                        ? leaves.get(l).offset()
                        : recording.layout().size());
        this.takesOutWeights = takesOutWeights;
        int[] steps = updates.steps();
        schedule = new float[steps.length];
        directions = new float[steps.length][];
        weights = new float[steps.length][];
        sizes = new double[steps.length][leaves.size()];
        for (int t = 0; t < steps.length; t++) {
            Recording.Moment moment = recording.moments().get(steps[t]);
            schedule[t] = moment.schedule();
            directions[t] = updates.values()[t].clone();
            weights[t] = new float[recording.layout().size()];
            for (int l = 0; l < leaves.size(); l++) {
                ParameterLayout.Leaf leaf = leaves.get(l);
                if (takesOutWeights && leaf.length() >= SMALLEST_PROJECTED) {
                    System.arraycopy(moment.weights(), leaf.offset(), weights[t], leaf.offset(), leaf.length());
                    unit(weights[t], leaf);
                    remove(weights[t], directions[t], leaf);
                }
                sizes[t][l] = unit(directions[t], leaf);
            }
        }
    }

    /** To what another program does at the same steps. */
    Cosines to(Updates other) {
        double directed = 0;
        double counted = 0;
        double[] products = new double[POWERS.length];
        double[] squares = new double[POWERS.length];
        double own = 0;
        for (int t = 0; t < directions.length; t++) {
            for (int l = 0; l < leaves.size(); l++) {
                int length = bounds[l + 1] - bounds[l];
                double product = 0;
                double square = 0;
                double weight = 0;
                float[] values = other.values()[t];
                for (int i = bounds[l]; i < bounds[l + 1]; i++) {
                    double value = values[i];
                    product += directions[t][i] * value;
                    square += value * value;
                }
                for (int i = bounds[l]; i < bounds[l + 1] && takesOutWeights; i++) {
                    weight += weights[t][i] * (double) values[i];
                }
                double size = Math.max(0, square - weight * weight);
                if (sizes[t][l] > 0 || size > 0) {
                    directed += sizes[t][l] > 0 && size > 0 ? length * product / Math.sqrt(size) : 0;
                    counted += length;
                }
                own += sizes[t][l] * sizes[t][l];
                double factor = 1;
                for (int p = 0; p < POWERS.length; p++) {
                    products[p] += factor * sizes[t][l] * product;
                    squares[p] += factor * factor * size;
                    factor *= schedule[t];
                }
            }
        }
        double whole = -1;
        for (int p = 0; p < POWERS.length; p++) {
            whole = Math.max(whole, cosine(products[p], own, squares[p]));
        }
        return new Cosines(counted > 0 && Double.isFinite(directed) ? bounded(directed / counted) : -1, whole);
    }

    private static double cosine(double product, double one, double other) {
        double cosine = product / Math.sqrt(one * other);
        return Double.isFinite(cosine) ? bounded(cosine) : -1;
    }

    private static double bounded(double cosine) {
        return Math.max(-1, Math.min(1, cosine));
    }

    /** Scales an array to size one, unless it is zero; returns the size that it had. */
    private static double unit(float[] values, ParameterLayout.Leaf leaf) {
        double square = 0;
        for (int i = leaf.offset(), end = i + leaf.length(); i < end; i++) {
            square += (double) values[i] * values[i];
        }
        double size = Math.sqrt(square);
        for (int i = leaf.offset(), end = i + leaf.length(); i < end && size > 0; i++) {
            values[i] = (float) (values[i] / size);
        }
        return size;
    }

    private static void remove(float[] unit, float[] values, ParameterLayout.Leaf leaf) {
        double product = 0;
        for (int i = leaf.offset(), end = i + leaf.length(); i < end; i++) {
            product += (double) unit[i] * values[i];
        }
        for (int i = leaf.offset(), end = i + leaf.length(); i < end; i++) {
            values[i] = (float) (values[i] - product * unit[i]);
        }
    }
}
