package savanna.search.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import savanna.dsl.program.Program;
import savanna.dsl.rate.Rates;
import savanna.search.mutation.SingleAssignment;

class TunedWordsTest {

    private static final Program FOUND = Program.parse(
            "def train(w, g, m, lr):\n  m = interp(g, m, 0.9)\n  s = sign(m)\n  d = w * 0.1\n  s = s + d\n  s = s * lr\n  return s, m");

    private static Program tuned(String from, String to) {
        return Program.parse(SingleAssignment.of(FOUND).toString().replace(from, to));
    }

    @Test
    void shouldSayWhichConstantsAreOthers() {
        assertThat(TunedWords.of(FOUND, tuned("0.9", "0.87"))).isEqualTo("0.9 -> 0.87");
        assertThat(TunedWords.of(FOUND, tuned("0.1", "0.0003"))).isEqualTo("0.1 -> 3e-4");
        assertThat(TunedWords.of(FOUND, SingleAssignment.of(FOUND))).isEqualTo("as found");
    }

    @Test
    void shouldTellTheRateByItsFactorWhereverItStands() {
        assertThat(TunedWords.of(FOUND, Rates.scaled(tuned("0.9", "0.95"), 0.3)))
                .isEqualTo("rate x 0.3, 0.9 -> 0.95");
        Program rated = Program.parse("def train(w, g, lr):\n  u = g * 0.02\n  u = u * lr\n  return u");
        assertThat(TunedWords.of(rated, Rates.scaled(SingleAssignment.of(rated), 3.162)))
                .isEqualTo("rate x 3.16");
    }

    @Test
    void shouldSayWhereStatementsLostTheirEffect() {
        Program without = Program.parse(
                "def train(w, g, m, lr):\n  m_1 = interp(g, m, 0.9)\n  s = sign(m_1)\n  u = s * lr\n  return u, m_1");
        assertThat(TunedWords.of(FOUND, without)).startsWith("with other constants, without which");
    }
}
