package savanna.dsl.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import savanna.dsl.algebra.Disguises;
import savanna.dsl.library.ProgramLibrary;
import savanna.dsl.program.Program;

class ClassificationTest {

    @ParameterizedTest
    @CsvSource({
        "adabelief, ADABELIEF_LIKE",
        "adagrad, ADAM_LIKE",
        "adam, ADAM_LIKE",
        "adamw, ADAM_LIKE",
        "adamw-bias-corrected, ADAM_LIKE",
        "ademamix, ADAM_LIKE",
        "addsign, OTHER",
        "amsgrad, ADAM_LIKE",
        "lion, LION_LIKE",
        "lion-raw, LION_LIKE",
        "nesterov, MOMENTUM",
        "powersign, OTHER",
        "rmsprop, ADAM_LIKE",
        "sgd, SGD",
        "sgd-momentum, MOMENTUM",
        "signsgd, SIGNSGD",
        "signum, LION_LIKE"
    })
    void shouldClassifyShippedProgramsAndTheirDisguises(String name, Family family) {
        Program program = ProgramLibrary.find(name).orElseThrow();
        assertThat(Classification.of(program).family())
                .as(() -> Classification.of(program).lines().toString())
                .isEqualTo(family);
        Disguises disguises =
                new Disguises(RandomGeneratorFactory.of("L64X128MixRandom").create(3));
        for (int i = 0; i < 10; i++) {
            Program disguised = disguises.of(program, 1 + i);
            assertThat(Classification.of(disguised).family())
                    .as(() ->
                            disguised.toString() + Classification.of(disguised).lines())
                    .isEqualTo(family);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "signsgd, not used",
        "signum, not used",
        "sgd, not used",
        "lion, 'decoupled decay, 9.98e-06 of the weight a step'"
    })
    void shouldSayHowTheUpdateFollowsTheWeights(String name, String found) {
        assertThat(Classification.of(ProgramLibrary.find(name).orElseThrow()).evidence())
                .containsEntry("weights", found);
    }

    @Test
    void shouldKnowEveryShippedProgram() {
        assertThat(ProgramLibrary.ofPaperFunctions()).hasSize(17);
    }

