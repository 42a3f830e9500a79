package savanna.dsl.program;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import savanna.dsl.function.Function;
import savanna.dsl.function.Functions;
import savanna.dsl.function.Operation;
import savanna.dsl.text.Nearest;

/**
 * Reads the text form by recursive descent. Nested expressions and unary minus are spread over temporaries named
 * {@code t1, t2, ...}; {@code x = y} becomes {@code x = y * 1.0}, since each statement calls one function.
 */
public final class ProgramParser {

    /** Parentheses and calls may nest this deep. */
    private static final int DEEPEST = 100;

    private final List<Token> tokens;
    private final Set<String> taken = new HashSet<>();
    private final List<Statement> statements = new ArrayList<>();
    private int next;
    private int temporaries;
    private int depth;

    private ProgramParser(String text) {
        tokens = Tokenizer.tokenize(text);
        for (Token token : tokens) {
            if (token.type() == Token.Type.NAME) {
                taken.add(token.text());
            }
        }
    }

    /** The program that the text says. @throws ProgramSyntaxException with line, column, expectation and suggestion */
    public static Program parse(String text) {
        return new ProgramParser(text).program();
    }

    private Program program() {
        if (peek().type() == Token.Type.END_OF_TEXT) {
            throw peek().error(
                            "found no program, the text is empty or holds only comments; expected \"def train(w, g, ..., lr):\" and its statements: write them, or begin with "
                                    + "those of a shipped program, which \"savanna export adamw --to text\" prints");
        }
        expectWord("def", "\"def train(w, g, ..., lr):\"");
        expectWord("train", "\"train\", the name of every program");
        List<String> inputs = inputs();
        expectWord(":", "\":\"");
        endOfLine();
        while (!peek().is("return")) {
            if (peek().type() == Token.Type.END_OF_TEXT) {
                throw peek().expected("a statement or \"return\" with the update and the states");
            }
            statement();
        }
        Token returnToken = take();
        List<String> results = new ArrayList<>();
        do {
            results.add(result());
        } while (takeIf(","));
        endOfLine();
        if (peek().type() != Token.Type.END_OF_TEXT) {
            throw peek().expected("nothing after the return line");
        }
        int wanted = inputs.size() - 2;
        if (results.size() != wanted) {
            throw returnToken.error("found " + results.size() + " results, expected " + wanted + ": the update"
                    + (wanted == 1
                            ? " alone, since there is no state"
                            : ", then the states " + String.join(", ", inputs.subList(2, inputs.size() - 1))));
        }
        return new Program(inputs, statements, results);
    }

    private List<String> inputs() {
        expectWord("(", "\"(\" and the inputs");
        List<String> inputs = new ArrayList<>();
        do {
            Token name = name("the name of an input");
            if (inputs.contains(name.text())) {
                throw name.error("found the input \"" + name.text() + "\" twice, expected distinct names");
            }
            inputs.add(name.text());
        } while (takeIf(","));
        Token close = peek();
        expectWord(")", "\",\" or \")\"");
        if (inputs.size() < 3) {
            throw close.error(
                    "found " + inputs.size()
                            + " inputs, expected at least 3: weights, gradient, states if any, schedule, as in train(w, g, m, v, lr)");
        }
        return inputs;
    }

    private void statement() {
        Token target = name("a statement such as \"update = m * lr\", or \"return\"");
        if (target.text().equals("def")) {
            throw target.expected("a statement or \"return\"; a text holds one program");
        }
        if (!peek().is("=")) {
            String near = Nearest.suggestion(target.text(), List.of("return"));
            throw peek().expected("\"=\" after \"" + target.text() + "\"" + near);
        }
        take();
        Parsed value = expression();
        if (value instanceof Parsed.Call call) {
            assign(target.text(), call);
        } else {
            statements.add(new Statement(
                    target.text(), Functions.of(Operation.PRODUCT), List.of(operand(value), Operand.constant(1))));
        }
        endOfLine();
    }

    private String result() {
        Operand operand = operand(expression());
        if (operand instanceof Operand.Variable variable) {
            return variable.name();
        }
        String name = temporary();
        statements.add(new Statement(name, Functions.of(Operation.PRODUCT), List.of(operand, Operand.constant(1))));
        return name;
    }

    /** A parsed expression: an operand, or a call whose arguments are operands. */
    private sealed interface Parsed {
        record Atom(Operand operand) implements Parsed {}

        record Call(Function function, List<Operand> arguments) implements Parsed {}
    }

