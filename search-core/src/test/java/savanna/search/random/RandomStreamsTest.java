package savanna.search.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RandomStreamsTest {

    @Test
    void shouldGiveTheSameStreamForTheSamePurpose() {
        RandomStreams streams = new RandomStreams(7);

        assertThat(draws(streams.stream("evolution", 2, 17)))
                .isEqualTo(draws(new RandomStreams(7).stream("evolution", 2, 17)));
    }

    @Test
    void shouldGiveOtherStreamsForOtherSeedsAndPurposes() {
        List<List<Long>> streams = IntStream.range(0, 10_000)
                .mapToObj(i -> draws(new RandomStreams(i % 100).stream("evolution", i / 100)))
                .toList();

        assertThat(streams).doesNotHaveDuplicates();
    }

    /**
     * Java 19, and later updates of 17, read the bytes of a seed in another way (JDK-8282144). The values are those of
     * Java 17.0.15.
     */
    @Test
    void shouldDrawTheSameOnEveryJava() {
        assertThat(draws(new RandomStreams(2005).stream("seeds", "report")))
                .containsExactly(2145353683097778391L, 4582105993638895695L, 1362240882153699194L);
        assertThat(draws(new RandomStreams(1).stream("evolution", 3, 14)))
                .containsExactly(-7578204665353796869L, 655258561876847563L, -1509741112844698315L);
    }

    private static List<Long> draws(RandomGenerator stream) {
        return LongStream.generate(stream::nextLong).limit(3).boxed().toList();
    }
}
