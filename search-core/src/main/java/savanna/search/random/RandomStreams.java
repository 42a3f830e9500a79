package savanna.search.random;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Independent random streams, one a purpose, all from one seed. A stream is an L64X128MixRandom whose whole state is the
 * SHA-256 digest of seed and purpose, so that neighbouring purposes (generation 7, generation 8) share nothing.
 */
public final class RandomStreams {

    private static final RandomGeneratorFactory<RandomGenerator> FACTORY = RandomGeneratorFactory.of("L64X128MixRandom");

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
        return FACTORY.create(digest(text.toString()));
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
