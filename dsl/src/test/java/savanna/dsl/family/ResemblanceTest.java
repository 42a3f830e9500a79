package savanna.dsl.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import savanna.dsl.algebra.Disguises;
import savanna.dsl.library.ProgramLibrary;
import savanna.dsl.program.Program;
import savanna.dsl.rate.Rates;

class ResemblanceTest {

    private static final Yardstick YARDSTICK = new Yardstick(SmallTraining.RECORDING);

    /**
     * Shipped programs that are another's with a decay or a disguise. AMSGrad's second moment is the largest so far as
     * long as it only rises, which it does for the first hundreds of steps.
     */
    private static final Map<String, String> SAME_AS =
            Map.of("adamw", "adam-uncorrected", "adamw-bias-corrected", "adam", "lion-raw", "lion", "amsgrad", "adam");

    /** Families of programs that call functions of matrices, or norms and choices of arrays. */
    @ParameterizedTest
    @CsvSource({
        "muon, muon-like, ORTHOGONALISED",
        "scion, scion-like, ORTHOGONALISED",
        "shampoo, shampoo-like, PRECONDITIONED",
        "soap, soap-like, PRECONDITIONED",
        "adafactor, adafactor-like, FACTORED",
        "lamb, lamb-like, ADAM_LIKE",
        "cautious-adamw, cautious-adam-like, ADAM_LIKE",
        "cautious-lion, cautious-lion-like, SIGN_OF_MOMENTUM",
        "adopt, adopt-like, ADAM_LIKE",
        "novograd, novograd-like, NORMALISED",
        "lars, lars-like, NORMALISED",
    })
    void shouldTellFamiliesOfMatrixProgramsApart(String name, String label, Family family) {
        Resemblance resemblance = YARDSTICK.measure(ProgramLibrary.find(name).orElseThrow());
        assertThat(resemblance.label()).as(resemblance.brief()).isEqualTo(label);
        assertThat(resemblance.family()).isEqualTo(family);
    }

