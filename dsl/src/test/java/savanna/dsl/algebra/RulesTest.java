package savanna.dsl.algebra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import savanna.dsl.program.Program;

/** Executes both sides of every rule. */
class RulesTest {

    static Stream<Rule> rules() {
        return Rules.all().stream();
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
