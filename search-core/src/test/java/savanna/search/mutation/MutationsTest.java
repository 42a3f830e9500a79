package savanna.search.mutation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.library.ProgramLibrary;
import savanna.dsl.program.Operand;
import savanna.dsl.program.Program;
import savanna.search.random.RandomStreams;

class MutationsTest {

    private static final Program ADAMW = ProgramLibrary.find("adamw").orElseThrow();

    @Property(tries = 20)
    void shouldMakeValidChildrenForEver(@ForAll long seed) {
        var random = new RandomStreams(seed).stream("test");
        Program program = ADAMW;
        for (int i = 0; i < 100; i++) {
            Mutations.Child child =
                    Mutations.weighted(Mutations.PRESETS.get("paper"), 20).child(program, random);
            assertThat(AbstractExecution.of(child.edit().program()).isValid()).isTrue();
            assertThat(child.edit().program()).isNotEqualTo(program);
            assertThat(child.edit().program().statements()).hasSizeLessThanOrEqualTo(20);
            program = child.edit().program();
        }
    }

    @Property(tries = 20)
    void shouldChangeConstantsOnlyWhereOnlyHyperparametersMutate(@ForAll long seed) {
        Program child = Mutations.only(new ChangeConstant(), 60)
                .child(ADAMW, new RandomStreams(seed).stream("test"))
                .edit()
                .program();
        assertThat(withoutConstants(child)).isEqualTo(withoutConstants(ADAMW));
        assertThat(child).isNotEqualTo(ADAMW);
    }

    @Property(tries = 20)
    void shouldInheritNothingInRandomSearchButTheFrame(@ForAll long seed) {
        Program child = Mutations.only(new RandomProgram(), 60)
                .child(ADAMW, new RandomStreams(seed).stream("test"))
                .edit()
                .program();
        assertThat(child.inputs()).isEqualTo(ADAMW.inputs());
        assertThat(child.statements()).hasSameSizeAs(ADAMW.statements());
    }

    @Test
    void shouldDrawAtRandomFromAProgramWhoseStatesGetNewNames() {
        Program renamed = Program.parse(
                "def train(w, g, m, lr):\n  m_1 = interp(g, m, 0.9)\n  u = sign(m_1)\n  u_1 = u * lr\n  return u_1, m_1\n");
        Program child = Mutations.only(new RandomProgram(), 60)
                .child(renamed, new RandomStreams(1).stream("test"))
                .edit()
                .program();
        assertThat(child.inputs()).isEqualTo(renamed.inputs());
        assertThat(child.results()).containsExactly("u_1", "m");
        assertThat(child.statements()).hasSize(3);
    }

    @Test
    void shouldInsertDeleteAndModifyAlike() {
        var random = new RandomStreams(3).stream("test");
        Set<String> kinds = IntStream.range(0, 100)
                .mapToObj(i -> Mutations.weighted(Mutations.PRESETS.get("paper"), 60)
                        .child(ADAMW, random)
                        .edit()
                        .words()
                        .split(" ")[0])
                .collect(Collectors.toSet());
        assertThat(kinds).containsExactlyInAnyOrder("insert", "modify", "delete");
    }

    @Test
    void shouldSayThatAProgramWithoutConstantsHasNoHyperparameters() {
        Program bare = Program.parse("def train(w, g, m, v, lr):\n  update = g * lr\n  return update, m, v");
        assertThatThrownBy(
                        () -> Mutations.only(new ChangeConstant(), 60).child(bare, new RandomStreams(3).stream("test")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no valid child");
    }

    private static String withoutConstants(Program program) {
        return program.statements().stream()
                .map(statement -> statement.target()
                        + statement.function()
                        + statement.arguments().stream()
                                .map(argument -> argument instanceof Operand.Constant ? "c" : argument.toString())
                                .toList())
                .collect(Collectors.joining(";"));
    }
}
