package savanna.search.pipeline;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import savanna.search.random.RandomStreams;

/**
 * Training seeds that no other purpose uses: drawn from 53 bits, so that they also survive tools that read numbers as
 * doubles.
 */
final class FreshSeeds {
    private FreshSeeds() {}

    static List<Long> of(RandomStreams random, String purpose, int count) {
        RandomGenerator stream = random.stream("seeds", purpose);
        return Stream.generate(() -> stream.nextLong() >>> 11).limit(count).toList();
    }
}
