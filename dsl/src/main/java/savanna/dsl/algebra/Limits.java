package savanna.dsl.algebra;

/**
 * How far simplification goes.
 *
 * @param statements longest program to which algebra is applied
 * @param steps most steps of a derivation
 * @param work most calls looked at, over all programs tried; a million take about half a second
 */
public record Limits(int statements, int steps, long work) {

    public static final Limits STANDARD = new Limits(300, 500, 1_000_000);

    public Limits {
        if (statements < 1 || steps < 1 || work < 1) {
            throw new IllegalArgumentException(
                    "limits are at least 1, not " + statements + ", " + steps + " and " + work);
        }
    }
}
