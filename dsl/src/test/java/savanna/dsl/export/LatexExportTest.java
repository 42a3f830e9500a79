package savanna.dsl.export;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import savanna.dsl.algebra.Simplifier;
import savanna.dsl.library.ProgramLibrary;
import savanna.dsl.program.Program;

class LatexExportTest {

    @Test
    void shouldWriteLionAsThePaperDoes() {
        Program lion = new Simplifier().simplify(ProgramLibrary.find("lion").orElseThrow()).result();
        assertThat(Target.LATEX.export(lion, "lion", "Lion.")).contains("m_t &= 0.01\\,g_t + 0.99\\,m_{t-1}").contains("\\mathrm{sign}(0.1\\,g_t + 0.9\\,m_{t-1})").contains("\\begin{align*}");
    }

    @Test
    void shouldWriteTextThatReadsBack() {
        for (String name : ProgramLibrary.names()) {
            Program program = ProgramLibrary.find(name).orElseThrow();
            String text = Target.TEXT.export(program, name, "One line.");
            assertThat(Program.parse(text)).isEqualTo(savanna.dsl.analysis.AbstractExecution.of(program).pruned());
            assertThat(Target.LATEX.export(program, name, "One line.").chars().filter(c -> c == '{').count()).isEqualTo(Target.LATEX.export(program, name, "").chars().filter(c -> c == '}').count());
        }
    }
}
