package savanna.dsl.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import savanna.dsl.algebra.Simplifier;
import savanna.dsl.function.Function;
import savanna.dsl.function.Functions;
import savanna.dsl.library.ProgramLibrary;
import savanna.dsl.program.Program;

class LatexExportTest {

    @Test
    void shouldWriteLionAsThePaperDoes() {
        Program lion = new Simplifier()
                .simplify(ProgramLibrary.find("lion").orElseThrow())
                .result();
        assertThat(Target.LATEX.export(lion, "lion", "Lion."))
                .contains("m_t &= 0.01\\,g_t + 0.99\\,m_{t-1}")
                .contains("\\mathrm{sign}(0.1\\,g_t +\n      0.9\\,m_{t-1})")
                .contains("\\begin{align*}");
    }

    @Test
    void shouldWriteAdamWithItsBiasCorrections() {
        assertThat(lines(ProgramLibrary.find("adamw-bias-corrected")
                        .orElseThrow()
                        .toString()))
                .isEqualTo("""
                m_t &= 0.1\\,g_t + 0.9\\,m_{t-1} \\\\
                v_t &= 0.001\\,g_t^2 + 0.999\\,v_{t-1} \\\\
                \\hat{v}_t &= \\frac{v_t}{1 - 0.999^t} \\\\
                \\hat{m}_t &= \\frac{m_t}{1 - 0.9^t} \\\\
                \\theta_t &= \\theta_{t-1} - 0.001\\,\\eta_t \\cdot \\left(\\frac{\\hat{m}_t}
                {\\sqrt{\\hat{v}_t} + \\epsilon} + 0.01\\,\\theta_{t-1}\\right)""");
    }

    @Test
    void shouldWriteShampooAndSoapAsTheirPapersDo() {
        assertThat(Target.LATEX.export(ProgramLibrary.find("shampoo").orElseThrow(), "shampoo", "X."))
                .contains("% Arrays are matrices of m rows and n columns")
                .contains("l_t &= l_{t-1} + g_t g_t^\\top")
                .contains("0.1\\,\\eta_t \\cdot l_t^{-1/4} g_t r_t^{-1/4}");
        assertThat(Target.LATEX.export(ProgramLibrary.find("soap").orElseThrow(), "soap", "X."))
                .contains("0.05\\,(p_t^\\top g_t q_t)^2");
    }

    /** Products of numbers and of matrices are two operations. */
    @Test
    void shouldBracketProductsOfNumbersWithinProductsOfMatrices() {
        assertThat(updateOf("matmul(g * m, matmul(transpose(w), g + m))"))
                .isEqualTo("(g_t \\cdot m_t) \\theta_{t-1}^\\top (g_t + m_t)");
        assertThat(updateOf("square(matmul(g, matmul(transpose(w), m)))")).isEqualTo("(g_t \\theta_{t-1}^\\top m_t)^2");
    }

    /** A paper's symbol is a letter, and no equation refers to itself. */
    @Test
    void shouldWriteShippedProgramsInLetters() {
        for (String name : ProgramLibrary.ofPaperFunctions()) {
            String latex = Target.LATEX.export(ProgramLibrary.find(name).orElseThrow(), name, "X.");
            assertThat(latex).as(name).doesNotContain("mathit").doesNotContain("sqrt{|");
            for (String line : latex.replaceAll("\n {6}", " ").lines().toList()) {
                String[] sides = line.strip().split(" &= ");
                if (sides.length == 2) {
                    assertThat(sides[1]).as(name).doesNotContain(sides[0]);
                }
            }
        }
    }

