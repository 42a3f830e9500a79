package savanna.dsl.export;

import java.util.Set;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The LaTeX of a function's row. Which arguments need parentheses, and where the whole does, follows from the signs
 * around each place.
 */
final class LatexTemplate {

    /** How tightly an expression holds together. */
    enum Level {
        SUM,
        PRODUCT,
        POWER,
        ATOM
    }

    /** LaTeX and how tightly it holds together. */
    record Text(String latex, Level level) {

        /** The text where an expression of that level may stand. */
        String at(Level least) {
            return level.compareTo(least) >= 0 ? latex : isTall() ? "\\left(" + latex + "\\right)" : "(" + latex + ")";
        }

        /** Whether it is higher than a line: brackets around it grow. */
        boolean isTall() {
            return latex.contains("\\frac") || latex.contains("\\sqrt") || latex.contains("\\begin");
        }
    }

    private static final String TOKEN = "\\\\(?:[lr]Vert|[lr]angle)(?![a-zA-Z])|\\\\[a-zA-Z]+|\\\\.|\\S";
    private static final Set<String> OPENING = Set.of("{", "(", "[", "\\lVert", "\\langle", "|", ",", "", "^", "_");
    private static final Set<String> CLOSING = Set.of("}", ")", "]", "\\rVert", "\\rangle", "|", ",", "");
    private static final Set<String> SIGNS = Set.of("+", "-");

    private final String template;
    private final Pattern tokens;

    /** @param arguments of the function: with fewer than two, {@code {1}} is the number 1 and no place */
    LatexTemplate(String template, int arguments) {
        this.template = template;
        tokens = Pattern.compile((arguments == 0 ? "" : "\\{[0-" + (arguments - 1) + "]}|") + TOKEN);
    }

    private LatexTemplate(String template, Pattern tokens) {
        this.template = template;
        this.tokens = tokens;
    }

    /** The template with its arguments. */
    Text filled(IntFunction<Text> arguments) {
        Matcher places = tokens.matcher(template);
        boolean isTall = false;
        while (places.find()) {
            isTall |= isPlace(places.group())
                    && arguments.apply(places.group().charAt(1) - '0').isTall();
        }
        return isTall
                ? new LatexTemplate(grown(template), tokens).written(arguments, level())
                : written(arguments, level());
    }

    private static String grown(String template) {
        return template.replace("(", "\\left(")
                .replace(")", "\\right)")
                .replaceAll("\\|([^|]*)\\|", "\\\\left|$1\\\\right|");
    }

    private Text written(IntFunction<Text> arguments, Level level) {
        StringBuilder latex = new StringBuilder();
        Matcher token = tokens.matcher(template);
        int end = 0;
        while (token.find()) {
            if (isPlace(token.group())) {
                latex.append(template, end, token.start())
                        .append(arguments.apply(token.group().charAt(1) - '0').at(needed(token.start(), token.end())));
                end = token.end();
            }
        }
        return new Text(latex.append(template.substring(end)).toString(), level);
    }

    private static boolean isPlace(String token) {
        return token.length() == 3 && token.charAt(0) == '{';
    }

    private Level needed(int start, int end) {
        String before = lastToken(template.substring(0, start));
        String after = firstToken(template.substring(end));
        if (after.equals("^")) {
            return Level.ATOM;
        }
        boolean product = before.equals("-")
                || !OPENING.contains(before) && !SIGNS.contains(before)
                || !CLOSING.contains(after) && !SIGNS.contains(after);
        return product ? Level.PRODUCT : Level.SUM;
    }

    private String firstToken(String text) {
        Matcher token = tokens.matcher(text);
        return token.find() ? token.group() : "";
    }

    private String lastToken(String text) {
        Matcher token = tokens.matcher(text);
        String last = "";
        while (token.find()) {
            last = token.group();
        }
        return last;
    }

    /** The loosest sign outside of all brackets. */
    private Level level() {
        Level level = template.startsWith("\\frac") ? Level.POWER : Level.ATOM;
        Matcher token = tokens.matcher(template);
        int depth = 0;
        boolean bars = false;
        while (token.find()) {
            switch (token.group()) {
                case "{", "(", "[", "\\lVert", "\\langle" -> depth++;
                case "}", ")", "]", "\\rVert", "\\rangle" -> depth--;
                case "|" -> bars = !bars;
                case "+", "-" -> level = depth == 0 && !bars ? Level.SUM : level;
                case "\\cdot", "\\,", "/" -> level = depth == 0 && !bars && level != Level.SUM ? Level.PRODUCT : level;
                case "^" -> level = depth == 0 && !bars && level == Level.ATOM ? Level.POWER : level;
                default -> {}
            }
        }
        return level;
    }
}
