package savanna.search.random;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Independent random streams, one a purpose, all from one seed. A stream is an L64X128MixRandom whose whole state is
 * the SHA-256 digest of seed and purpose, so that neighbouring purposes (generation 7, generation 8) share nothing.
 */
public final class RandomStreams {

    private static final RandomGeneratorFactory<RandomGenerator> FACTORY =
            RandomGeneratorFactory.of("L64X128MixRandom");

    private final long seed;

    public RandomStreams(long seed) {
        this.seed = seed;
    }

    /** The stream of a purpose; equal purposes give equal streams. @param purpose such as {@code "evolution", 2, 17} */
    public RandomGenerator stream(Object... purpose) {
        StringBuilder text = new StringBuilder(Long.toString(seed));
        for (Object part : purpose) {
            text.append('/').append(part);
        }
        return FACTORY.create(portable(digest(text.toString())));
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * The bytes as Java 17 understands them: in each word of eight, those before a negative byte count as -1
     * (JDK-8282144, mended in Java 19). With that written into the bytes, every version comes to the same state.
     */
    private static byte[] portable(byte[] words) {
        for (int i = words.length - 2; i >= 0; i--) {
            if (i % Long.BYTES != Long.BYTES - 1 && words[i + 1] < 0) {
                words[i] = -1;
            }
        }
        return words;
    }
}
