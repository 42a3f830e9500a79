package savanna.dsl.program;

import java.util.ArrayList;
import java.util.List;

/** Splits the text form into tokens; comments and blank lines leave nothing. */
final class Tokenizer {

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int position;
    private int line = 1;
    private int lineStart;

    private Tokenizer(String text) {
        this.text = text;
    }

    static List<Token> tokenize(String text) {
        return new Tokenizer(text).run();
    }

    private List<Token> run() {
        while (position < text.length()) {
            char c = text.charAt(position);
            if (c == '\n') {
                endLine();
            } else if (c == ' ' || c == '\t' || c == '\r' || c == '\uFEFF' && position == 0) {
                position++;
            } else if (c == '#') {
                int end = text.indexOf('\n', position);
                position = end < 0 ? text.length() : end;
            } else if (Names.isStart(c)) {
                add(Token.Type.NAME, skip(position, Names::isPart));
            } else if (isDigit(c) || c == '.' && position + 1 < text.length() && isDigit(text.charAt(position + 1))) {
                add(Token.Type.NUMBER, number());
            } else if ("()=,:+-*/".indexOf(c) >= 0) {
                add(Token.Type.SYMBOL, position + 1);
            } else {
                throw unexpected(c);
            }
        }
        Token end = new Token(Token.Type.END_OF_TEXT, "", line, position - lineStart + 1);
        endLine();
        tokens.add(end);
        return tokens;
    }

    private void endLine() {
        if (!tokens.isEmpty() && tokens.get(tokens.size() - 1).type() != Token.Type.END_OF_LINE) {
            tokens.add(new Token(Token.Type.END_OF_LINE, "", line, position - lineStart + 1));
        }
        position++;
        line++;
        lineStart = position;
    }

    private void add(Token.Type type, int end) {
        tokens.add(new Token(type, text.substring(position, end), line, position - lineStart + 1));
        position = end;
    }

    private interface CharacterTest {
        boolean test(char c);
    }

    private int skip(int from, CharacterTest test) {
        int end = from;
        while (end < text.length() && test.test(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /** Digits, a point with digits, an exponent. */
    private int number() {
        int end = skip(position, Tokenizer::isDigit);
        if (end < text.length() && text.charAt(end) == '.') {
            end = skip(end + 1, Tokenizer::isDigit);
        }
        if (end < text.length() && (text.charAt(end) == 'e' || text.charAt(end) == 'E')) {
            int digits = end + 1;
            if (digits < text.length() && (text.charAt(digits) == '-' || text.charAt(digits) == '+')) {
                digits++;
            }
            int exponentEnd = skip(digits, Tokenizer::isDigit);
            if (exponentEnd > digits) {
                end = exponentEnd;
            }
        }
        return end;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private ProgramSyntaxException unexpected(char c) {
        String found = c > 32 && c < 127 ? "\"" + c + "\"" : String.format("character U+%04X", (int) c);
        String remedy = switch (c) {
            case '^' -> "; did you mean power(x, y)?";
            case ';' -> "; one statement stands on a line, without a semicolon";
            case '[', '{' -> "; did you mean \"(\"?";
            case ']', '}' -> "; did you mean \")\"?";
            default -> "";
        };
        return new ProgramSyntaxException(
                line,
                position - lineStart + 1,
                "found " + found + ", expected a name, a number or one of ( ) = , : + - * /" + remedy);
    }
}
