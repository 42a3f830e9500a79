package savanna.tasks.recipe;

/**
 * The schedule value of each step, in [0, 1]: a linear warm-up to 1, then a decay.
 *
 * @param decay form after the warm-up
 * @param warmUp share of the steps, in [0, 1)
 * @param floor where the decay ends, in [0, 1]; without effect on a constant one
 */
public record Schedule(Decay decay, double warmUp, double floor) {

    /** How the value falls after the warm-up. */
    public enum Decay {
        CONSTANT,
        LINEAR,
        COSINE
    }

    public Schedule {
        if (!(warmUp >= 0 && warmUp < 1)) {
            throw new IllegalArgumentException("a warm-up of " + warmUp + " of the steps; expected a share in [0, 1)");
        }
        if (!(floor >= 0 && floor <= 1)) {
            throw new IllegalArgumentException("a schedule that ends at " + floor + "; expected a value in [0, 1]");
        }
    }

    /** Value at a step from 0 of so many. */
    public float at(int step, int steps) {
        double warm = warmUp * steps;
        if (step < warm) {
            return (float) Math.min(1, (step + 1) / Math.max(1, warm));
        }
        double progress = (step - warm) / Math.max(1, steps - warm);
        double left = switch (decay) {
            case CONSTANT -> 1;
            case LINEAR -> 1 - progress;
            case COSINE -> (1 + Math.cos(Math.PI * progress)) / 2;
        };
        return (float) (floor + (1 - floor) * left);
    }
}
