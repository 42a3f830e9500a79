package savanna.dsl.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import savanna.dsl.RandomPrograms;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.analysis.Analysis;
import savanna.dsl.library.ProgramLibrary;

class ProgramTextTest {

    @Test
    void shouldReadBackEveryProgramThatItPrints() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
        RandomPrograms programs = new RandomPrograms(random);
        for (int i = 0; i < 2000; i++) {
            Program program = programs.program(1 + i % 30);
            assertThat(Program.parse(program.toString())).isEqualTo(program);
        }
    }

    @Test
    void shouldReadBackShippedPrograms() {
        for (String name : ProgramLibrary.names()) {
            Program program = ProgramLibrary.find(name).orElseThrow();
            assertThat(Program.parse(program.toString())).as(name).isEqualTo(program);
        }
    }

    @Test
    void shouldSpreadNestedExpressionsOverTemporaries() {
        Program program = Program.parse("""
                def train(w, g, t1, lr):   # a state may have the name of a temporary
                  update = -(lr * sign(g + 0.5 * t1)) - -2
                  return update, g
                """);
        assertThat(program.toString()).isEqualTo("""
                def train(w, g, t1, lr):
                  t2 = 0.5 * t1
                  t3 = g + t2
                  t4 = sign(t3)
                  t5 = lr * t4
                  t6 = negative(t5)
                  update = t6 - -2.0
                  return update, g
                """);
    }

    @Test
    void shouldWriteAnAssignmentAsAProductWithOne() {
        assertThat(Program.parse("def train(w, g, lr):\n  x = g\n  return x\n")
                        .statements()
                        .get(0))
                .hasToString("x = g * 1.0");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            update = sgn(g)              | 2 | 12 | found the unknown function "sgn", expected one of the 59 functions (savanna list functions); did you mean "sign"?
            update = interp(g, 0.9)      | 2 | 12 | found 2 arguments, expected 3 as in interp(x, y, a)
            update = g *                 | 2 | 15 | found the end of the line, expected a variable, a number or a function call
            update = g ** 2              | 2 | 15 | found "**", expected one operator; did you mean power(x, y)?
            update = g ^ 2               | 2 | 14 | found "^", expected a name, a number or one of ( ) = , : + - * /; did you mean power(x, y)?
            update g                     | 2 | 10 | found "g", expected "=" after "update"
            update = 1e99 * g            | 2 | 12 | found "1e99", expected a number that is finite in 32 bits, below 3.4e38
            update = (g                  | 2 | 14 | found the end of the line, expected ")" or an operator
            3 = g                        | 2 | 3  | found "3", expected a statement such as "update = m * lr", or "return"
            """)
    void shouldNameThePlaceTheExpectationAndTheRemedy(String statement, int line, int column, String problem) {
        String text = "def train(w, g, lr):\n  " + statement + "\n  return update\n";
        assertThatThrownBy(() -> Program.parse(text))
                .isInstanceOf(ProgramSyntaxException.class)
                .hasMessage("line " + line + ", column " + column + ": " + problem);
    }

    @ParameterizedTest
    @CsvSource({"'', 1", "'# only a comment', 1", "'# only a comment\n\n', 3"})
    void shouldSayWhatToDoWhereThereIsNoProgram(String text, int line) {
        assertThatThrownBy(() -> Program.parse(text))
                .isInstanceOf(ProgramSyntaxException.class)
                .hasMessageStartingWith("line " + line + ", column ")
                .hasMessageContaining("found no program")
                .hasMessageContaining("expected \"def train(w, g, ..., lr):\"")
                .hasMessageContaining("savanna export adamw --to text");
    }

    @ParameterizedTest
    @CsvSource({"'def train(w, g, lr):', 1, 21", "'def train(w, g, lr):\n', 2, 1"})
    void shouldNameTheEndOfATextThatEndsEarly(String text, int line, int column) {
        assertThatThrownBy(() -> Program.parse(text))
                .hasMessageStartingWith("line " + line + ", column " + column
                        + ": found the end of the text, expected a statement or \"return\"");
    }

    @Test
    void shouldRefuseTheWrongNumberOfResults() {
        assertThatThrownBy(() -> Program.parse("def train(w, g, m, lr):\n  return g\n"))
                .hasMessageContaining("line 2, column 3: found 1 results, expected 2: the update, then the states m");
    }

    @Test
    void shouldRefuseExpressionsThatNestTooDeep() {
        String text = "def train(w, g, lr):\n  u = " + "(".repeat(5000) + "g" + ")".repeat(5000) + "\n  return u\n";
        assertThatThrownBy(() -> Program.parse(text))
                .isInstanceOf(ProgramSyntaxException.class)
                .hasMessageContaining("nested deeper than 100");
    }

    @Test
    void shouldReadTenThousandStatements() {
        StringBuilder text = new StringBuilder("def train(w, g, m, lr):\n");
        for (int i = 0; i < 10_000; i++) {
            text.append("  m = ").append(i % 2 == 0 ? "sin(m)\n" : "m + g\n");
        }
        Program program = Program.parse(text.append("  return m, m\n").toString());
        assertThat(program.statements()).hasSize(10_000);
        Analysis analysis = AbstractExecution.of(program);
        assertThat(analysis.liveStatements()).isEqualTo(10_000);
        assertThat(analysis.pruned()).isEqualTo(program);
        assertThat(Program.parse(program.toString())).isEqualTo(program);
    }
}
