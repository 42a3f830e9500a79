package savanna.search.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import savanna.dsl.library.ProgramLibrary;
import savanna.dsl.program.Program;

class FormulaTest {

    private static String of(String body) {
        return Formula.of(Program.parse("def train(w, g, m, lr):\n  " + body.replace("; ", "\n  ")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "u = g * lr; return u, m | update = g * lr",
                "m = interp(g, m, 0.9); u = sign(m); u = u * lr; return u, m | update = sign(interp(g, m, 0.9)) * lr; m = interp(g, m, 0.9)",
                "a = g + w; u = a * lr; return u, m | update = (g + w) * lr",
                "a = g * w; u = lr * a; return u, m | update = lr * g * w",
                "a = g - w; u = m - a; return u, m | update = m - (g - w)",
                "a = g * w; u = lr / a; return u, m | update = lr / (g * w)",
                "a = g / w; u = a / lr; return u, m | update = g / w / lr",
                "a = g + w; u = sqrt(a); return u, a | update = sqrt(g + w); m = g + w"
            })
    void shouldWriteAProgramAsOneLine(String body, String formula) {
        assertThat(of(body)).isEqualTo(formula);
    }

    @Test
    void shouldStayShortWhereSharedPartsWouldGrowWithoutEnd() {
        assertThat(of("a = g + w; " + "a = a * a; ".repeat(40) + "return a, m").length())
                .isLessThan(1000);
    }

    @Test
    void shouldWriteEveryShippedProgram() {
        for (String name : ProgramLibrary.names()) {
            assertThat(Formula.of(ProgramLibrary.find(name).orElseThrow()))
                    .as(name)
                    .startsWith("update = ")
                    .doesNotContain("null", "\n");
        }
    }
}
