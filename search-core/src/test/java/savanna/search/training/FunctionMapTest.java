package savanna.search.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import savanna.dsl.analysis.FunctionalHash;

class FunctionMapTest {

    @Test
    void shouldKnowWhatAHashMapKnowsHoweverTheHashesFall() {
        Random random = new Random(1);
        FunctionMap<Integer> functions = new FunctionMap<>();
        Map<FunctionalHash, Integer> expected = new HashMap<>();
        for (int i = 0; i < 50_000; i++) {
            // Many that fall on one place, some that differ in one half alone, and zero.
            FunctionalHash hash = new FunctionalHash(random.nextInt(300), random.nextInt(60) * (1L << 32));
            assertThat(functions.contains(hash)).isEqualTo(expected.containsKey(hash));
            if (random.nextBoolean()) {
                functions.put(hash, i);
                expected.put(hash, i);
            }
        }
        assertThat(functions.size()).isEqualTo(expected.size()).isGreaterThan(10_000);
        expected.forEach((hash, value) -> assertThat(functions.get(hash)).contains(value));
        assertThat(functions.get(new FunctionalHash(-1, -1))).isEmpty();
    }
}
