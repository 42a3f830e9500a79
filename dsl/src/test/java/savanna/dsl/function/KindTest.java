package savanna.dsl.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class KindTest {

    @ParameterizedTest
    @CsvSource({
        "SCALAR, SCALAR, SCALAR",
        "SCALAR, LEAF, LEAF",
        "LEAF, COLUMN, COLUMN",
        "COLUMN, ROW, TENSOR",
        "ROW, TENSOR, TENSOR",
        "TRANSPOSED_ROW, TRANSPOSED_COLUMN, TRANSPOSED",
        "COLUMN, TRANSPOSED_COLUMN, LEFT_SQUARE",
        "ROW, TRANSPOSED_ROW, RIGHT_SQUARE",
        "SCALAR, LEFT_SQUARE, LEFT_SQUARE",
    })
    void shouldJoinToTheLeastKindThatBothAreBroadcastTo(Kind x, Kind y, Kind join) {
        assertThat(x.join(y)).contains(join);
        assertThat(y.join(x)).contains(join);
    }

    @ParameterizedTest
    @CsvSource({
        "TENSOR, TRANSPOSED",
        "COLUMN, TRANSPOSED_ROW",
        "ROW, TRANSPOSED_COLUMN",
        "TENSOR, LEFT_SQUARE",
        "LEFT_SQUARE, RIGHT_SQUARE"
    })
    void shouldHaveNoJoinWhereExtentsDiffer(Kind x, Kind y) {
        assertThat(x.join(y)).isEmpty();
        assertThat(y.join(x)).isEmpty();
    }

    @Test
    void shouldBeALattice() {
        for (Kind x : Kind.values()) {
            assertThat(x.join(x)).contains(x);
            for (Kind y : Kind.values()) {
                Optional<Kind> join = x.join(y);
                assertThat(x.broadcastsTo(y)).isEqualTo(join.equals(Optional.of(y)));
                for (Kind z : Kind.values()) {
                    assertThat(join.flatMap(kind -> kind.join(z)))
                            .isEqualTo(y.join(z).flatMap(x::join));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldBeItselfWhenTransposedTwice(Kind kind) {
        assertThat(kind.transposed().transposed()).isEqualTo(kind);
        assertThat(kind.transposed().size(3, 5)).isEqualTo(kind.size(3, 5));
    }

    @ParameterizedTest
    @CsvSource({
        "TENSOR, TRANSPOSED, LEFT_SQUARE",
        "TRANSPOSED, TENSOR, RIGHT_SQUARE",
        "LEFT_SQUARE, TENSOR, TENSOR",
        "COLUMN, ROW, TENSOR",
        "ROW, TRANSPOSED_ROW, LEAF"
    })
    void shouldGiveTheOuterExtentsOfAProduct(Kind x, Kind y, Kind product) {
        assertThat(x.times(y)).contains(product);
    }

    @ParameterizedTest
    @CsvSource({"TENSOR, TENSOR", "SCALAR, TENSOR", "TENSOR, LEAF", "ROW, COLUMN"})
    void shouldHaveNoProductWhereInnerExtentsDiffer(Kind x, Kind y) {
        assertThat(x.times(y)).isEmpty();
    }

    @Test
    void shouldSayItsExtents() {
        assertThat(Kind.LEFT_SQUARE.described()).isEqualTo("left square (m x m)");
        assertThat(Kind.TENSOR.accepted()).isEqualTo("scalar, leaf, column, row, tensor");
    }
}
