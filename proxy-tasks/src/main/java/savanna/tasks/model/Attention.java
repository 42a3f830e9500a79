package savanna.tasks.model;

import java.util.Arrays;

/**
 * Multi-head softmax attention, laid out so that all its loops are long and vectorized: channels are rows, and a row runs over positions and, within a
 * position, over the examples of the batch. A query attends to the key {@code shift} positions back, for one shift after the other, so that scores,
 * softmax and weighted sums are operations between whole rows, one of them moved by {@code shift * batch} places. Where attention is not causal the
 * move is circular. No small matrix products, whose calls would cost more than their work.
 */
final class Attention {
    private final int heads;
    private final int channels;
    private final int positions;
    private final boolean causal;
    private final float scale;
    private final float[][] q;
    private final float[][] k;
    private final float[][] v;
    private final float[][] moved;
    private final float[][] output;
    private final float[][] dq;
    private final float[][] dk;
    private final float[][] dv;
    private final float[] extremes;
    private final float[] sums;
    private final float[][] dScores;
    private final float[] row;

    /**
     * @param channels of each head
     * @param columns  most positions x examples
     */
    Attention(int heads, int channels, int positions, int columns, boolean causal) {
        this.heads = heads;
        this.channels = channels;
        this.positions = positions;
        this.causal = causal;
        scale = (float) (1 / Math.sqrt(channels));
        q = new float[channels][columns];
        k = new float[channels][columns];
        v = new float[channels][columns];
        moved = new float[channels][columns];
        output = new float[channels][columns];
        dq = new float[channels][columns];
        dk = new float[channels][columns];
        dv = new float[channels][columns];
        extremes = new float[columns];
        sums = new float[columns];
        dScores = new float[positions][columns];
        row = new float[columns];
    }

    /** Weights of attention to be kept for the backward pass: for each head and shift a row. */
    float[][] newProbabilities(int columns) {
        return new float[heads * positions][columns];
    }

    /**
     * @param qkv           3 x width rows (queries, keys, values; heads within) of n floats
     * @param n             positions x batch
     * @param batch         examples
     * @param probabilities receives the weights
     * @param result        receives width rows of n floats
     */
    void forward(float[] qkv, int n, int batch, float[][] probabilities, float[] result) {
        int width = heads * channels;
        for (int head = 0; head < heads; head++) {
            load(qkv, head * channels, n, q);
            load(qkv, width + head * channels, n, k);
            load(qkv, 2 * width + head * channels, n, v);
            for (int c = 0; c < channels; c++) {
                Vectors.scale(q[c], scale, 0, n);
                Arrays.fill(output[c], 0, n, 0f);
            }
            for (int shift = 0; shift < positions; shift++) {
                int from = from(shift, batch);
                float[] scores = probabilities[head * positions + shift];
                Arrays.fill(scores, 0, n, 0f);
                moveAll(k, moved, shift * batch, n);
                Vectors.addProducts(scores, q, moved, channels, from, n);
            }
            softmax(probabilities, head * positions, n, batch);
            for (int shift = 0; shift < positions; shift++) {
                int from = from(shift, batch);
                float[] weights = probabilities[head * positions + shift];
                moveAll(v, moved, shift * batch, n);
                Vectors.addProductToEach(output, weights, moved, channels, from, n);
            }
            store(output, result, head * channels, n);
        }
    }

    private void softmax(float[][] scores, int first, int n, int batch) {
        System.arraycopy(scores[first], 0, extremes, 0, n);
        for (int shift = 1; shift < positions; shift++) {
            Vectors.max(extremes, scores[first + shift], from(shift, batch), n);
        }
        Arrays.fill(sums, 0, n, 0f);
        for (int shift = 0; shift < positions; shift++) {
            int from = from(shift, batch);
            Vectors.subtract(scores[first + shift], extremes, from, n);
            Exponential.inPlace(scores[first + shift], from, n);
            Vectors.add(sums, scores[first + shift], from, n);
        }
        Vectors.reciprocal(sums, 0, n);
        for (int shift = 0; shift < positions; shift++) {
            Vectors.multiply(scores[first + shift], sums, from(shift, batch), n);
        }
    }

    /**
     * @param dResult gradient of the loss by the result: width rows of n floats
     * @param dQkv    receives the gradient by queries, keys and values
     */
    void backward(float[] qkv, int n, int batch, float[][] probabilities, float[] dResult, float[] dQkv) {
        int width = heads * channels;
        float[][] dOutput = output;
        for (int head = 0; head < heads; head++) {
            load(qkv, head * channels, n, q);
            load(qkv, width + head * channels, n, k);
            load(qkv, 2 * width + head * channels, n, v);
            load(dResult, head * channels, n, dOutput);
            for (int c = 0; c < channels; c++) {
                Vectors.scale(q[c], scale, 0, n);
                Arrays.fill(dq[c], 0, n, 0f);
                Arrays.fill(dk[c], 0, n, 0f);
                Arrays.fill(dv[c], 0, n, 0f);
            }
            Arrays.fill(sums, 0, n, 0f);
            for (int shift = 0; shift < positions; shift++) {
                int from = from(shift, batch);
                float[] weights = probabilities[head * positions + shift];
                Arrays.fill(dScores[shift], 0, n, 0f);
                moveAll(v, moved, shift * batch, n);
                Vectors.addProducts(dScores[shift], dOutput, moved, channels, from, n);
                Vectors.addProduct(sums, dScores[shift], weights, from, n);
                moveBack(weights, row, shift * batch, n);
                moveAllBack(dOutput, moved, shift * batch, n);
                Vectors.addProductToEach(dv, row, moved, channels, 0, n - from);
            }
            for (int shift = 0; shift < positions; shift++) {
                int from = from(shift, batch);
                // Through the softmax: ds = p (dp - sum of p dp).
                float[] ds = dScores[shift];
                Vectors.subtract(ds, sums, from, n);
                Vectors.multiply(ds, probabilities[head * positions + shift], from, n);
                moveAll(k, moved, shift * batch, n);
                moveBack(ds, row, shift * batch, n);
                Vectors.addProductToEach(dq, ds, moved, channels, from, n);
                moveAllBack(q, moved, shift * batch, n);
                Vectors.addProductToEach(dk, row, moved, channels, 0, n - from);
            }
            for (int c = 0; c < channels; c++) {
                Vectors.scale(dq[c], scale, 0, n);
            }
            store(dq, dQkv, head * channels, n);
            store(dk, dQkv, width + head * channels, n);
            store(dv, dQkv, 2 * width + head * channels, n);
        }
    }

    /** First column that has a key at this shift. */
    private int from(int shift, int batch) {
        return causal ? shift * batch : 0;
    }

    private void moveAll(float[][] rows, float[][] to, int places, int n) {
        for (int c = 0; c < channels; c++) {
            System.arraycopy(rows[c], 0, to[c], places, n - places);
            if (!causal) {
                System.arraycopy(rows[c], n - places, to[c], 0, places);
            }
        }
    }

    private void moveAllBack(float[][] rows, float[][] to, int places, int n) {
        for (int c = 0; c < channels; c++) {
            moveBack(rows[c], to[c], places, n);
        }
    }

    private void moveBack(float[] from, float[] to, int places, int n) {
        System.arraycopy(from, places, to, 0, n - places);
        if (!causal) {
            System.arraycopy(from, 0, to, n - places, places);
        }
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