    @Test
    void shouldClassifyGradientsDividedByTheirNorm() {
        Program program = Program.parse("def train(w, g, lr):\n  n = norm(g)\n  u = g / n\n  u = u * lr\n  return u\n");
        assertThat(Classification.of(program).family()).isEqualTo(Family.NORMALISED_GRADIENT);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ADAM_LIKE     | m, v | m = interp(g, m, 0.995); s = square(g); v = interp(s, v, 0.999); d = sqrt(v); u = m / d; u = u * lr
            ADAM_LIKE     | m, v | m = interp(g, m, 0.99); s = square(g); v = interp(s, v, 0.999); d = sqrt(v); u = m / d; u = u * lr
            ADAM_LIKE     | m, v | m = interp(g, m, 0.5); s = square(g); v = interp(s, v, 0.99); d = sqrt(v); u = m / d; u = u * lr
            ADABELIEF_LIKE | m, v | m = interp(g, m, 0.9); d = g - m; s = square(d); v = interp(s, v, 0.99); d = sqrt(v); u = m / d; u = u * lr
            ADABELIEF_LIKE | m, v | m = interp(g, m, 0.99); d = g - m; s = square(d); v = interp(s, v, 0.999); d = sqrt(v); u = m / d; u = u * lr
            ADAM_LIKE     | m, v | m = interp(g, m, 0.9); s = square(g); v = interp(s, v, 0.999); d = sqrt(v); u = m / d; n = norm(w); k = norm(u); r = n / k; u = u * r; u = u * lr
            LION_LIKE     | m    | c = interp(g, m, 0.9); u = sign(c); r = norm(w); u = u * r; u = u * lr; m = interp(g, m, 0.99)
            LION_LIKE     | m    | c = interp(g, m, 0.9); u = sign(c); r = w / w; u = u * r; u = u * lr; m = interp(g, m, 0.99)
            LION_LIKE     | m    | c = interp(g, m, 0.9); u = sign(c); r = 1.0 - lr; u = u * r; u = u * lr; m = interp(g, m, 0.99)
            SIGNSGD       | m    | u = sign(g); r = 1.0 - lr; u = u * r; u = u * lr
            SGD           | m    | r = w / w; u = g * r; u = u * lr
            MOMENTUM      | m    | m = interp(g, m, 0.9); r = 1.0 - lr; u = m * r
            LION_LIKE     | m    | m = interp(g, m, 0.9); u = sign(m); d = w * 0.1; u = u + d; u = u * lr
            """)
    void shouldClassifyWhateverItsConstantsAndFactorsOfWeightsAndScheduleAre(
            Family family, String states, String statements) {
        Program program = Program.parse("def train(w, g, " + states + ", lr):\n  " + statements.replace("; ", "\n  ")
                + "\n  return u, " + states + "\n");
        assertThat(Classification.of(program).family())
                .as(() -> Classification.of(program).lines().toString())
                .isEqualTo(family);
    }

    /**
     * Optimizers written for the purpose, one of each idea: other betas, bias corrections, AdaMax, LAMB's factors,
     * masks of the weights, decay in every place, schedules of both kinds, sums, and what only looks like one.
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ADAM_LIKE           | m, v, c, d | m = interp(g, m, 0.95); s = square(g); v = interp(s, v, 0.98); c = interp(1.0, c, 0.95); d = interp(1.0, d, 0.98); x = m / c; y = v / d; y = sqrt(y); u = x / y; u = u * lr
            ADAM_LIKE           | m, v       | m = interp(g, m, 0.9); a = abs(g); v = interp(a, v, 0.999); u = m / v; u = u * lr
            ADAM_LIKE           | m, v       | m = m * 0.9; m = m + g; s = g * g; v = v * 0.99; v = v + s; d = power(v, -0.5); u = m * d; d = w * 0.01; u = u + d; u = u * lr
            ADAM_LIKE           | m, v       | m = interp(g, m, 0.999); s = square(g); v = interp(s, v, 0.9999); d = sqrt(v); u = m / d; r = 1.0 - lr; u = u * r; u = u * lr
            ADAM_LIKE           | m, v       | m = interp(g, m, 0.9); s = square(g); s = v * 0.999; t = square(g); v = maximum(s, t); d = sqrt(v); u = m / d; u = u * lr
            ADAM_LIKE           | m, v       | m = interp(g, m, 0.9); s = square(g); v = interp(s, v, 0.999); d = sqrt(v); u = m / d; n = norm(w); u = u * n; u = u * lr
            ADAM_LIKE           | m, v       | m = interp(g, m, 0.9); s = square(g); v = interp(s, v, 0.999); d = sqrt(v); u = m / d; n = global_norm(w); k = global_norm(u); r = n / k; u = u * r; u = u * lr
            ADAM_LIKE           | m, v       | n = interp(g, m, 0.9); s = square(g); v = interp(s, v, 0.999); d = sqrt(v); a = interp(g, n, 0.9); u = a / d; u = u * lr; m = n * 1.0
            ADAM_LIKE           | v          | s = square(g); v = interp(s, v, 0.9); r = sqrt(v); r = reciprocal(r); u = g * r; u = u * lr
            ADAM_LIKE           | v, m       | s = square(g); v = interp(s, v, 0.99); r = sqrt(v); x = g / r; m = m * 0.9; m = m + x; u = m * lr
            ADAM_LIKE           | v          | s = square(g); v = v + s; r = sqrt(v); r = r + 0.000001; u = g / r; k = w / w; u = u * k; u = u * lr
            ADABELIEF_LIKE      | m, v       | m = interp(g, m, 0.95); d = g - m; s = square(d); v = interp(s, v, 0.999); d = sqrt(v); u = m / d; r = 1.0 - lr; u = u * r; u = u * lr
            ADABELIEF_LIKE      | m, v       | m = interp(g, m, 0.9); d = m - g; s = abs(d); v = interp(s, v, 0.99); u = m / v; d = w * 0.01; u = u + d; u = u * lr
            LION_LIKE           | m          | c = interp(g, m, 0.95); u = sign(c); m = interp(g, m, 0.98); d = w * 1.0; u = u + d; u = u * lr
            LION_LIKE           | m          | c = m * 9.0; c = c + g; a = abs(c); u = c / a; m = m * 0.99; x = g * 0.01; m = m + x; k = w * 0.01; u = u * lr; k = k * lr; k = k * lr; u = u + k
            LION_LIKE           | m          | c = interp(g, m, 0.9); u = sign(c); m = interp(g, m, 0.99); r = 1.0 - lr; r = r * lr; u = u * r
            LION_LIKE           | m          | c = interp(g, m, 0.9); u = sign(c); m = interp(g, m, 0.99); n = norm(w); u = u * n; u = u * lr
            LION_LIKE           | m          | m = m * 0.9; m = m + g; u = sign(m); r = w / w; u = u * r; u = u * lr
            LION_LIKE           | m, c       | c = interp(g, m, 0.9); x = c * 1000.0; u = clip(x, 1.0); u = sign(u); m = interp(g, m, 0.99); u = u * lr
            SIGNSGD             | m          | a = square(g); a = sqrt(a); u = g / a; d = w * 0.01; u = u + d; u = u * lr
            MOMENTUM            | m          | m = m * 0.99; m = m + g; u = m * lr; u = u * 0.01
            MOMENTUM            | m, v       | m = interp(g, m, 0.9); v = interp(m, v, 0.9); u = m + v; u = u * lr
            MOMENTUM            | m          | l = w * 0.0005; g = g + l; m = m * 0.9; m = m + g; x = m * 0.9; u = g + x; u = u * lr
            MOMENTUM            | m          | x = g + m; m = g * 1.0; u = x * lr
            SGD                 | m          | u = g * lr; d = w * 0.01; d = d * lr; u = u + d
            SGD                 | m          | x = g * 2.0; y = g * -1.5; u = x + y; r = 1.0 - lr; r = r * lr; u = u * r
            NORMALISED_GRADIENT | m          | n = global_norm(g); u = g / n; u = u * lr
            NORMALISED_GRADIENT | m          | m = interp(g, m, 0.9); n = norm(m); u = m / n; k = norm(w); u = u * k; u = u * lr
            NORMALISED_GRADIENT | m          | n = norm(g); x = g / n; m = interp(x, m, 0.9); u = m * lr
            NORMALISED_GRADIENT | m, v       | m = interp(g, m, 0.9); d = dot(g, g); v = interp(d, v, 0.99); d = sqrt(v); u = m / d; u = u * lr
            OTHER               | m          | u = clip(g, 0.01); u = u * lr
            OTHER               | m          | u = cbrt(g); u = u * lr
            """)
    void shouldClassifyCraftedOptimizersAndTheirDisguises(Family family, String states, String statements) {
        Program program = Program.parse("def train(w, g, " + states + ", lr):\n  " + statements.replace("; ", "\n  ")
                + "\n  return u, " + states + "\n");
        Disguises disguises =
                new Disguises(RandomGeneratorFactory.of("L64X128MixRandom").create(7));
        for (int layers = 0; layers < 7; layers += 6) {
            Program disguised = layers == 0 ? program : disguises.of(program, layers);
            assertThat(Classification.of(disguised).family())
                    .as(() ->
                            disguised.toString() + Classification.of(disguised).lines())
                    .isEqualTo(family);
        }
    }

    @Test
    void shouldMeasureTheBetasOfLion() {
        Filter filter = Classification.of(ProgramLibrary.find("lion").orElseThrow())
                .filter()
                .orElseThrow();
        assertThat(filter.decay()).isCloseTo(0.99, within(0.002));
        assertThat(filter.mixing()).isCloseTo(0.9, within(0.02));
        Filter raw = Classification.of(ProgramLibrary.find("lion-raw").orElseThrow())
                .filter()
                .orElseThrow();
        assertThat(raw.decay()).isCloseTo(0.998, within(0.002));
        assertThat(raw.mixing()).isCloseTo(0.9, within(0.02));
    }

    @Test
    void shouldMeasureTheMomentumOfAdam() {
        Filter filter = Classification.of(ProgramLibrary.find("adamw").orElseThrow())
                .filter()
                .orElseThrow();
        assertThat(filter.decay()).isCloseTo(0.9, within(0.005));
        assertThat(filter.mixing()).isCloseTo(0.9, within(0.02));
    }
}