    private Parsed expression() {
        Parsed left = term();
        while (peek().is("+") || peek().is("-")) {
            left = infix(left, take(), term());
        }
        return left;
    }

    private Parsed term() {
        Parsed left = factor();
        while (peek().is("*") || peek().is("/")) {
            Token operator = take();
            if (operator.is("*") && peek().is("*")) {
                throw peek().error("found \"**\", expected one operator; did you mean power(x, y)?");
            }
            left = infix(left, operator, factor());
        }
        return left;
    }

    private Parsed infix(Parsed left, Token operator, Parsed right) {
        Function function = Functions.byOperator(operator.text());
        // The left side is spread first, so that statements stand in the order of evaluation.
        Operand first = operand(left);
        return new Parsed.Call(function, List.of(first, operand(right)));
    }

    private Parsed factor() {
        if (++depth > DEEPEST) {
            throw peek().error("found an expression nested deeper than " + DEEPEST
                    + ", expected a shallower one; give parts of it names");
        }
        try {
            if (takeIf("-")) {
                Parsed value = factor();
                if (value instanceof Parsed.Atom atom && atom.operand() instanceof Operand.Constant constant) {
                    return new Parsed.Atom(Operand.constant(-constant.value()));
                }
                return new Parsed.Call(Functions.of(Operation.NEGATION), List.of(operand(value)));
            }
            return primary();
        } finally {
            depth--;
        }
    }

    private Parsed primary() {
        Token token = peek();
        if (takeIf("(")) {
            Parsed inner = expression();
            expectWord(")", "\")\" or an operator");
            return inner;
        }
        if (token.type() == Token.Type.NUMBER) {
            take();
            return new Parsed.Atom(number(token));
        }
        Token name = name("a variable, a number or a function call");
        return peek().is("(") ? call(name) : new Parsed.Atom(Operand.variable(name.text()));
    }

    private Parsed call(Token name) {
        Function function = Functions.find(name.text())
                .orElseThrow(() -> name.error("found the unknown function \"" + name.text() + "\", expected one of the "
                        + Functions.all().size() + " functions (savanna list functions)"
                        + Nearest.suggestion(name.text(), Functions.names())));
        take();
        List<Operand> arguments = new ArrayList<>();
        if (!peek().is(")")) {
            do {
                arguments.add(operand(expression()));
            } while (takeIf(","));
        }
        expectWord(")", "\",\" or \")\" in the call of " + function.name());
        if (arguments.size() != function.arity()) {
            throw name.error("found " + arguments.size() + (arguments.size() == 1 ? " argument" : " arguments")
                    + ", expected " + function.arity() + " as in " + function.signature());
        }
        return new Parsed.Call(function, arguments);
    }

    private static Operand number(Token token) {
        double value = Double.parseDouble(token.text());
        if (!Float.isFinite((float) value)) {
            throw token.expected("a number that is finite in 32 bits, below 3.4e38");
        }
        return Operand.constant(value);
    }

    private Operand operand(Parsed expression) {
        if (expression instanceof Parsed.Atom atom) {
            return atom.operand();
        }
        String name = temporary();
        assign(name, (Parsed.Call) expression);
        return Operand.variable(name);
    }

    private void assign(String target, Parsed.Call call) {
        statements.add(new Statement(target, call.function(), call.arguments()));
    }

    private String temporary() {
        String name;
        do {
            name = "t" + ++temporaries;
        } while (!taken.add(name));
        return name;
    }

    private Token peek() {
        return tokens.get(next);
    }

    private Token take() {
        Token token = tokens.get(next);
        if (token.type() != Token.Type.END_OF_TEXT) {
            next++;
        }
        return token;
    }

    private boolean takeIf(String symbol) {
        if (peek().type() == Token.Type.SYMBOL && peek().is(symbol)) {
            next++;
            return true;
        }
        return false;
    }

    private Token name(String expectation) {
        if (peek().type() != Token.Type.NAME || !Names.isName(peek().text())) {
            throw peek().expected(expectation);
        }
        return take();
    }

    private void expectWord(String word, String expectation) {
        if (!peek().is(word)) {
            String near = peek().type() == Token.Type.NAME ? Nearest.suggestion(peek().text(), List.of(word)) : "";
            throw peek().expected(expectation + near);
        }
        take();
    }

    private void endOfLine() {
        if (peek().type() != Token.Type.END_OF_LINE && peek().type() != Token.Type.END_OF_TEXT) {
            throw peek().expected("an operator or the end of the line");
        }
        take();
    }
}
