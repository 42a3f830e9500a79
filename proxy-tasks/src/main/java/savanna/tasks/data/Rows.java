package savanna.tasks.data;

import java.util.random.RandomGenerator;

/** Examples that are rows of numbers, each on its own: they can be dealt to the splits in any order. */
public interface Rows extends Examples {

    Shape shape();

    /** The rows of some indices, in their order. */
    Rows select(int[] indices);

    /** Epochs, each in an order of its own. */
    @Override
    default int[] order(int count, RandomGenerator random) {
        int[] epoch = Permutations.identity(size());
        int[] order = new int[count];
        for (int at = 0; at < count; at += epoch.length) {
            Permutations.shuffle(epoch, random);
            System.arraycopy(epoch, 0, order, at, Math.min(epoch.length, count - at));
        }
        return order;
    }
}