    private static String updateOf(String expression) {
        String latex = Target.LATEX.export(
                Program.parse(
                        "def train(w, g, m, lr):\n  m = interp(g, m, 0.9)\n  u = " + expression + "\n  return u, m\n"),
                "x",
                "X.");
        return latex.lines()
                .filter(line -> line.contains("\\theta_t &="))
                .findFirst()
                .orElseThrow()
                .replaceFirst(".*- ", "")
                .replaceFirst(".*?\\{t-1\\} - ", "");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            (g + m) * lr ; \\eta_t \\cdot (g_t + m_t)
            g * 0.5 * lr ; \\eta_t \\cdot 0.5\\,g_t
            square(g / m) ; \\left(\\frac{g_t}{m_t + \\epsilon}\\right)^2
            square(-g) ; (-g_t)^2
            square(exp(g)) ; (e^{g_t})^2
            abs(g + m) ; |g_t + m_t|
            maximum(g + m, lr) ; \\max(g_t + m_t, \\eta_t)
            norm(g + m) ; \\lVert g_t + m_t \\rVert
            reciprocal(g + m) ; \\frac{1}{g_t + m_t}
            get_pi() * g ; \\pi \\cdot g_t
            log1p(g * m) ; \\ln|1 + g_t \\cdot m_t|
            power(g + m, 0.5) ; (g_t + m_t)^{0.5}
            sqrt(g + m) * -2.0 ; (-2)\\,\\sqrt{|g_t + m_t|}
            """)
    void shouldPutParenthesesWhereTheyAreNeeded(String expression, String latex) {
        assertThat(updateOf(expression)).isEqualTo(latex);
    }

    @Test
    void shouldSpellEveryFunction() {
        for (Function function : Functions.paper()) {
            String arguments = String.join(", ", List.of("g", "m", "w").subList(0, function.arity()));
            String latex = lines("def train(w, g, m, lr):\n  m = interp(g, m, 0.9)\n  u = " + function.name() + "("
                    + arguments + ")\n  return u, m\n");
            String update = latex.substring(
                    latex.indexOf("\\theta_t &= \\theta_{t-1} -") + "\\theta_t &= \\theta_{t-1} -".length());
            assertThat(update).as(function.name()).isNotEmpty();
            assertThat(List.of("g_t", "m_t", "\\theta_{t-1}").subList(0, function.arity()))
                    .as(function.name())
                    .allMatch(update::contains);
        }
    }

    @Test
    void shouldWriteDifferencesAndBlendsOfNumbers() {
        String latex = Target.LATEX.export(
                Program.parse("def train(w, g, m, lr):\n  m = interp(2.0, m, 0.9)\n  u = g - (w - m)\n  return u, m\n"),
                "x",
                "X.");
        assertThat(latex).contains("m_t &= 0.2 + 0.9\\,m_{t-1}").contains("g_t - (\\theta_{t-1} - m_t)");
    }

    private static String lines(String program) {
        return Target.LATEX
                .export(Program.parse(program), "x", "X.")
                .lines()
                .skip(2)
                .filter(line -> !line.startsWith("\\end"))
                .map(String::strip)
                .reduce((first, second) -> first + "\n" + second)
                .orElseThrow();
    }

    @Test
    void shouldGiveEachSymbolOneMeaning() {
        assertThat(lines("""
                def train(theta, grad, g, m, momentum, _, eta):
                  w = abs(grad)
                  x = w * 2.0
                  m = interp(grad, m, 0.9)
                  m = m * m
                  _ = interp(w, _, 0.5)
                  grad = m + g
                  lr = grad * grad
                  m = lr * w
                  x = x + _
                  y = m / x
                  u = y - momentum
                  return u, grad, m, m, _
                """)).isEqualTo("""
                w_t &= |g_t| \\\\
                \\tilde{m}_t &= 0.1\\,g_t + 0.9\\,m_{t-1} \\\\
                x_t &= 0.5\\,w_t + 0.5\\,x_{t-1} \\\\
                \\hat{g}_t &= \\tilde{m}_t \\cdot \\tilde{m}_t + \\hat{g}_{t-1} \\\\
                m_t &= \\hat{g}_t \\cdot \\hat{g}_t \\cdot w_t \\\\
                \\hat{m}_t &= m_t \\\\
                \\theta_t &= \\theta_{t-1} - \\left(\\frac{m_t}{2\\,w_t + x_t + \\epsilon} -
                \\hat{m}_{t-1}\\right)""");
    }

    @Test
    void shouldCallAnotherGradientByAnotherSymbolWhereTheOldOneIsStillMeant() {
        assertThat(lines("def train(w, g, lr):\n  a = g * 2.0\n  g = sign(g)\n  b = g * a\n  u = b + g\n  return u\n"))
                .isEqualTo(
                        "\\hat{g}_t &= \\mathrm{sign}(g_t) \\\\\n\\theta_t &= \\theta_{t-1} - (\\hat{g}_t \\cdot 2\\,g_t + \\hat{g}_t)");
    }

    @Test
    void shouldCallAnotherGradientByAnotherSymbolWhereALineMeansTheOldOne() {
        assertThat(
                        lines(
                                "def train(w, g, m, lr):\n  t = exp(g)\n  g = t * t\n  h = g + m\n  u = g * h\n  return u, m\n"))
                .startsWith("\\tau_t &= e^{g_t} \\\\\n\\hat{g}_t &= \\tau_t \\cdot \\tau_t");
    }

    @Test
    void shouldWriteStatesThatHoldInputs() {
        assertThat(
                        lines(
                                "def train(w, g, a, b, c, d, lr):\n  u = a * b\n  v = c * d\n  u = u + v\n  return u, g, a, w, lr\n"))
                .isEqualTo("""
                a_t &= g_t \\\\
                b_t &= a_{t-1} \\\\
                c_t &= \\theta_{t-1} \\\\
                d_t &= \\eta_t \\\\
                \\theta_t &= \\theta_{t-1} - (a_{t-1} \\cdot b_{t-1} + d_{t-1} \\cdot c_{t-1})""");
    }

    @Test
    void shouldDefineEachSymbolOnce() {
        Map<String, Program> programs = Trials.programs();
        programs.putAll(Trials.naming(
                Trials.words(Target.LATEX, programs, "theta eta g w lr m momentum second_moment v m2 g2 momentum2"),
                false));
        programs.forEach((name, program) -> {
            List<String> defined = Target.LATEX
                    .export(program, name, "X.")
                    .lines()
                    .filter(line -> line.contains(" &= "))
                    .map(line -> line.replaceFirst(" &= .*", "").strip())
                    .toList();
            assertThat(defined).as(name).doesNotHaveDuplicates();
        });
    }

    @Test
    void shouldNotNestFractionsNorExceedEightyColumns() {
        for (String name : ProgramLibrary.ofPaperFunctions()) {
            String latex = Target.LATEX.export(
                    new Simplifier()
                            .simplify(ProgramLibrary.find(name).orElseThrow())
                            .result(),
                    name,
                    "X.");
            assertThat(latex).doesNotContain("\\frac{\\frac").doesNotContain("}{\\frac");
            assertThat(latex.lines().skip(1))
                    .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        }
    }

    @Test
    void shouldWriteTextThatReadsBack() {
        for (String name : ProgramLibrary.ofPaperFunctions()) {
            Program program = ProgramLibrary.find(name).orElseThrow();
            String text = Target.TEXT.export(program, name, "One line.");
            assertThat(Program.parse(text))
                    .isEqualTo(
                            savanna.dsl.analysis.AbstractExecution.of(program).pruned());
            assertThat(Target.LATEX
                            .export(program, name, "One line.")
                            .chars()
                            .filter(c -> c == '{')
                            .count())
                    .isEqualTo(Target.LATEX
                            .export(program, name, "")
                            .chars()
                            .filter(c -> c == '}')
                            .count());
        }
    }
}
