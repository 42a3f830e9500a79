package savanna.search.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import savanna.dsl.program.Program;

class StructureTest {

    @Test
    void shouldTellStructuresApartButNotConstantsOrNames() {
        Structure one = Structure.of(Program.parse(
                "def train(w, g, m, v, lr):\n  a = interp(g, m, 0.9)\n  update = a * 0.1\n  return update, a, v"));
        Structure same = Structure.of(
                Program.parse("def train(w, g, m, v, lr):\n  b = interp(g, m, 0.5)\n  u = b * 0.7\n  return u, b, v"));
        Structure other = Structure.of(Program.parse(
                "def train(w, g, m, v, lr):\n  a = interp(m, g, 0.9)\n  update = a * 0.1\n  return update, a, v"));
        assertThat(same).isEqualTo(one);
        assertThat(other).isNotEqualTo(one);
    }
}
