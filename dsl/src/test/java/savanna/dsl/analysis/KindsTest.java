package savanna.dsl.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import savanna.dsl.function.Kind;
import savanna.dsl.program.Program;

/** Abstract execution of programs whose values are not only tensors, with functions that a user contributes. */
class KindsTest {

    private static Analysis analysis(String body, String results) {
        return AbstractExecution.of(two(body, results));
    }

    private static Program two(String body, String results) {
        return Program.parse(
                "def train(w, g, m, v, lr):\n  " + body.replace("; ", "\n  ") + "\n  return " + results + "\n");
    }

    @Test
    void shouldInferKindsOfStatementsAndStates() {
        Analysis analysis = analysis(
                "g2 = square(g); r = row_mean(g2); m = interp(r, m, 0.9); s = sqrt(m); u = g / s; v = v * 0.9; v = v + lr",
                "u, m, v");
        assertThat(analysis.isValid()).isTrue();
        assertThat(analysis.kinds())
                .containsExactly(
                        Kind.TENSOR, Kind.COLUMN, Kind.COLUMN, Kind.COLUMN, Kind.TENSOR, Kind.SCALAR, Kind.SCALAR);
        assertThat(analysis.stateKinds()).containsExactly(Kind.COLUMN, Kind.SCALAR);
    }

