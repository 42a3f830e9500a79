package savanna.tasks.recipe;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a task trains.
 *
 * @param batch examples a step
 * @param steps training steps
 * @param schedule value given to the program at each step
 * @param clip largest global norm of the gradient; absent for no clipping
 * @param rescale largest factor by which parameter arrays are written in other units, drawn by the seed; 1 for none
 * @param labelNoise share of the training labels replaced by random ones
 * @param metric what fitness measures
 * @param validationSize most validation examples that are scored
 * @param validationShares shares of the steps after which a learning curve scores the validation examples, besides the
 *     end; empty for an even spread. A search scores at the end only: that score is the fitness
 * @param searchSeeds seeds that a search trains with; final claims use others
 * @param hurdleShares shares of the steps at which hopeless runs may be ended
 * @param callLimit most live statements of a program that is trained; absent for no limit. Programs are straight lines
 *     of calls, each linear in the parameters, so that the work of a run is at most live statements times parameters
 *     times steps: this bounds it, the same on every machine
 * @param timeLimit the longest that one run may take on the clock; absent for no limit. A run near the limit ends by
 *     chance of the clock, so shipped tasks set none and are deterministic
 */
public record Recipe(
        int batch,
        int steps,
        Schedule schedule,
        Optional<Double> clip,
        double rescale,
        double labelNoise,
        Metric metric,
        int validationSize,
        List<Double> validationShares,
        List<Long> searchSeeds,
        List<Double> hurdleShares,
        Optional<Integer> callLimit,
        Optional<Duration> timeLimit) {

    public Recipe {
        validationShares = List.copyOf(validationShares);
        searchSeeds = List.copyOf(searchSeeds);
        hurdleShares = List.copyOf(hurdleShares);
        require(batch >= 1, "a batch of " + batch + "; expected at least 1");
        require(steps >= 1, steps + " steps; expected at least 1");
        require(clip.isEmpty() || clip.get() > 0, "clipping at " + clip.orElse(0.0) + "; expected a positive norm");
        require(rescale >= 1, "rescaling by " + rescale + "; expected a factor of at least 1");
        require(labelNoise >= 0 && labelNoise < 1, "label noise of " + labelNoise + "; expected a share in [0, 1)");
        require(validationSize >= 1, "a validation size of " + validationSize + "; expected at least 1");
        require(
                callLimit.isEmpty() || callLimit.get() >= 1,
                "a limit of " + callLimit.orElse(0) + " calls; expected at least 1");
        require(!searchSeeds.isEmpty(), "no seeds; expected at least one");
        require(
                searchSeeds.stream().distinct().count() == searchSeeds.size(),
                "seeds " + searchSeeds + "; expected distinct ones");
        require(
                validationShares.stream().allMatch(share -> share > 0 && share <= 1),
                "validation at " + validationShares + "; expected shares in (0, 1]");
        require(areRising(validationShares), "validation at " + validationShares + "; expected rising shares");
        require(
                hurdleShares.stream().allMatch(share -> share > 0 && share < 1),
                "hurdles at " + hurdleShares + "; expected shares in (0, 1)");
        require(areRising(hurdleShares), "hurdles at " + hurdleShares + "; expected rising shares");
    }

    /** The step that completes a share of the steps, from 1. */
    public int stepOf(double share) {
        return stepOf(share, steps);
    }

    /** The step that completes a share of so many steps, from 1. */
    public static int stepOf(double share, int steps) {
        // A share of k / steps is step k, however the product is rounded.
        return Math.max(1, (int) Math.ceil(share * steps - 1e-9));
    }

    /** The steps of the validation shares, and the last one. */
    public List<Integer> validationSteps() {
        return Stream.concat(validationShares.stream().map(this::stepOf), Stream.of(steps))
                .distinct()
                .toList();
    }

    private static boolean areRising(List<Double> shares) {
        return shares.stream().sorted().distinct().toList().equals(shares);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
