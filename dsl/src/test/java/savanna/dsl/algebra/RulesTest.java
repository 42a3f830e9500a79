package savanna.dsl.algebra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import savanna.dsl.Rollout;
import savanna.dsl.execution.ParameterLayout;
import savanna.dsl.function.Functions;
import savanna.dsl.program.Program;

/** Executes both sides of every rule. */
class RulesTest {

    static Stream<Rule> rules() {
        return Rules.all().stream().filter(rule -> !isOfMatrices(rule));
    }

    static Stream<Rule> rulesOfMatrices() {
        return Rules.all().stream().filter(RulesTest::isOfMatrices);
    }

    private static boolean isOfMatrices(Rule rule) {
        return Functions.all().stream()
                .anyMatch(function -> function.isLeafwise() && rule.from().contains(function.name() + "("));
    }

    /** On a matrix, a vector and a square; a mean of what is no update makes one of it. */
    @ParameterizedTest
    @MethodSource("rulesOfMatrices")
    void shouldComputeTheSameOfMatricesOnBothSides(Rule rule) {
        ParameterLayout layout = ParameterLayout.builder()
                .add("a", 2, 3)
                .add("b", 3)
                .add("c", 2, 2)
                .build();
        double[] weights = new Random(3).doubles(layout.size(), -1, 1).toArray();
        double[][] gradients = {new Random(4).doubles(layout.size(), -1, 1).toArray()};
        Expression transposed = Expression.call("transpose", Expression.WEIGHTS);
        int compared = 0;
        for (Expression x :
                List.of(Expression.GRADIENT, transposed, Expression.call("row_mean", Expression.GRADIENT))) {
            for (Expression y : List.of(Expression.WEIGHTS, transposed)) {
                Expression left;
                try {
                    left = rule.left(Map.of("x", x, "y", y));
                } catch (IllegalArgumentException misfit) {
                    continue;
                }
                Expression right = rule.apply(left).orElseThrow();
                assertThat(right.kind()).isEqualTo(left.kind());
                double[] expected = Rollout.updates(program(mean(left)), layout, weights, gradients)[0];
                double[] actual = Rollout.updates(program(mean(right)), layout, weights, gradients)[0];
                for (int i = 0; i < expected.length; i++) {
                    assertThat(actual[i]).isCloseTo(expected[i], within(1e-12));
                }
                compared++;
            }
        }
        assertThat(compared).isPositive();
    }

    private static Expression mean(Expression value) {
        return Expression.call("mean", Expression.call("sin", value));
    }

    private static Program program(Expression update) {
        return Layout.program(new Equations(update, List.of(), List.of(), List.of()), call -> "");
    }

    @ParameterizedTest
    @MethodSource("rules")
    void shouldComputeTheSameOnBothSides(Rule rule) {
        int compared = 0;
        List<Expression> values = List.of(
                Expression.GRADIENT,
                Expression.WEIGHTS,
                Expression.call("sin", Expression.GRADIENT),
                Expression.call("cosh", Expression.WEIGHTS));
        for (int seed = 0; seed < 40; seed++) {
            Expression x = values.get(seed % 4);
            Map<String, Expression> variables = Map.of(
                    "x",
                    x,
                    "y",
                    values.get((seed / 4) % 4),
                    "z",
                    values.get((seed + 1) % 4),
                    "v",
                    values.get((seed + 2) % 4),
                    "a",
                    Expression.constant(0.3 + seed * 0.1));
            Expression left = rule.left(variables);
            Expression right = rule.apply(left).orElseThrow();
            Behaviour.Trace trace = Behaviour.of(program(left), 1e-30, 0, seed);
            if (trace.finiteSteps() > 0
                    && Behaviour.compare(program(left), program(right), seed) != Behaviour.Verdict.SENSITIVE) {
                assertThat(Behaviour.compare(program(left), program(right), seed))
                        .as("%s = %s", left, right)
                        .isEqualTo(Behaviour.Verdict.EQUAL);
                compared++;
            }
        }
        assertThat(compared).as("places at which both sides are finite").isGreaterThan(5);
    }

    @Test
    void shouldTellAWrongRule() {
        Expression left = Rule.rule("sqrt(square(x))", "x").left(Map.of("x", Expression.GRADIENT));
        assertThat(Behaviour.compare(program(left), program(Expression.GRADIENT), 1))
                .isEqualTo(Behaviour.Verdict.DIFFERENT);
    }
}
