package savanna.dsl.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import savanna.dsl.function.Kind;
import savanna.dsl.library.ProgramLibrary;
import savanna.dsl.program.Program;

class AbstractExecutionTest {

    private static Program program(String body, String results) {
        StringBuilder text = new StringBuilder("def train(w, g, m, v, lr):\n");
        for (String statement : body.split(";")) {
            text.append("  ").append(statement.strip()).append('\n');
        }
        return Program.parse(text + "  return " + results + "\n");
    }

    private static FunctionalHash hash(String body) {
        Analysis analysis = AbstractExecution.of(program(body, "u, m, v"));
        assertThat(analysis.isValid()).isTrue();
        return analysis.hash();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            u = g * lr                                   | u = lr * g
            x = g * lr; u = x * 2                        | y = 2 * lr; u = y * g
            u = sign(g); u = u * 1                       | u = sign(g)
            u = g + 0; u = sin(u)                        | u = sin(g)
            x = negative(g); x = negative(x); u = x * lr | u = g * lr
            u = g - m; m = interp(g, m, 0.9)             | u = g - v; v = interp(g, v, 0.9)
            x = 2 * 3; u = g * x                         | u = g * 6
            u = sin(g); m = cosh(u)                      | u = sin(g)
            x = interp(g, m, 0.9); u = interp(g, x, 0.5); m = g + m | u = interp(g, m, 0.45); m = m + g
            u = interp(g, m, 0.1); m = g * m; m = m + g  | u = interp(m, g, 0.9); x = m * g; m = x + g
            u = square(g)                                | u = g * g
            x = square(g); u = x * g                     | u = cube(g)
            u = g - g; u = u + lr                        | u = lr * 1
            x = negative(g); u = tanh(x)                 | x = tanh(g); u = negative(x)
            x = g * -3; u = cos(x)                       | x = g * 3; u = cos(x)
            x = g * 0.25; u = sign(x)                    | u = sign(g)
            u = get_pi(); u = u * g                      | u = g * 3.141592653589793
            x = g + m; u = x - v; m = g * w; v = sin(w)  | x = m - v; u = x + g; m = w * g; v = sin(w)
            u = m + g; m = m + g                         | u = m + g; m = u * 1
            m = m * 0.9; u = g + m                       | u = g * 1
            x = abs(lr); u = x * g                       | u = lr * g
            x = square(g); x = x + lr; x = abs(x); u = sin(x) | x = square(g); x = x + lr; u = sin(x)
            x = interp(g, g, 0.3); u = sin(x)            | u = sin(g)
            x = clip(g, g); u = sin(x)                   | u = sin(g)
            x = negative(m); u = clip(g, x)              | x = abs(m); u = clip(g, x)
            u = clip(g, -0.5)                            | u = clip(g, 0.5)
            x = clip(lr, 2.0); u = x * g                 | u = lr * g
            x = maximum(lr, -0.5); u = x * g             | u = lr * g
            x = minimum(lr, 1.5); u = x * g              | u = lr * g
            x = clip(v, g); u = cosh(x); u = g * u       | u = g * 1
            x = square(g); x = minimum(x, -0.3); u = g * x | u = g * -0.3
            """)
    void shouldHashEqualFunctionsAlike(String left, String right) {
        assertThat(hash(left)).isEqualTo(hash(right));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            u = g * lr                       | u = g + lr
            u = g - lr                       | u = lr - g
            u = abs(g)                       | u = g * 1
            x = lr - 0.5; u = abs(x); u = g * u | x = lr - 0.5; u = g * x
            u = clip(lr, 0.5); u = g * u     | u = g * lr
            x = interp(g, g, 1e8); u = sin(x) | u = sin(g)
            x = square(g); u = maximum(x, 0.5) | u = square(g)
            x = square(g); u = minimum(x, 0.5) | u = g * g
            u = g / lr                       | u = lr / g
            u = interp(g, m, 0.9); m = g * 1 | u = interp(m, g, 0.9); m = g * 1
            u = g * 0.5                      | u = g * 0.25
            u = m + g; m = interp(g, m, 0.9) | u = m + g; m = interp(g, m, 0.99)
            x = g * -1; u = exp(x)           | u = exp(g)
            u = norm(g)                      | u = global_norm(g)
            u = m + v; m = g + m; v = g - v  | u = m - v; m = g + m; v = g - v
            u = g * 1                        | u = w * 1
            s = sin(get_pi()); u = g * s; u = sign(u)           | u = sign(g)
            u = 3.0 * 1.0471976; u = sin(u); u = g * u; u = sign(u) | u = sign(g)
            u = exp(-120.0); u = g * u; u = sign(u)             | u = sign(g)
            u = exp(100.0); u = g * u; u = u * 0.0; u = g + u   | u = g * 1
            u = g * 1e-30; u = u * 1e-30; u = sign(u)           | u = sign(g)
            u = g * 1e-30; u = u * 1e-30; u = u * 1e30; u = u * 1e30 | u = g * 1
            a = 0.82 + 0.625; a = a - 1.445; a = sign(a); a = w * a; u = g + a | u = g * 1
            u = g / -1e-8                                       | u = g * -1.645421263782071e16
            a = get_eps(); a = negative(a); u = g / a           | u = g * -1.645421263782071e16
            x = m - 1e-8; u = g / x                             | x = m - 6.07747099184471E-17; u = reciprocal(x); u = g * u
            a = 1e-9 - 1.0; a = log1p(a); u = g * a             | u = g * -20.723266
            a = -120.0 / -1e-8; a = minimum(a, 2.0); u = g * a  | u = g * 2
            a = 1.0 - 1e-9; a = arctanh(a); u = g * a           | u = g * 10.708
            a = interp(2.0, 2.0, 1e8); u = g * a                | u = g * 2
            a = interp(1.0, 1e-9, lr); u = reciprocal(a); u = g * u | a = interp(1.0, 0, lr); u = reciprocal(a); u = g * u
            u = lr - 1; u = g / u                               | u = lr - 1; u = reciprocal(u); u = g * u
            u = lr - 1; u = u * 2; u = g / u                    | u = lr - 1; u = g / u; u = u * 0.5
            u = lr - 1; x = get_eps(); u = u + x; u = log(u)    | u = lr - 1; u = log(u)
            """)
    void shouldHashDifferentFunctionsDifferently(String left, String right) {
        assertThat(hash(left)).isNotEqualTo(hash(right));
    }

