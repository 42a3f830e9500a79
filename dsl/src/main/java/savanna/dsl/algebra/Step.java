package savanna.dsl.algebra;

import savanna.dsl.program.Program;

/**
 * One step of a derivation.
 *
 * @param rule what was applied, such as {@code x / abs(x) -> sign(x)} or {@code state dropped}
 * @param before program before the step
 * @param after program after it
 * @param proof what shows that the two behave alike
 */
public record Step(String rule, Program before, Program after, Proof proof) {}
