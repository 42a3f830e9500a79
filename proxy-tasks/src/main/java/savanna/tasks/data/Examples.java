package savanna.tasks.data;

import java.util.random.RandomGenerator;

/** One split of a dataset. Immutable and shared by trainers. */
public interface Examples {

    int size();

    /**
     * Fills a batch with the examples of some indices.
     *
     * @param indices indices of examples
     * @param from first index to take
     * @param count how many
     */
    void fill(Batch batch, int[] indices, int from, int count);

    /** Indices for training: {@code count} of them, drawn as suits the data. */
    int[] order(int count, RandomGenerator random);

    /** Indices for a measurement: as many as there are, but at most {@code most}, always the same, spread evenly. */
    default int[] sample(int most) {
        int count = Math.min(most, size());
        int[] indices = new int[count];
        for (int i = 0; i < count; i++) {
            indices[i] = (int) ((long) i * size() / count);
        }
        return indices;
    }
}