    static List<String> shipped() {
        return ProgramLibrary.names();
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void shouldKnowShippedProgramsAndTheirDisguises(String name) {
        Program program = ProgramLibrary.find(name).orElseThrow();
        if (isTakenAsItShips(name)) {
            // Itself, or what differs from it by a rate for each array, as LAMB does from Adam.
            assertThat(YARDSTICK.measure(program).cosine()).isGreaterThan(Resemblance.SAME);
            return;
        }
        // lion-raw bends and clips gradients, and only nearly has Lion's constants.
        double least = name.equals("lion-raw") ? 0.98 : 0.999;
        assertKnown(program, SAME_AS.getOrDefault(name, name), least);
        Disguises disguises =
                new Disguises(RandomGeneratorFactory.of("L64X128MixRandom").create(3));
        // Each look at those whose turn comes last takes a while; cubes of Adafactor's 1e-30 leave the range.
        int most = name.equals("adafactor") ? 0 : isLast(name) ? 1 : 6;
        for (int layers = 1; layers <= most; layers += 5) {
            // Disguises may divide what is so small that the guard of division counts.
            assertKnown(disguises.of(program, layers), SAME_AS.getOrDefault(name, name), 0.8);
        }
    }

    private static boolean isTakenAsItShips(String name) {
        return KnownOptimizers.all().stream()
                .anyMatch(known -> known.name().equals(name) && known.family() == Family.SHIPPED);
    }

    private static boolean isLast(String name) {
        return KnownOptimizers.all().stream().anyMatch(known -> known.name().equals(name) && known.isLast());
    }

    private static void assertKnown(Program program, String name, double least) {
        Resemblance resemblance = YARDSTICK.measure(program);
        assertThat(resemblance.nearest().orElseThrow().name())
                .as(() -> program + resemblance.brief())
                .isEqualTo(name);
        assertThat(resemblance.cosine()).as(() -> program + resemblance.brief()).isGreaterThan(least);
    }

    /** Each with one line of the table of what is expected: nearest, with rates, least cosine. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            adam 0.95 / 0.98              | 0.999 | m, v, c, d | m = interp(g, m, 0.95); s = square(g); v = interp(s, v, 0.98); c = interp(1.0, c, 0.95); d = interp(1.0, d, 0.98); x = m / c; y = v / d; y = sqrt(y); u = x / y; u = u * lr
            adam-uncorrected 0.9 / 0.986  | 0.99  | m, v       | m = interp(g, m, 0.9); a = abs(g); v = interp(a, v, 0.99); u = m / v; u = u * lr
            adam-uncorrected 0.9 / 0.99   | 0.999 | m, v       | m = m * 0.9; m = m + g; s = g * g; v = v * 0.99; v = v + s; d = power(v, -0.5); u = m * d; d = w * 0.01; u = u + d; u = u * lr
            adam 0.9 / 0.999              | 0.999 | m, v       | m = interp(g, m, 0.9); s = square(g); v = interp(s, v, 0.999); d = sqrt(v); u = m / d; n = norm(w); u = u * n; u = u * lr
            adabelief 0.95 / 0.99         | 0.999 | m, v       | m = interp(g, m, 0.95); d = g - m; s = square(d); v = interp(s, v, 0.99); d = sqrt(v); u = m / d; r = 1.0 - lr; u = u * r; u = u * lr
            lion 0.95 / 0.98              | 0.998 | m          | c = interp(g, m, 0.95); u = sign(c); m = interp(g, m, 0.98); d = w * 1.0; u = u + d; u = u * lr
            lion 0.9 / 0.99               | 0.999 | m          | c = m * 9.0; c = c + g; a = abs(c); u = c / a; m = m * 0.99; x = g * 0.01; m = m + x; u = u * lr
            lion 0.9 / 0.99               | 0.999 | m          | c = interp(g, m, 0.9); u = sign(c); m = interp(g, m, 0.99); n = norm(w); u = u * n; u = u * lr
            lion 0.9 / 0.99               | 0.999 | m          | c = interp(g, m, 0.9); u = sign(c); m = interp(g, m, 0.99); r = 1.0 - lr; r = r * lr; u = u * r
            signum 0.9                    | 0.999 | m          | m = m * 0.9; m = m + g; u = sign(m); r = w / w; u = u * r; u = u * lr
            signum 0.9                    | 0.999 | m          | m = interp(g, m, 0.9); u = sign(m); k = w * w; k = interp(k, lr, 0.9); u = u * k
            signsgd                       | 0.999 | m          | u = sign(g); r = 1.0 - lr; u = u * r; u = u * lr
            sgd                           | 0.99  | m          | u = sin(w); u = u + g; u = u * lr
            nesterov 0.9                  | 0.999 | m          | l = w * 0.0005; g = g + l; m = m * 0.9; m = m + g; x = m * 0.9; u = g + x; u = u * lr
            normalised 0                  | 0.999 | m          | n = global_norm(g); u = g / n; u = u * lr
            quasi-hyperbolic 0.3 / 0.99   | 0.999 | m          | m = interp(g, m, 0.99); x = m * 0.3; y = g * 0.7; u = x + y; u = u * lr
            """)
    void shouldFitRatesWhateverFactorsOfWeightsAndScheduleThereAre(
            String nearest, double least, String states, String statements) {
        Resemblance resemblance = YARDSTICK.measure(program(states, statements));
        assertThat(resemblance.brief()).startsWith(nearest + ", cosine");
        assertThat(resemblance.cosine()).isGreaterThan(least);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            signum | m = interp(g, m, 0.7); a = arctan(m); s = g * g; a = a / s; u = clip(a, lr)
            signum | m = interp(g, m, 0.7); u = cbrt(m); u = cbrt(u); u = u * lr
            signum | m = interp(g, m, 0.7); u = cbrt(m); u = u * lr
            signum | m = interp(g, m, 0.7); a = abs(m); u = m / a; u = u * lr
            signum | m = interp(g, m, 0.7); u = m * 1000.0; u = tanh(u); u = u * lr
            signum | m = interp(g, m, 0.6); u = sign(m); t = g * 3.0; t = tanh(t); u = u + t; u = u * lr
            lion   | c = interp(g, m, 0.6); u = sign(c); m = interp(g, m, 0.95); u = u + g; u = u * lr
            lion   | c = interp(g, m, 0.6); u = sign(c); u = u * lr; u = u * 0.0062; r = norm(u); m = interp(m, c, r)
            lion   | c = interp(g, m, 0.6); u = sign(c); u = u * lr; u = u * 0.0062; r = dot(u, u); m = interp(m, c, r)
            """)
    void shouldCountSoftSignsSumsAndMomentaOfChangingRateAsSignsOfAMomentum(String nearest, String statements) {
        Resemblance resemblance = YARDSTICK.measure(program("m", statements));
        assertThat(resemblance.label()).as(resemblance.brief()).isEqualTo(nearest + "-like");
        assertThat(resemblance.family()).isEqualTo(Family.SIGN_OF_MOMENTUM);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            m, v | m = interp(g, m, 0.9); s = square(g); v = interp(s, v, 0.95); d = sqrt(v); u = m / d; u = u * lr
            v    | s = square(g); v = interp(s, v, 0.8); d = sqrt(v); u = g / d; u = u * lr
            m    | m = interp(g, m, 0.9); u = m * lr
            m    | u = sign(g); u = u * lr
            m    | m = interp(g, m, 0.9); u = sign(m); u = u * g; u = u * lr
            m    | m = interp(g, m, 0.9); u = sign(m); u = u * -1.0; u = u * lr
            m    | m = interp(g, m, 0.9); t = g * 30.0; u = sign(m); u = u + t; u = u * lr
            """)
    void shouldNotCountOthersAsSignsOfAMomentum(String states, String statements) {
        Resemblance resemblance = YARDSTICK.measure(program(states, statements));
        assertThat(resemblance.family()).as(resemblance.brief()).isNotEqualTo(Family.SIGN_OF_MOMENTUM);
    }

    @Test
    void shouldTakeDecayApart() {
        Resemblance lion = YARDSTICK.measure(ProgramLibrary.find("lion").orElseThrow());
        assertThat(lion.decay().orElseThrow()).isCloseTo(0.1, within(0.001));
        assertThat(lion.sentence())
                .isEqualTo(
                        "sign of a momentum that is interpolated twice, as in Lion (0.9 / 0.99), with weight decay 0.1");
        assertThat(YARDSTICK
                        .measure(ProgramLibrary.find("signum").orElseThrow())
                        .decay())
                .isEmpty();
        assertThat(YARDSTICK
                        .measure(program("m", "u = w * w; u = u + g; u = u * lr"))
                        .decay())
                .as("no decay: large weights pull away from zero")
                .isEmpty();
    }

    @Test
    void shouldSayWhatStandsBesideTheNearest() {
        String sum = "c = interp(g, m, 0.6); u = sign(c); m = interp(g, m, 0.95); t = g * 5.0; u = u + t; u = u * lr";
        assertThat(YARDSTICK.measure(program("m", sum)).brief())
                .startsWith("lion 0.6 / 0.95")
                .endsWith("; rest: + g");
        assertThat(YARDSTICK
                        .measure(program("m", sum.replace("u = u + t", "u = u - t")))
                        .brief())
                .endsWith("; rest: - g");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            its update does not depend on the gradient     | u = w * lr
            its update is not finite on the recorded gradients | x = exp10(w); x = x * 1e38; x = x * 1e38; u = x + g
            its update is zero on the recorded gradients   | u = cube(g); u = cube(u); u = cube(u); u = cube(u); u = cube(u)
            """)
    void shouldSayWhyNothingIsNear(String reason, String statements) {
        Resemblance resemblance = YARDSTICK.measure(program("m", statements));
        assertThat(resemblance.family()).isEqualTo(Family.OTHER);
        assertThat(resemblance.label()).isEqualTo("other");
        assertThat(resemblance.sentence()).isEqualTo("none of the known optimizers: " + reason);
    }

    @Test
    void shouldSayTheSameWhateverTheLearningRate() {
        Program lion = ProgramLibrary.find("lion").orElseThrow();
        Resemblance usual = YARDSTICK.measure(lion);
        for (double factor : new double[] {1e-6, 1e4, 1e8}) {
            Resemblance other = YARDSTICK.measure(Rates.scaled(lion, factor));
            assertThat(other.nearest()).isEqualTo(usual.nearest());
            assertThat(other.rates().get(0)).isCloseTo(0.9, within(0.002));
            assertThat(other.cosine()).as("times " + factor).isCloseTo(usual.cosine(), within(1e-4));
        }
    }

    /** They cost much, and no function of single elements is one of them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "m = interp(g, m, 0.9); x = cos(m); x = x * m; u = x / g",
                "x = square(m); m = interp(g, m, 0.95); u = g / x",
                "m = interp(g, m, 0.3); x = square(g); x = x * m; u = tanh(x)"
            })
    void shouldLookForOptimizersOfWholeArraysOnlyWhereTheProgramLooksAtSome(String statements) {
        Program elements = program("m", statements);
        assertThat(elements.looksAtArrays()).isFalse();
        assertThat(YARDSTICK.measure(elements).nearest())
                .hasValueSatisfying(known -> assertThat(known.looksAtArrays()).isFalse());
    }

    @Test
    void shouldRefuseRecordingsThatAreTooShort() {
        assertThatThrownBy(() -> new Recording(
                        SmallTraining.RECORDING.layout(),
                        SmallTraining.RECORDING.moments().subList(0, 99)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("99 recorded steps; expected at least 100 to tell rates of momentum");
    }

    private static Program program(String states, String statements) {
        return Program.parse("def train(w, g, " + states + ", lr):\n  " + statements.replace("; ", "\n  ")
                + "\n  return u, " + states + "\n");
    }
}
