package savanna.dsl.execution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The parameters of a model: named arrays (leaves), one after the other in a flat vector.
 *
 * @param leaves in the order of the flat vector, without gaps
 */
public record ParameterLayout(List<Leaf> leaves) {

    /**
     * One parameter array.
     *
     * @param name unique within the layout
     * @param offset first index in the flat vector
     * @param shape its dimensions, each at least 1; none for a single number
     */
    public record Leaf(String name, int offset, List<Integer> shape) {
        public Leaf {
            shape = List.copyOf(shape);
            int length = 1;
            for (int dimension : shape) {
                if (dimension < 1) {
                    throw new IllegalArgumentException(
                            "the dimensions of leaf " + name + " are at least 1, not " + shape);
                }
                length = Math.multiplyExact(length, dimension);
            }
        }

        /** Number of floats. */
        public int length() {
            int length = 1;
            for (int dimension : shape) {
                length *= dimension;
            }
            return length;
        }

        /** Rows of it as a matrix: the first dimension, but 1 of a vector or a single number. */
        public int rows() {
            return shape.size() < 2 ? 1 : shape.get(0);
        }

        /** Columns of it as a matrix: the product of all dimensions but the rows. */
        public int columns() {
            return length() / rows();
        }
    }

    public ParameterLayout {
        leaves = List.copyOf(leaves);
        int offset = 0;
        for (Leaf leaf : leaves) {
            if (leaf.offset() != offset) {
                throw new IllegalArgumentException("leaf " + leaf + " does not start at " + offset);
            }
            offset = Math.addExact(offset, leaf.length());
        }
        if (offset == 0) {
            throw new IllegalArgumentException("a layout has at least one leaf");
        }
    }

    /** A layout of one leaf of n floats, named {@code parameters}. */
    public static ParameterLayout flat(int n) {
        return builder().add("parameters", n).build();
    }

    /** Number of floats in the flat vector. */
    public int size() {
        Leaf last = leaves.get(leaves.size() - 1);
        return last.offset() + last.length();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Adds leaves one after the other. */
    public static final class Builder {
        private final List<Leaf> leaves = new ArrayList<>();
        private int size;

        private Builder() {}

        /** Adds an array of the given shape; its length is the product. */
        public Builder add(String name, int... shape) {
            Leaf leaf = new Leaf(name, size, Arrays.stream(shape).boxed().toList());
            leaves.add(leaf);
            size = Math.addExact(size, leaf.length());
            return this;
        }

        /** First index that the next leaf will have. */
        public int size() {
            return size;
        }

        public ParameterLayout build() {
            return new ParameterLayout(leaves);
        }
    }
}
