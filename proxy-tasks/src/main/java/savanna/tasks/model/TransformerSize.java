package savanna.tasks.model;

import savanna.tasks.yaml.YamlMap;

/**
 * Sizes of a stack of Transformer layers.
 *
 * @param width channels of the residual stream
 * @param heads of attention; divides the width
 * @param layers number of layers
 * @param expansion hidden width of the layers' MLP, in widths
 */
public record TransformerSize(int width, int heads, int layers, int expansion) {
    public TransformerSize {
        if (width < 1 || heads < 1 || layers < 1 || expansion < 1 || width % heads != 0) {
            throw new IllegalArgumentException(
                    "a Transformer of width " + width + ", " + heads + " heads, " + layers + " layers, expansion "
                            + expansion + "; expected positive numbers, and a width that the heads divide");
        }
    }

    static TransformerSize read(YamlMap options) {
        try {
            return new TransformerSize(
                    options.integer("width", 16, 1, 1 << 14),
                    options.integer("heads", 2, 1, 1 << 10),
                    options.integer("layers", 1, 1, 1 << 10),
                    options.integer("expansion", 4, 1, 64));
        } catch (IllegalArgumentException wrong) {
            throw options.error(wrong.getMessage());
        }
    }
}
