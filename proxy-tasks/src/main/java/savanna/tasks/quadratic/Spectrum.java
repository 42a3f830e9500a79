package savanna.tasks.quadratic;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import savanna.dsl.execution.ParameterLayout;
import savanna.tasks.yaml.YamlMap;
import savanna.tasks.yaml.YamlNode;

/**
 * A positive definite matrix of blocks along the diagonal, each with stated eigenvalues and randomly turned axes:
 * {@code Q diag(eigenvalues) Q'}. A block is a parameter array of its own.
 *
 * @param blocks eigenvalues of each, positive
 */
record Spectrum(List<List<Double>> blocks) {
    private static final int MOST = 200;

    Spectrum {
        blocks = blocks.stream().map(List::copyOf).toList();
        if (blocks.isEmpty()
                || blocks.stream().anyMatch(List::isEmpty)
                || blocks.stream().flatMap(List::stream).anyMatch(value -> !(value > 0))) {
            throw new IllegalArgumentException("eigenvalues " + blocks + "; expected blocks of positive numbers");
        }
    }

    /** Reads {@code blocks}: a list of lists of eigenvalues. */
    static Spectrum read(YamlMap options) {
        YamlNode node = options.node("blocks")
                .orElseThrow(() -> options.error(
                        "missing key \"blocks\"; expected lists of eigenvalues such as [[1, 2, 3], [99, 100, 101]]"));
        List<List<Double>> blocks = new ArrayList<>();
        if (node instanceof YamlNode.Sequence list) {
            for (YamlNode item : list.items()) {
                blocks.add(block(options, item));
            }
        }
        if (blocks.isEmpty() || blocks.stream().mapToInt(List::size).sum() > MOST) {
            throw options.error(
                    "blocks", "expected lists of eigenvalues, at most " + MOST + " in all, found " + node.described());
        }
        return new Spectrum(blocks);
    }

    private static List<Double> block(YamlMap options, YamlNode item) {
        List<YamlNode> values = item instanceof YamlNode.Sequence list ? list.items() : List.of();
        List<Double> block = values.stream()
                .filter(value -> value.plain() instanceof Number number && number.doubleValue() > 0)
                .map(value -> ((Number) value.plain()).doubleValue())
                .toList();
        if (block.isEmpty() || block.size() < values.size()) {
            throw options.error(
                    "blocks",
                    "expected lists of positive eigenvalues such as [[1, 2, 3], [99, 100, 101]], found "
                            + item.plain());
        }
        return block;
    }

    /** A leaf for each block. */
    ParameterLayout layout() {
        ParameterLayout.Builder builder = ParameterLayout.builder();
        IntStream.range(0, blocks.size())
                .forEach(i -> builder.add("block" + (i + 1), blocks.get(i).size()));
        return builder.build();
    }

    double trace() {
        return blocks.stream()
                .flatMap(List::stream)
                .mapToDouble(Double::doubleValue)
                .sum();
    }

    /**
     * Square roots of the blocks, {@code Q diag(sqrt(eigenvalues))}, row after row: the matrix is {@code R R'}.
     *
     * @param seed of the axes
     */
    List<double[]> roots(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        return blocks.stream().map(block -> root(block, random)).toList();
    }

    private static double[] root(List<Double> eigenvalues, RandomGenerator random) {
        int n = eigenvalues.size();
        double[] root = axes(n, random);
        for (int i = 0; i < n * n; i++) {
            root[i] *= Math.sqrt(eigenvalues.get(i % n));
        }
        return root;
    }

    /** Columns that are orthonormal and turned uniformly: Gram and Schmidt on normal numbers. */
    private static double[] axes(int n, RandomGenerator random) {
        double[] q = IntStream.range(0, n * n)
                .mapToDouble(i -> random.nextGaussian())
                .toArray();
        for (int column = 0; column < n; column++) {
            for (int before = 0; before < column; before++) {
                double dot = 0;
                for (int row = 0; row < n; row++) {
                    dot += q[row * n + column] * q[row * n + before];
                }
                for (int row = 0; row < n; row++) {
                    q[row * n + column] -= dot * q[row * n + before];
                }
            }
            double squares = 0;
            for (int row = 0; row < n; row++) {
                squares += q[row * n + column] * q[row * n + column];
            }
            for (int row = 0; row < n; row++) {
                q[row * n + column] /= Math.sqrt(squares);
            }
        }
        return q;
    }
}
