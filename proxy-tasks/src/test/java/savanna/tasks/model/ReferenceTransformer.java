package savanna.tasks.model;

import java.util.function.Function;

/**
 * A pre-norm Transformer, naively in double and one example at a time; an independent restatement of what the fast ones
 * compute.
 */
final class ReferenceTransformer {
    private final Function<String, double[]> parameter;
    private final TransformerSize size;
    private final boolean causal;

    /** @param parameter finds a leaf by its name */
    ReferenceTransformer(Function<String, double[]> parameter, TransformerSize size, boolean causal) {
        this.parameter = parameter;
        this.size = size;
        this.causal = causal;
    }

    /** @param x positions x width; changed @return normalised result of the last layer */
    double[][] apply(double[][] x) {
        for (int layer = 1; layer <= size.layers(); layer++) {
            String name = "layer" + layer;
            double[][] attended = attention(norm(x, name + ".attention-norm"), name);
            for (int t = 0; t < x.length; t++) {
                add(x[t], linear(attended[t], name + ".attention.out"));
            }
            double[][] normed = norm(x, name + ".mlp-norm");
            for (int t = 0; t < x.length; t++) {
                double[] hidden = linear(normed[t], name + ".mlp.expand");
                for (int i = 0; i < hidden.length; i++) {
                    hidden[i] = Reference.activate(hidden[i], Activation.GELU);
                }
                add(x[t], linear(hidden, name + ".mlp.contract"));
            }
        }
        return norm(x, "norm");
    }

    private double[][] attention(double[][] x, String name) {
        int width = size.width();
        int channels = width / size.heads();
        double[][] qkv = new double[x.length][];
        double[][] result = new double[x.length][width];
        for (int t = 0; t < x.length; t++) {
            qkv[t] = linear(x[t], name + ".attention.qkv");
        }
        for (int head = 0; head < size.heads(); head++) {
            for (int t = 0; t < x.length; t++) {
                int keys = causal ? t + 1 : x.length;
                double[] weights = new double[keys];
                double sum = 0;
                for (int s = 0; s < keys; s++) {
                    double score = 0;
                    for (int c = head * channels; c < (head + 1) * channels; c++) {
                        score += qkv[t][c] * qkv[s][width + c];
                    }
                    weights[s] = Math.exp(score / Math.sqrt(channels));
                    sum += weights[s];
                }
                for (int s = 0; s < keys; s++) {
                    for (int c = head * channels; c < (head + 1) * channels; c++) {
                        result[t][c] += weights[s] / sum * qkv[s][2 * width + c];
                    }
                }
            }
        }
        return result;
    }

    private double[][] norm(double[][] x, String name) {
        double[] gain = parameter.apply(name + ".gain");
        double[] offset = parameter.apply(name + ".offset");
        double[][] result = new double[x.length][gain.length];
        for (int t = 0; t < x.length; t++) {
            double mean = java.util.Arrays.stream(x[t]).average().orElseThrow();
            double variance = java.util.Arrays.stream(x[t])
                    .map(value -> (value - mean) * (value - mean))
                    .average()
                    .orElseThrow();
            for (int i = 0; i < gain.length; i++) {
                result[t][i] = (x[t][i] - mean) / Math.sqrt(variance + 1e-5) * gain[i] + offset[i];
            }
        }
        return result;
    }

    double[] linear(double[] x, String name) {
        double[] weight = parameter.apply(name + ".weight");
        double[] result = parameter.apply(name + ".bias").clone();
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < result.length; j++) {
                result[j] += x[i] * weight[i * result.length + j];
            }
        }
        return result;
    }

    private static void add(double[] x, double[] y) {
        for (int i = 0; i < x.length; i++) {
            x[i] += y[i];
        }
    }
}
