package savanna.dsl.algebra;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import savanna.dsl.function.Fact;
import savanna.dsl.function.Operation;
import savanna.dsl.program.Operand;
import savanna.dsl.program.Program;
import savanna.dsl.program.Statement;

/**
 * A rewrite rule, written in the program language: {@code rule("x / sqrt(x * x)", "sign(x)")}. The variables {@code a,
 * b, c} stand for constants, all others for any expression; arguments of commutative functions match in either order.
 *
 * @param from pattern
 * @param to what an expression that matches is equal to
 * @param guarded whether they are equal only up to the guard of division
 */
public record Rule(String from, String to, boolean guarded, Template pattern, Template replacement) {

    private static final Set<String> CONSTANTS = Set.of("a", "b", "c");

    /** A pattern: a variable, a number or a call of patterns. */
    sealed interface Template {
        record Variable(String name) implements Template {}

        record Number(double value) implements Template {}

        record Call(savanna.dsl.function.Function function, List<Template> arguments) implements Template {}
    }

    /** A rule that holds up to rounding, wherever every value on the left is finite. */
    static Rule rule(String from, String to) {
        return new Rule(from, to, false, template(from), template(to));
    }

    /** A rule that moreover takes {@code x / y} for the plain quotient: it holds where y is far from the guard 1e-8. */
    static Rule guarded(String from, String to) {
        return new Rule(from, to, true, template(from), template(to));
    }

    private static Template template(String text) {
        Program program = Program.parse("def train(w, g, lr):\n  result = " + text + "\n  return result\n");
        Map<String, Template> values = new HashMap<>();
        for (Statement statement : program.statements()) {
            List<Template> arguments = statement.arguments().stream()
                    .map(operand -> operand(operand, values))
                    .toList();
            boolean plain = statement.target().equals("result")
                    && statement.function().operation() == Operation.PRODUCT
                    && !text.contains("*");
            values.put(
                    statement.target(), plain ? arguments.get(0) : new Template.Call(statement.function(), arguments));
        }
        return values.get("result");
    }

    private static Template operand(Operand operand, Map<String, Template> values) {
        if (operand instanceof Operand.Constant constant) {
            return new Template.Number(constant.value());
        }
        String name = ((Operand.Variable) operand).name();
        return values.getOrDefault(name, new Template.Variable(name));
    }

    /** What the expression is equal to by this rule, if it matches. */
    public Optional<Expression> apply(Expression expression) {
        Map<String, Expression> bindings = match(pattern, expression, Map.of());
        return bindings == null ? Optional.empty() : Optional.of(build(replacement, bindings));
    }

    /** The left side as an expression. @param variables what the variables stand for */
    Expression left(Map<String, Expression> variables) {
        return build(pattern, variables);
    }

    private static Map<String, Expression> match(
            Template template, Expression expression, Map<String, Expression> bindings) {
        if (template instanceof Template.Number number) {
            return expression.isConstant(number.value()) ? bindings : null;
        }
        if (template instanceof Template.Variable variable) {
            Expression bound = bindings.get(variable.name());
            if (bound != null) {
                return bound.equals(expression) ? bindings : null;
            }
            if (CONSTANTS.contains(variable.name()) && !expression.isConstant()) {
                return null;
            }
            Map<String, Expression> more = new HashMap<>(bindings);
            more.put(variable.name(), expression);
            return more;
        }
        Template.Call call = (Template.Call) template;
        if (!expression.isCall() || expression.function() != call.function()) {
            return null;
        }
        Map<String, Expression> straight = matchAll(call.arguments(), expression.arguments(), bindings);
        if (straight != null || !call.function().is(Fact.COMMUTATIVE)) {
            return straight;
        }
        return matchAll(call.arguments(), List.of(expression.argument(1), expression.argument(0)), bindings);
    }

    private static Map<String, Expression> matchAll(
            List<Template> templates, List<Expression> expressions, Map<String, Expression> bindings) {
        Map<String, Expression> current = bindings;
        for (int i = 0; i < templates.size() && current != null; i++) {
            current = match(templates.get(i), expressions.get(i), current);
        }
        return current;
    }

    private static Expression build(Template template, Map<String, Expression> bindings) {
        if (template instanceof Template.Number number) {
            return Expression.constant(number.value());
        }
        if (template instanceof Template.Variable variable) {
            Expression bound = bindings.get(variable.name());
            if (bound == null) {
                throw new IllegalArgumentException(
                        "the variable " + variable.name() + " stands only on the right side of a rule");
            }
            return bound;
        }
        Template.Call call = (Template.Call) template;
        return Expression.call(
                call.function(),
                call.arguments().stream()
                        .map(argument -> build(argument, bindings))
                        .toList());
    }

    @Override
    public String toString() {
        return from + " -> " + to;
    }
}
