package savanna.dsl.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import savanna.dsl.algebra.Simplifier;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.program.Program;

/** Programs that were once simplified or hashed wrongly, and their relatives. */
class KnownFaultsTest {

    private static String train(String states, String statements) {
        return "def train(w, g, " + states + ", lr):\n  " + statements.replace("; ", "\n  ") + "\n";
    }

    static Stream<String> programs() {
        return Stream.of(
                // A term is small beside another, but what is between them takes the size away.
                train("m", "d = g * 1e-17; m = m + d; u = sign(m); update = u * lr; return update, m"),
                train("m", "t = g * 1e17; t = clip(t, 1.0); update = t + g; return update, m"),
                train("m", "t = g * 1e17; t = clip(t, 1.0); update = t - g; return update, m"),
                train(
                        "m",
                        "t = g * 1e20; t = tanh(t); t = t * 1e-20; d = m * 1e-3; update = t + d; m = g + m; return update, m"),
                train("m", "d = interp(g, m, 0.5); u = sign(d); m = interp(g, m, 1.0000001); return u, m"),
                train("m", "d = interp(g, m, 0.5); u = sign(d); m = interp(g, m, 0.9999999); return u, m"),
                train("m", "d = interp(g, m, 0.5); u = sign(d); m = interp(g, m, 1e-9); return u, m"),
                train("m", "d = g * 1e-12; m = m * 0.9; m = m + d; u = sign(m); return u, m"),
                train(
                        "m, v",
                        "d = g * 1e-12; m = m + d; v = v + g; a = sign(m); b = sign(v); u = a + b; return u, m, v"),
                train(
                        "v",
                        "t = interp(v, g, 9.3e-30); d = t + g; u = t / d; r = g / g; u = u * r; u = u * lr; return u, v"),
                // A share just beyond 1, whose other weight has few digits.
                train(
                        "m",
                        "l2 = m * 5.0e-4; g = g + l2; m = m + g; a = m * 0.9; update = g + a; lr = lr * 0.01; update = update * lr; return update, m"),
                // Exact cancellations at entries without gradients.
                train(
                        "m, v, c",
                        "a = m - c; a = interp(g, a, 0.9); d = a - g; d = d * 0.2; b = a - d; e = b - g; e = e * -0.25; f = b - e; h = g - 1.0; p = f / h; v = g + v; q = c * 0.1; q = c - q; c = interp(1.0, q, 1.3875); r = v / c; u = p / r; u = u * lr; m = c + f; return u, m, v, c"),
                // Numbers that leave the floats on the way.
                train(
                        "m, v, s",
                        "c = interp(v, s, 0.8); s = c - g; v = maximum(s, 1e-10); v = interp(s, v, 1e20); b = interp(v, s, 1e8); s = clip(v, 1e-20); m = power(b, 0.34); u = interp(c, m, 0.9); return u, m, v, s"),
                // Factors that would go from place to place.
                train(
                        "m",
                        "c = interp(g, m, 0.9); c = c * 1e30; u = clip(c, 1.0); d = w * 0.1; u = u + d; lr = lr * 1e-4; u = u * lr; m = interp(g, m, 0.99); return u, m"));
    }

    @ParameterizedTest
    @MethodSource("programs")
    void shouldBeSimplifiedToWhatDoesTheSame(String text) {
        Program simplified = new Simplifier().simplify(Program.parse(text)).result();
        for (int seed = 0; seed < 5; seed++) {
            Judge.Judgement judgement = Judge.rewritten(text, simplified.toString(), Trial.of(seed));
            assertThat(judgement.verdict())
                    .as(() -> judgement.reason() + "\n" + text + simplified)
                    .isNotEqualTo(Judge.Verdict.DIFFERENT);
        }
        assertThat(new Simplifier().simplify(simplified).result()).isEqualTo(simplified);
    }

    @Test
    void shouldNotHashAlikeWhatDiffersInTheMiddleArgument() {
        String first = train("m", "t = interp(g, m, 1e-38); m = w * 1.0; return t, m");
        String second = train("m", "t = interp(g, m, 1e-38); m = g * 1e38; return t, m");
        String third = train("m", "t = interp(g, m, 1e-38); m = power(w, 0.3); return t, m");
        assertThat(hash(first)).isNotEqualTo(hash(second)).isNotEqualTo(hash(third));
        assertThat(hash(second)).isNotEqualTo(hash(third));
    }

    @Test
    void shouldNotTakeAQuotientByTheOppositeOfTheGuardForZero() {
        String first = train("m, v, c", "u = v * 1.0; v = v - c; c = m * 3.0; u = g - u; return u, m, v, c");
        String second = train("m, v, c", "u = v * 1.0; v = v - c; c = m / -1e-8; u = g - u; return u, m, v, c");
        assertThat(hash(first)).isNotEqualTo(hash(second));
    }

    /** Zero times what a large constant takes out of the floats is not zero. */
    @Test
    void shouldNotTakeAProductWithALargeConstantForZero() {
        String first = train("m", "z = m / g; u = 5.8e37 / g; u = z * u; u = u * lr; m = m * 2.0; return u, m");
        String second = train("m", "z = m / g; u = 1.0 / g; u = z * u; u = u * lr; m = m * 2.0; return u, m");
        assertThat(hash(first)).isNotEqualTo(hash(second));
    }

    private static Object hash(String text) {
        return AbstractExecution.of(Program.parse(text)).hash();
    }
}
