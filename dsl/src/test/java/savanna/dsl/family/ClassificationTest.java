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
        assertThat(ProgramLibrary.names()).hasSize(16);
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
