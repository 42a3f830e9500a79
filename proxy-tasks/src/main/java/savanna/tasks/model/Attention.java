package savanna.tasks.model;

import java.util.Arrays;

/**
 * Multi-head softmax attention, laid out so that all its loops are long and vectorized: channels are rows, and a row
 * runs over positions and, within a position, over the examples of the batch. A query attends to the key {@code shift}
 * positions back, for one shift after the other, so that scores, softmax and weighted sums are operations between whole
 * rows, one of them moved by {@code shift * batch} places. Where attention is not causal the move is circular, and rows
 * that will be moved are kept twice in succession, so that each move is one copy. No small matrix products, whose calls
 * would cost more than their work.
 */
final class Attention {
    private final int heads;
    private final int channels;
    private final int positions;
    private final boolean causal;
    private final float scale;
    private final float[][] moved;
    private final float[][] dOutput;
    private final float[][] dq;
    private final float[][] dk;
    private final float[][] dv;
    private final float[] extremes;
    private final float[] sums;
    private final float[] dScores;
    private final float[] row;

    /** What the backward pass needs of the forward pass, for each head. */
    static final class Trace {
        private final float[][][] scaledQ;
        private final float[][][] k;
        private final float[][][] v;
        private final float[][][] output;
        /** For each shift the weights of attention. */
        private final float[][][] weights;

        private Trace(int heads, int channels, int positions, int columns, int kept) {
            scaledQ = new float[heads][channels][kept];
            k = new float[heads][channels][kept];
            v = new float[heads][channels][kept];
            output = new float[heads][channels][columns];
            weights = new float[heads][positions][columns];
        }
    }

    /**
     * @param channels of each head
     * @param columns most positions x examples
     */
    Attention(int heads, int channels, int positions, int columns, boolean causal) {
        this.heads = heads;
        this.channels = channels;
        this.positions = positions;
        this.causal = causal;
        scale = (float) (1 / Math.sqrt(channels));
        moved = new float[channels][columns];
        dOutput = new float[channels][kept(columns)];
        dq = new float[channels][columns];
        dk = new float[channels][columns];
        dv = new float[channels][columns];
        extremes = new float[columns];
        sums = new float[columns];
        dScores = new float[columns];
        row = new float[columns];
    }

    /** @param columns most positions x examples */
    Trace newTrace(int columns) {
        return new Trace(heads, channels, positions, columns, kept(columns));
    }

    /**
     * @param qkv 3 x width rows (queries, keys, values; heads within) of n floats
     * @param n positions x batch
     * @param batch examples
     * @param trace overwritten
     * @param result receives width rows of n floats
     */
    void forward(float[] qkv, int n, int batch, Trace trace, float[] result) {
        int width = heads * channels;
        for (int head = 0; head < heads; head++) {
            float[][] q = trace.scaledQ[head];
            float[][] output = trace.output[head];
            float[][] weights = trace.weights[head];
            load(qkv, head * channels, n, q);
            load(qkv, width + head * channels, n, trace.k[head]);
            load(qkv, 2 * width + head * channels, n, trace.v[head]);
            for (int c = 0; c < channels; c++) {
                Vectors.scale(q[c], scale, 0, n);
                Arrays.fill(output[c], 0, n, 0f);
            }
            keepTwice(q, n);
            keepTwice(trace.k[head], n);
            keepTwice(trace.v[head], n);
            for (int shift = 0; shift < positions; shift++) {
                Arrays.fill(weights[shift], 0, n, 0f);
                float[][] k = moved(trace.k[head], shift * batch, n);
                Vectors.addProducts(weights[shift], q, k, channels, first(shift, batch), n);
            }
            softmax(weights, n, batch);
            for (int shift = 0; shift < positions; shift++) {
                float[][] v = moved(trace.v[head], shift * batch, n);
                Vectors.addProductToEach(output, weights[shift], v, channels, first(shift, batch), n);
            }
            store(output, result, head * channels, n);
        }
    }

    private void softmax(float[][] scores, int n, int batch) {
        System.arraycopy(scores[0], 0, extremes, 0, n);
        for (int shift = 1; shift < positions; shift++) {
            Vectors.max(extremes, scores[shift], first(shift, batch), n);
        }
        Arrays.fill(sums, 0, n, 0f);
        for (int shift = 0; shift < positions; shift++) {
            Exponential.ofDifferences(scores[shift], extremes, sums, first(shift, batch), n);
        }
        Vectors.reciprocal(sums, 0, n);
        for (int shift = 0; shift < positions; shift++) {
            Vectors.multiply(scores[shift], sums, first(shift, batch), n);
        }
    }

