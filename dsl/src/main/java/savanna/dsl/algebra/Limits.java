package savanna.dsl.algebra;

/**
 * How far simplification goes.
 *
 * @param statements longest program to which algebra is applied
 * @param steps      most steps of a derivation
 * @param rewritings most programs tried
 */
public record Limits(int statements, int steps, int rewritings) {

    public static final Limits STANDARD = new Limits(300, 500, 50_000);

    public Limits {
        if (statements < 1 || steps < 1 || rewritings < 1) {
            throw new IllegalArgumentException("limits are at least 1, not " + statements + ", " + steps + " and " + rewritings);
        }
    }
}
