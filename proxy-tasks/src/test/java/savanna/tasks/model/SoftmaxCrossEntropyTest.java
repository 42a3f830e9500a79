package savanna.tasks.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SoftmaxCrossEntropyTest {
    private static final int CLASSES = 7;

    @Test
    void shouldHaveTheLossAndGradientOfEachColumnAcrossBlocks() {
        int n = 300;
        SplittableRandom random = new SplittableRandom(1);
        float[] logits = new float[CLASSES * n];
        for (int i = 0; i < logits.length; i++) {
            // Some so far apart that all but the largest vanish.
            logits[i] = (float) (random.nextGaussian() * (i % 5 == 0 ? 100 : 2));
        }
        int[] targets = random.ints(n, 0, CLASSES).toArray();
        float[] gradient = logits.clone();
        double loss = new SoftmaxCrossEntropy(CLASSES).gradient(gradient, n, targets);
        double expected = 0;
        for (int i = 0; i < n; i++) {
            int column = i;
            double largest = IntStream.range(0, CLASSES)
                    .mapToDouble(c -> logits[c * n + column])
                    .max()
                    .orElseThrow();
            double sum = IntStream.range(0, CLASSES)
                    .mapToDouble(c -> Math.exp(logits[c * n + column] - largest))
                    .sum();
            expected += largest + Math.log(sum) - logits[targets[i] * n + i];
            for (int c = 0; c < CLASSES; c++) {
                double softmax = Math.exp(logits[c * n + i] - largest) / sum;
                assertThat(gradient[c * n + i] * (double) n)
                        .isCloseTo(softmax - (c == targets[i] ? 1 : 0), within(3e-5));
            }
        }
        assertThat(loss).isCloseTo(expected / n, within(1e-5 * expected / n));
    }

    @Test
    void shouldCountOnlyTheFirstOfClassesWithEqualLogitsAsCorrect() {
        int n = CLASSES;
        Model.Score score = new SoftmaxCrossEntropy(CLASSES)
                .score(new float[CLASSES * n], n, IntStream.range(0, n).toArray());
        assertThat(score.correct()).isEqualTo(1);
        assertThat(score.targets()).isEqualTo(n);
        assertThat(score.loss()).isCloseTo(n * Math.log(CLASSES), within(1e-4));
    }
}
