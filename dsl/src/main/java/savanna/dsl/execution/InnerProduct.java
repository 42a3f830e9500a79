package savanna.dsl.execution;

/** Sums of products, in a fixed order. */
final class InnerProduct {

    private InnerProduct() {}

    /** Sum over {@code [from, to)}; four running sums, since HotSpot does not reorder one. */
    static double of(float[] x, float[] y, int from, int to) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = from;
        for (; i + 3 < to; i += 4) {
            s0 += (double) x[i] * y[i];
            s1 += (double) x[i + 1] * y[i + 1];
            s2 += (double) x[i + 2] * y[i + 2];
            s3 += (double) x[i + 3] * y[i + 3];
        }
        for (; i < to; i++) {
            s0 += (double) x[i] * y[i];
        }
        return (s0 + s1) + (s2 + s3);
    }
}