    @Test
    void shouldInferAStateThatIsReadBeforeItsKindIsKnown() {
        Analysis analysis = analysis(
                "p = matmul(m, g); t = transpose(g); s = matmul(g, t); m = m + s; u = p * lr; v = v * 0.5", "u, m, v");
        assertThat(analysis.findings()).extracting(Finding::severity).doesNotContain(Finding.Severity.ERROR);
        assertThat(analysis.stateKinds()).containsExactly(Kind.LEFT_SQUARE, Kind.SCALAR);
        assertThat(analysis.kinds().get(0)).isEqualTo(Kind.TENSOR);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "t = transpose(g); u = g + t | statement 2 (u = g + t) gives add tensor (m x n), transposed (n x m), expected arguments whose extents are equal or 1",
                "t = transpose(g); r = row_mean(t); u = g * r | statement 3 (u = g * r) gives multiply tensor (m x n), transposed row (n x 1), expected arguments whose extents are equal or 1",
                "u = inverse_root(g, 2) | statement 1 (u = inverse_root(g, 2.0)) gives inverse_root tensor (m x n), scalar, expected a square x (left square, right square, leaf, scalar) and a p that is one number a leaf (scalar, leaf)",
                "u = eigenvectors(g) | statement 1 (u = eigenvectors(g)) gives eigenvectors tensor (m x n), expected a square: left square, right square, leaf, scalar",
                "u = matmul(g, lr) | statement 1 (u = matmul(g, lr)) gives matmul tensor (m x n), scalar, expected an x with as many columns as y has rows",
                "u = matmul(g, w) | statement 1 (u = matmul(g, w)) gives matmul tensor (m x n), tensor (m x n), expected an x with as many columns as y has rows",
                "t = transpose(g); u = norm(t) | statement 2 (u = norm(t)) gives norm transposed (n x m), expected arguments that broadcast to tensor (m x n): scalar, leaf, column, row, tensor",
                "u = transpose(g) | the update \"u\" is a transposed (n x m), expected one that broadcasts to tensor (m x n): scalar, leaf, column, row, tensor",
                "u = g * lr; t = transpose(m); m = t + g | statement 3 (m = t + g) gives add transposed (n x m), tensor (m x n), expected arguments whose extents are equal or 1",
            })
    void shouldRejectKindsThatDoNotFitWithPlaceKindsAndExpectation(String body, String message) {
        Analysis analysis = analysis(body, "u, m, v");
        assertThat(analysis.isValid()).isFalse();
        assertThat(analysis.findings()).extracting(Finding::message).containsExactly(message);
    }

    @Test
    void shouldGiveEachStateAKindOfItsOwn() {
        Analysis analysis = analysis("u = g * lr; m = transpose(v); v = w", "u, m, v");
        assertThat(analysis.stateKinds()).containsExactly(Kind.TRANSPOSED, Kind.TENSOR);
    }

    @Test
    void shouldLeaveOutDeadCallsOfWholeLeaves() {
        Analysis analysis = analysis("r = row_mean(g); m = row_mean(w); u = g * lr", "u, m, v");
        assertThat(analysis.pruned().statements()).hasSize(1);
        assertThat(analysis.live()).isEmpty();
    }

    @Test
    void shouldHashWhatIsComputedWhateverNamesAndOrder() {
        Program one =
                two("a = row_mean(g); b = transpose(w); c = matmul(b, a); t = transpose(c); u = g * t", "u, m, v");
        Program other =
                two("x = transpose(w); y = row_mean(g); z = matmul(x, y); s = transpose(z); u = s * g", "u, m, v");
        assertThat(AbstractExecution.of(one).isValid()).isTrue();
        assertThat(AbstractExecution.of(one).hash())
                .isEqualTo(AbstractExecution.of(other).hash());
    }

    /** The share 0 leaves a column, but as a tensor: the product then sums over other extents. */
    @Test
    void shouldTellApartEqualValuesOfOtherKindsBelowFunctionsOfWholeLeaves() {
        String rest = "; b = transpose(w); c = matmul(b, a); d = matmul(g, c); n = row_mean(d); u = g * n";
        Program tensor = two("a = row_mean(g); a = interp(a, w, 0)" + rest, "u, m, v");
        Program narrow = two("a = row_mean(g)" + rest, "u, m, v");
        assertThat(AbstractExecution.of(tensor).isValid()).isTrue();
        assertThat(AbstractExecution.of(narrow).isValid()).isTrue();
        assertThat(AbstractExecution.of(tensor).hash())
                .isNotEqualTo(AbstractExecution.of(narrow).hash());
        assertThat(AbstractExecution.of(tensor).pruned().statements())
                .as("the interpolation makes a tensor of a column")
                .hasSize(7);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "t = transpose(w); a = matmul(g, t); u = matmul(a, m) | t = transpose(w); a = matmul(t, m); u = matmul(g, a)",
                "t = transpose(g); t = t * 2; u = transpose(t) | u = g * 2",
                "a = m * 3; u = orthogonalize(a) | u = orthogonalize(m)",
                "a = negative(m); u = orthogonalize(a); u = negative(u) | u = orthogonalize(m)",
                "r = row_mean(g); r = row_mean(r); u = g * r | r = row_mean(g); u = g * r",
                "r = mean(m); r = transpose(r); u = g * r | r = mean(m); u = r * g",
                "a = g * 2; t = transpose(a); a = matmul(a, t); u = matmul(a, m) | t = transpose(g); a = matmul(g, t); u = matmul(a, m); u = u * 4",
            })
    void shouldHashAlikeWhatIsEqual(String one, String other) {
        String end = "; m = interp(g, m, 0.9)";
        assertThat(analysis(one + end, "u, m, v").isValid()).isTrue();
        assertThat(analysis(one + end, "u, m, v").hash())
                .isEqualTo(analysis(other + end, "u, m, v").hash());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "r = row_mean(g); u = g * r | r = col_mean(g); u = g * r",
                "r = mean(g); u = g * r | r = row_mean(g); u = g * r",
                "u = orthogonalize(m) | a = m + g; u = orthogonalize(a)",
                "t = transpose(w); a = matmul(g, t); u = matmul(a, m) | t = transpose(m); a = matmul(g, t); u = matmul(a, w)",
                "n = rows(); u = g * n | n = cols(); u = g * n",
                "c = greater(g, m); u = w * c | c = greater(m, g); u = w * c",
                "c = select(g, m, w); u = w * c | c = select(g, w, m); u = w * c",
            })
    void shouldTellApartWhatDiffers(String one, String other) {
        String end = "; m = interp(g, m, 0.9)";
        assertThat(analysis(one + end, "u, m, v").hash())
                .isNotEqualTo(analysis(other + end, "u, m, v").hash());
    }
}
