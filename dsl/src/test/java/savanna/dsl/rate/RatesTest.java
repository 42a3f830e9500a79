package savanna.dsl.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import savanna.dsl.RandomPrograms;
import savanna.dsl.Rollout;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.analysis.InvalidProgramException;
import savanna.dsl.execution.ParameterLayout;
import savanna.dsl.function.Functions;
import savanna.dsl.library.ProgramLibrary;
import savanna.dsl.program.Operand;
import savanna.dsl.program.Program;
import savanna.dsl.program.Statement;

class RatesTest {

    private static final ParameterLayout LAYOUT =
            ParameterLayout.builder().add("a", 5).add("b", 3).build();
    private static final int STEPS = 5;

    @ParameterizedTest
    @CsvSource({"0.1, 1.0e-4", "3, 0.003", "100, 0.1"})
    void shouldScaleTheConstantOfTheRateWhereThereIsOne(double factor, String rate) {
        Program adamw = ProgramLibrary.find("adamw").orElseThrow();
        assertThat(Rates.scaled(adamw, factor))
                .isEqualTo(Program.parse(adamw.toString().replace("lr * 0.001", "lr * " + rate)));
    }

    @Test
    void shouldScaleByAStatementWhereNoConstantIsAFactorOfTheUpdate() {
        assertThat(Rates.scaled(program("update = sin(g)\n  return update, m, v"), 0.5))
                .isEqualTo(program("update = sin(g)\n  update_1 = update * 0.5\n  return update_1, m, v"));
    }

    @Test
    void shouldScaleByAStatementWhereTheConstantWouldLeaveTheRangeOfFloats() {
        Program large = program("update = g * 3e38\n  return update, m, v");
        assertThat(Rates.scaled(large, 2))
                .isEqualTo(program("update = g * 3e38\n  update_1 = update * 2.0\n  return update_1, m, v"));
        assertThat(Rates.scaled(large, 0.5)).isEqualTo(program("update = g * 1.5e38\n  return update, m, v"));
    }

    @Test
    void shouldLeaveAStateAsItIsThatIsTheUpdateToo() {
        assertThat(Rates.scaled(program("m = g * 0.1\n  return m, m, v"), 2))
                .isEqualTo(program("m = g * 0.1\n  m_1 = m * 2.0\n  return m_1, m, v"));
    }

    @Test
    void shouldNotTakeTheConstantOfAValueThatIsUsedElsewhere() {
        assertThat(Rates.scaled(
                                program("r = lr * 0.1\n  m = interp(g, m, r)\n  update = m * r\n  return update, m, v"),
                                2)
                        .toString())
                .contains("r = lr * 0.1")
                .contains("update_1 = update * 2.0");
    }

    @Test
    void shouldTellTheValuesOfOneVariableApart() {
        assertThat(Rates.scaled(program("x = g * 0.5\n  t = g + x\n  x = x * 0.25\n  t = t * x\n  return t, m, v"), 2))
                .isEqualTo(program("x = g * 0.5\n  t = g + x\n  x = x * 0.5\n  t = t * x\n  return t, m, v"));
    }

    @Test
    void shouldRoundToThreeDigitsOrNotAtAll() {
        Program sgd = program("update = g * 0.12345\n  return update, m, v");
        assertThat(Rates.scaled(sgd, 2).toString()).contains("g * 0.247");
        assertThat(Rates.scaledExactly(sgd, 2).toString()).contains("g * 0.2469");
    }

    @Test
    void shouldGiveTheProgramItselfAtOne() {
        Program dead = program("t = sin(g)\n  update = g * 0.12345\n  return update, m, v");
        assertThat(Rates.scaled(dead, 1)).isSameAs(dead);
    }

    @Test
    void shouldRefuseWhatIsNotValid() {
        assertThatThrownBy(() -> Rates.scaled(program("update = g * x\n  return update, m, v"), 2))
                .isInstanceOf(InvalidProgramException.class);
    }

    /** Against the plain way: the update of the whole program, times the factor, in a statement more. */
    @Test
    void shouldMultiplyTheUpdateAndNothingElse() {
        SplittableRandom random = new SplittableRandom(4);
        RandomPrograms programs = new RandomPrograms(random);
        int compared = 0;
        int inAConstant = 0;
        for (int i = 0; i < 4_000; i++) {
            Program program =
                    i % 4 == 0 ? programs.program(1 + random.nextInt(8)) : programs.mutantOfShipped(random.nextInt(6));
            if (!AbstractExecution.of(program).isValid()) {
                continue;
            }
            double factor = Math.pow(2, random.nextInt(1, 5));
            Program scaled = Rates.scaledExactly(program, factor);
            double[] start = numbers(random, LAYOUT.size());
            double[][] gradients = new double[STEPS][];
            for (int step = 0; step < STEPS; step++) {
                gradients[step] = numbers(random, LAYOUT.size());
            }
            double[][] expected = updates(plainly(program, factor), start, gradients);
            double[][] actual = updates(scaled, start, gradients);
            for (int step = 0; step < STEPS; step++) {
                for (int k = 0; k < expected[step].length; k++) {
                    double number = expected[step][k];
                    if (Math.abs(number) < 1e30) {
                        assertThat(Math.abs(actual[step][k] - number))
                                .as("step %d of\n%s\ntimes %s:\n%s", step, program, factor, scaled)
                                .isLessThanOrEqualTo(1e-6 * Math.abs(number));
                        compared++;
                    }
                }
            }
            inAConstant += scaled.statements().size()
                            == AbstractExecution.of(program)
                                    .pruned()
                                    .statements()
                                    .size()
                    ? 1
                    : 0;
        }
        assertThat(compared).isGreaterThan(50_000);
        assertThat(inAConstant).isGreaterThan(1_000);
    }

    private static double[][] updates(Program program, double[] start, double[][] gradients) {
        return Rollout.updates(program, LAYOUT, start, gradients);
    }

    private static Program plainly(Program program, double factor) {
        List<Statement> statements = new ArrayList<>(program.statements());
        statements.add(new Statement(
                "scaled",
                Functions.get("multiply"),
                List.of(Operand.variable(program.update()), Operand.constant(factor))));
        List<String> results = new ArrayList<>(program.results());
        results.set(0, "scaled");
        return new Program(program.inputs(), statements, results);
    }

    private static double[] numbers(SplittableRandom random, int count) {
        return random.doubles(count, -1, 1).toArray();
    }

    private static Program program(String body) {
        return Program.parse("def train(w, g, m, v, lr):\n  " + body);
    }
}
