package savanna.tasks.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class DigitsTest {
    private final Images digits = Digits.read();

    @Test
    void shouldHoldTheImagesOfUci() {
        assertThat(digits.size()).isEqualTo(1797);
        assertThat(digits.shape()).isEqualTo(new Shape.Image(8, 8, 10));
        Batch batch = new Batch(digits.shape(), 1);
        digits.fill(batch, new int[] {0}, 0, 1);
        assertThat(Arrays.copyOf(batch.features(), 6)).containsExactly(0, 0, 5 / 16f, 13 / 16f, 9 / 16f, 1 / 16f);
        assertThat(batch.features()[64]).isEqualTo(1);
        assertThat(batch.targets()).containsExactly(0);
    }

    @Test
    void shouldSplitTheSameWayEachTimeIntoDisjointParts() {
        int[][] parts = new Splits(0.2, 0.3, 7).indices("digits", 1000);
        assertThat(parts).isDeepEqualTo(new Splits(0.2, 0.3, 7).indices("digits", 1000));
        assertThat(Arrays.asList(parts)).extracting(part -> part.length).containsExactly(500, 200, 300);
        Set<Integer> all = new HashSet<>();
        Arrays.stream(parts).flatMapToInt(Arrays::stream).forEach(all::add);
        assertThat(all).hasSize(1000);
        assertThat(new Splits(0.2, 0.3, 8).indices("digits", 1000)[0]).isNotEqualTo(parts[0]);
    }

    @Test
    void shouldDisturbTheAskedShareOfLabels() {
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        Images noisy = digits.withLabelNoise(0.3, random);
        long changed = java.util.stream.IntStream.range(0, digits.size())
                .filter(i -> digits.label(i) != noisy.label(i))
                .count();
        assertThat(changed / 1797.0).isCloseTo(0.3 * 0.9, within(0.06));
    }

    @Test
    void shouldVisitEachImageOnceAnEpoch() {
        int[] order = digits.order(2 * 1797 + 5, RandomGenerator.of("L64X128MixRandom"));
        assertThat(Arrays.stream(order, 0, 1797).distinct().count()).isEqualTo(1797);
        assertThat(Arrays.stream(order, 1797, 2 * 1797).distinct().count()).isEqualTo(1797);
        assertThat(Arrays.copyOf(order, 1797)).isNotEqualTo(Arrays.copyOfRange(order, 1797, 2 * 1797));
    }
}
