package savanna.tasks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import savanna.dsl.library.ProgramLibrary;
import savanna.dsl.program.Program;

class MultipliersTest {
    @Test
    void shouldScaleRateAndDecayOfAdamw() {
        Program tuned =
                new Multipliers(10, 0.5).apply(ProgramLibrary.find("adamw").orElseThrow());
        assertThat(tuned.toString())
                .contains("lr = lr * 0.01")
                .contains("wd = w * 0.005")
                .contains("m = interp(g, m, 0.9)");
    }

    @Test
    void shouldScaleTheUpdateWhereNoConstantMultipliesTheSchedule() {
        Program tuned =
                new Multipliers(4, 1).apply(Program.parse("def train(w, g, lr):\n  update = g * lr\n  return update"));
        assertThat(tuned.toString().lines().map(String::strip))
                .containsSubsequence("update = g * lr", "update_1 = update * 4.0", "return update_1");
    }

    @Test
    void shouldScaleTheUpdateWhereTheConstantWouldLeaveTheRangeOfFloats() {
        Program program =
                Program.parse("def train(w, g, lr):\n  large = lr * 3e38\n  update = g * large\n  return update");
        assertThat(new Multipliers(2, 1).apply(program).toString()).contains("update_1 = update * 2.0");
    }

    /** The schedule value as a share of an interpolation is no rate: the first constant beside it is not taken. */
    @Test
    void shouldScaleTheUpdateEvenWhereTheScheduleMultipliesAConstantFirst() {
        Program program = Program.parse(
                "def train(w, g, m, lr):\n  share = lr * 0.9\n  m = interp(g, m, share)\n  update = m * 0.25\n  return update, m");
        assertThat(new Multipliers(2, 1).apply(program).toString())
                .contains("share = lr * 0.9")
                .contains("update = m * 0.5");
    }

    @Test
    void shouldKeepTheDecayWhereItWouldLeaveTheRangeOfFloats() {
        Program program = Program.parse("def train(w, g, lr):\n  wd = w * 3e38\n  update = g + wd\n  return update");
        assertThat(new Multipliers(1, 2).apply(program)).isEqualTo(program);
    }

    @Test
    void shouldLeaveAProgramAloneAtOne() {
        for (String name : ProgramLibrary.names()) {
            Program program = ProgramLibrary.find(name).orElseThrow();
            assertThat(Multipliers.ONE.apply(program)).as(name).isEqualTo(program);
        }
    }

    @Test
    void shouldDrawTriesEvenlyOverTheLogarithm() {
        List<Multipliers> tries = Multipliers.draw(41, 5);
        assertThat(tries)
                .hasSize(41)
                .startsWith(Multipliers.ONE)
                .isEqualTo(Multipliers.draw(41, 5))
                .isNotEqualTo(Multipliers.draw(41, 6));
        for (int decade = -2; decade < 2; decade++) {
            double from = Math.pow(10, decade) * 0.999;
            double to = Math.pow(10, decade + 1) * 0.999;
            assertThat(tries.stream()
                            .skip(1)
                            .filter(each -> each.rate() >= from && each.rate() < to)
                            .count())
                    .isBetween(9L, 11L);
            assertThat(tries.stream()
                            .skip(1)
                            .filter(each -> each.decay() >= from && each.decay() < to)
                            .count())
                    .isBetween(9L, 11L);
        }
    }
}
