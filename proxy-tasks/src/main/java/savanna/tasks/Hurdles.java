package savanna.tasks;

import java.util.List;

/**
 * Bounds that end hopeless runs early. At each share of the steps the running training loss is compared with a bound.
 *
 * @param bounds in order of their shares
 */
public record Hurdles(List<Bound> bounds) {

    /** @param share of the steps, in (0, 1) @param loss the run ends if its running training loss is above */
    public record Bound(double share, double loss) {}

    public Hurdles {
        bounds = List.copyOf(bounds);
    }

    public static Hurdles none() {
        return new Hurdles(List.of());
    }
}
