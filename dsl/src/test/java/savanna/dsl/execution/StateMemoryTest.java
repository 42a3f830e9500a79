package savanna.dsl.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.analysis.Analysis;
import savanna.dsl.function.Kind;
import savanna.dsl.library.ProgramLibrary;

class StateMemoryTest {

    private static final ParameterLayout LAYOUT = ParameterLayout.builder()
            .add("a", 10, 40)
            .add("b", 40)
            .add("c", 30, 2)
            .build();

    private static Analysis shipped(String name) {
        return AbstractExecution.ofValid(ProgramLibrary.find(name).orElseThrow());
    }

    @Test
    void shouldWeighKindsByTheirNumbersOverTheLayout() {
        StateMemory memory = StateMemory.of(List.of(LAYOUT));
        assertThat(memory.of(List.of(Kind.TENSOR))).isEqualTo(1);
        assertThat(memory.of(List.of(Kind.TRANSPOSED))).isEqualTo(1);
        assertThat(memory.of(List.of(Kind.SCALAR))).isEqualTo(1 / 500.0);
        assertThat(memory.of(List.of(Kind.LEAF))).isEqualTo(3 / 500.0);
        assertThat(memory.of(List.of(Kind.COLUMN))).isEqualTo((10 + 1 + 30) / 500.0);
        assertThat(memory.of(List.of(Kind.ROW))).isEqualTo((40 + 40 + 2) / 500.0);
        assertThat(memory.of(List.of(Kind.LEFT_SQUARE))).isEqualTo((100 + 1 + 900) / 500.0);
        assertThat(memory.of(List.of(Kind.RIGHT_SQUARE))).isEqualTo((1600 + 1600 + 4) / 500.0);
    }

    @Test
    void shouldMakeAdafactorCheapAndShampooDear() {
        StateMemory memory = StateMemory.of(List.of(LAYOUT));
        assertThat(memory.of(shipped("adamw"))).isEqualTo(2);
        assertThat(memory.of(shipped("muon"))).isEqualTo(1);
        assertThat(memory.of(shipped("adafactor"))).isCloseTo((41 + 82 + 1) / 500.0, within(1e-12));
        assertThat(memory.of(shipped("shampoo"))).isGreaterThan(5);
        assertThat(StateMemory.counting().of(shipped("adafactor"))).isEqualTo(3);
    }

    @Test
    void shouldWeighSeveralModelsTogether() {
        ParameterLayout wide = ParameterLayout.builder().add("a", 1, 500).build();
        assertThat(StateMemory.of(List.of(LAYOUT, wide)).of(List.of(Kind.COLUMN)))
                .isEqualTo(42 / 1000.0);
    }
}
