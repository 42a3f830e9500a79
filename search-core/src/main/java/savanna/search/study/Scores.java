package savanna.search.study;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import savanna.tasks.compare.Statistics;

/**
 * What the winners of one seed reach on one task, on seeds and a split by which nothing was chosen.
 *
 * @param task its name
 * @param test of each program, a number a fresh seed, lower is better; a program that failed on one is absent
 */
public record Scores(String task, Map<String, List<Double>> test) {

    /** The name of the start program among the others. */
    public static final String START = "start";

    public Scores {
        test = Map.copyOf(test);
    }

    /**
     * A mean with its error.
     *
     * @param error standard error
     */
    public record Mean(double value, double error) {
        static Mean of(List<Double> values) {
            return new Mean(Statistics.mean(values), Statistics.standardError(values));
        }
    }

    /** Of one program; nothing if it failed. */
    public Optional<Mean> of(String program) {
        return Optional.ofNullable(test.get(program)).map(Mean::of);
    }

    /** One program minus another, seed by seed; nothing if one of them failed. */
    public Optional<Mean> difference(String program, String other) {
        return test.containsKey(program) && test.containsKey(other)
                ? Optional.of(Mean.of(Statistics.differences(test.get(program), test.get(other))))
                : Optional.empty();
    }
}
