package savanna.tasks.data;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGenerator.SplittableGenerator;
import java.util.random.RandomGeneratorFactory;
import savanna.tasks.yaml.YamlMap;

/**
 * {@code kind: zipf}: a made-up language whose tokens are as unequal as words are: the frequency of the k-th is about 1
 * / k (heavy-tailed classes are what makes Adam and sign descent beat SGD by far: Kunstner et al. 2024, arXiv
 * 2402.19449). A token is one of a few that may follow the one before; or what followed that one the last time, which
 * attention can look up; or any.
 */
public final class ZipfKind implements DataKind {
    private static final int TOKENS = 60_000;
    private static final int FOLLOWERS = 6;
    private static final double FROM_FOLLOWERS = 0.4;
    private static final double REPEATED = 0.4;

    @Override
    public String name() {
        return "zipf";
    }

    @Override
    public Dataset read(YamlMap options, Path folder) {
        options.onlyKeys("kind", "context", "vocabulary", "seed");
        Shape.Tokens shape = new Shape.Tokens(
                options.integer("context", 16, 1, 1 << 10), options.integer("vocabulary", 256, 16, 1 << 14));
        SplittableGenerator root = RandomGeneratorFactory.<SplittableGenerator>of("L64X128MixRandom")
                .create(options.longInteger("seed", 0, 0, Long.MAX_VALUE));
        Language language = new Language(shape.vocabulary(), root.split());
        return new Dataset(
                "Zipf tokens",
                shape,
                new TokenStream(shape, language.speak(TOKENS, root.split())),
                new TokenStream(shape, language.speak(TOKENS / 6, root.split())),
                new TokenStream(shape, language.speak(TOKENS / 6, root.split())));
    }

    /** Which tokens follow which. */
    private static final class Language {
        private final double[] cumulative;
        private final int[][] followers;

        Language(int vocabulary, RandomGenerator random) {
            cumulative = new double[vocabulary];
            for (int token = 0; token < vocabulary; token++) {
                cumulative[token] = (token == 0 ? 0 : cumulative[token - 1]) + 1.0 / (token + 1);
            }
            followers = new int[vocabulary][FOLLOWERS];
            for (int[] each : followers) {
                Arrays.setAll(each, i -> any(random));
            }
        }

        private int any(RandomGenerator random) {
            int found = Arrays.binarySearch(cumulative, random.nextDouble() * cumulative[cumulative.length - 1]);
            return Math.min(cumulative.length - 1, found < 0 ? -found - 1 : found);
        }

        int[] speak(int length, RandomGenerator random) {
            int[] tokens = new int[length];
            int[] lastFollower = new int[cumulative.length];
            Arrays.fill(lastFollower, -1);
            for (int i = 0; i < length; i++) {
                double chance = random.nextDouble();
                int before = i == 0 ? 0 : tokens[i - 1];
                if (chance < REPEATED && lastFollower[before] >= 0) {
                    tokens[i] = lastFollower[before];
                } else if (chance < REPEATED + FROM_FOLLOWERS) {
                    tokens[i] = followers[before][random.nextInt(FOLLOWERS)];
                } else {
                    tokens[i] = any(random);
                }
                lastFollower[before] = tokens[i];
            }
            return tokens;
        }
    }
}
