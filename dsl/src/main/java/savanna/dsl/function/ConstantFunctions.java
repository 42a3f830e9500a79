package savanna.dsl.function;

import static savanna.dsl.function.Function.named;

import java.util.List;

/** Functions without arguments. */
final class ConstantFunctions {

    /** Added to every divisor: {@code x / y = x / (y + 1e-8)}. */
    static final float EPSILON = 1e-8f;

    static final List<Function> ROWS = List.of(
            named("get_pi")
                    .constant(Math.PI)
                    .work(0)
                    .document("the number pi")
                    .spelling(new Spelling("math.pi", "jnp.pi", "Math.PI", "\\pi"))
                    .build(),
            named("get_e")
                    .constant(Math.E)
                    .work(0)
                    .document("the number e")
                    .spelling(new Spelling("math.e", "jnp.e", "Math.E", "e"))
                    .build(),
            named("get_eps")
                    .constant(EPSILON)
                    .work(0)
                    .document("1e-8, the guard of division")
                    .spelling(new Spelling("1e-8", "1e-8", "1e-8", "10^{-8}"))
                    .build());

    private ConstantFunctions() {}
}