    @Test
    void shouldFindStatementsDeadAcrossSteps() {
        Analysis analysis = AbstractExecution.of(program(
                "m = interp(g, m, 0.9); u = sign(m); v = interp(g, v, 0.9); x = v * v; m = m * 1; v = cosh(u)",
                "u, m, v"));
        assertThat(analysis.serves())
                .containsExactly(Set.of("update", "m"), Set.of("update"), Set.of(), Set.of(), Set.of(), Set.of());
        assertThat(analysis.live()).containsExactly("m");
        assertThat(analysis.redundantShare()).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(analysis.pruned().statements()).hasSize(2);
    }

    @Test
    void shouldFollowStatesThroughStates() {
        Analysis analysis = AbstractExecution.of(program("u = g + m; m = m + v; v = interp(g, v, 0.5)", "u, m, v"));
        assertThat(analysis.serves()).containsExactly(Set.of("update"), Set.of("m"), Set.of("v"));
    }

    @Test
    void shouldGiveKinds() {
        Analysis analysis = AbstractExecution.of(
                program("a = norm(g); b = dot(g, w); c = lr * 2; d = a * b; u = d * g", "u, m, v"));
        assertThat(analysis.kinds()).containsExactly(Kind.LEAF, Kind.SCALAR, Kind.SCALAR, Kind.LEAF, Kind.TENSOR);
    }

    @Test
    void shouldNameUnknownVariablesWithTheirStatement() {
        Analysis analysis = AbstractExecution.of(program("u = grad * lr", "u, m, vv"));
        assertThat(analysis.isValid()).isFalse();
        assertThat(analysis.findings())
                .extracting(Finding::message)
                .containsExactly(
                        "statement 1 (u = grad * lr) reads the unknown variable \"grad\", expected an input or the target of an earlier statement",
                        "the return line names the unknown variable \"vv\", expected an input or the target of a statement; did you mean \"v\"?");
    }

    @Test
    void shouldRemarkOnUpdatesThatIgnoreTheGradient() {
        assertThat(AbstractExecution.of(program("u = w * lr", "u, m, v")).findings())
                .extracting(Finding::message)
                .contains("the update ignores the gradient");
        assertThat(AbstractExecution.of(program("u = g - g", "u, m, v")).findings())
                .extracting(Finding::message)
                .contains("the update is a constant");
    }

    @Test
    void shouldKeepAllOfTheWarmStart() {
        Analysis analysis = AbstractExecution.of(ProgramLibrary.find("adamw").orElseThrow());
        assertThat(analysis.redundantShare()).isZero();
        assertThat(analysis.pruned()).isEqualTo(analysis.program());
    }

    @Test
    void shouldTellWhetherTheGradientIsUsedWhateverTheNamesOfStates() {
        assertThat(AbstractExecution.of(program("u = w * lr", "u, m, v")).usesGradient())
                .isFalse();
        assertThat(AbstractExecution.of(program("u = 2 * 3", "u, m, v")).usesGradient())
                .isFalse();
        assertThat(AbstractExecution.of(
                                Program.parse("def train(w, g, constant, lr):\n  u = g * lr\n  return u, constant"))
                        .usesGradient())
                .isTrue();
    }

    @Test
    void shouldPruneOnlyWhatEnginesDoNotNotice() {
        Analysis difference = AbstractExecution.of(
                program("a = 0.82 + 0.625; a = a - 1.445; a = sign(a); a = w * a; u = g + a", "u, m, v"));
        assertThat(difference.pruned().statements())
                .as("1.2e-7 is left of it in 32 bits")
                .hasSize(5);
        Analysis product = AbstractExecution.of(program("a = reciprocal(41); a = a * 41; u = g * a", "u, m, v"));
        assertThat(product.pruned().statements()).as("0.99999994 in 32 bits").hasSize(3);
    }
}