    /**
     * @param trace of the forward pass
     * @param dResult gradient of the loss by the result: width rows of n floats
     * @param dQkv receives the gradient by queries, keys and values
     */
    void backward(int n, int batch, Trace trace, float[] dResult, float[] dQkv) {
        int width = heads * channels;
        for (int head = 0; head < heads; head++) {
            load(dResult, head * channels, n, dOutput);
            keepTwice(dOutput, n);
            for (int c = 0; c < channels; c++) {
                Arrays.fill(dq[c], 0, n, 0f);
                Arrays.fill(dk[c], 0, n, 0f);
                Arrays.fill(dv[c], 0, n, 0f);
            }
            // The softmax subtracts the sum over keys of p dp, which is the product of the output and its gradient (Dao
            // et al. 2022): one pass over shifts does.
            Arrays.fill(sums, 0, n, 0f);
            Vectors.addProducts(sums, dOutput, trace.output[head], channels, 0, n);
            Vectors.scale(sums, -1f, 0, n);
            for (int shift = 0; shift < positions; shift++) {
                backward(shift, n, batch, trace, head);
            }
            for (int c = 0; c < channels; c++) {
                Vectors.scale(dq[c], scale, 0, n);
            }
            store(dq, dQkv, head * channels, n);
            store(dk, dQkv, width + head * channels, n);
            store(dv, dQkv, 2 * width + head * channels, n);
        }
    }

    private void backward(int shift, int n, int batch, Trace trace, int head) {
        int places = shift * batch;
        int from = first(shift, batch);
        float[] weights = trace.weights[head][shift];
        System.arraycopy(sums, 0, dScores, 0, n);
        Vectors.addProducts(dScores, dOutput, moved(trace.v[head], places, n), channels, from, n);
        Vectors.multiply(dScores, weights, from, n);
        Vectors.addProductToEach(dq, dScores, moved(trace.k[head], places, n), channels, from, n);
        Vectors.addProductToEach(
                dv, movedBack(weights, places, n), movedBack(dOutput, places, n), channels, 0, n - from);
        Vectors.addProductToEach(
                dk, movedBack(dScores, places, n), movedBack(trace.scaledQ[head], places, n), channels, 0, n - from);
    }

    /** First column that has a key at this shift. */
    private int first(int shift, int batch) {
        return causal ? shift * batch : 0;
    }

    /** Floats of a row that will be moved. */
    private int kept(int columns) {
        return causal ? columns : 2 * columns;
    }

    private void keepTwice(float[][] rows, int n) {
        if (!causal) {
            for (int c = 0; c < channels; c++) {
                System.arraycopy(rows[c], 0, rows[c], n, n);
            }
        }
    }

    /** Rows where the queries stand that attend to them; in a buffer, unless they stand there. */
    private float[][] moved(float[][] rows, int places, int n) {
        if (places == 0) {
            return rows;
        }
        for (int c = 0; c < channels; c++) {
            if (causal) {
                System.arraycopy(rows[c], 0, moved[c], places, n - places);
            } else {
                System.arraycopy(rows[c], n - places, moved[c], 0, n);
            }
        }
        return moved;
    }

    /** Rows of queries where the keys stand that they attend to; in a buffer, unless they stand there. */
    private float[][] movedBack(float[][] rows, int places, int n) {
        if (places == 0) {
            return rows;
        }
        for (int c = 0; c < channels; c++) {
            System.arraycopy(rows[c], places, moved[c], 0, causal ? n - places : n);
        }
        return moved;
    }

    /** The same for one row, which is kept once. */
    private float[] movedBack(float[] from, int places, int n) {
        if (places == 0) {
            return from;
        }
        System.arraycopy(from, places, row, 0, n - places);
        if (!causal) {
            System.arraycopy(from, 0, row, n - places, places);
        }
        return row;
    }

    private void load(float[] flat, int firstRow, int n, float[][] rows) {
        for (int c = 0; c < channels; c++) {
            System.arraycopy(flat, (firstRow + c) * n, rows[c], 0, n);
        }
    }

    private void store(float[][] rows, float[] flat, int firstRow, int n) {
        for (int c = 0; c < channels; c++) {
            System.arraycopy(rows[c], 0, flat, (firstRow + c) * n, n);
        }
    }
}
