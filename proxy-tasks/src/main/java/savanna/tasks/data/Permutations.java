package savanna.tasks.data;

import java.util.random.RandomGenerator;

/** Orders of indices. */
final class Permutations {
    private Permutations() {}

    static int[] identity(int n) {
        int[] identity = new int[n];
        for (int i = 0; i < n; i++) {
            identity[i] = i;
        }
        return identity;
    }

    /** Fisher and Yates. */
    static void shuffle(int[] indices, RandomGenerator random) {
        for (int i = indices.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int swapped = indices[i];
            indices[i] = indices[other];
            indices[other] = swapped;
        }
    }
}
