package savanna.cli;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;

/**
 * Lines of {@code inspect} in colour: headings, labels, rules of a derivation, and the words and numbers of programs.
 * Picocli decides whether: on a terminal, unless NO_COLOR is set.
 */
record Colours(Ansi ansi) {

    /** What is painted, and how; the first that matches a line is taken, and group 1 of each match is painted. */
    private record Brush(Pattern line, Pattern part, Style... styles) {
        static Brush of(String line, String part, Style... styles) {
            return new Brush(Pattern.compile(line), Pattern.compile(part), styles);
        }
    }

    private static final List<Brush> BRUSHES = List.of(
            Brush.of(
                    "(Run|Hall of fame|Pareto front|Funnel,|Lineage of|Winner|Raw|Live|Simplified|Derivation|Formula)( .*)?",
                    "(.+)",
                    Style.bold,
                    Style.fg_cyan),
            Brush.of("\\d+\\. [^:]+: .*", "^\\d+\\. ([^:]+):", Style.fg_green),
            Brush.of("[A-Z][A-Za-z -]*( [0-9a-f]+)?: .*", "^([^:]+:)", Style.bold),
            Brush.of(".*\\b(def train\\(.*|return .*)", "\\b(def|return)\\b", Style.fg_magenta),
            Brush.of(
                    "\\s*[A-Za-z_]\\w* = .*",
                    "(?<![\\w.])(-?\\d+(?:\\.\\d+)?(?:e-?\\d+)?)(?![\\w.])",
                    Style.fg_yellow));

    /** The line as the terminal takes it; unchanged where there is no colour. */
    String of(String line) {
        if (!ansi.enabled()) {
            return line;
        }
        return BRUSHES.stream()
                .filter(brush -> brush.line().matcher(line).matches())
                .findFirst()
                .map(brush -> painted(line, brush))
                .orElse(line);
    }

    private String painted(String line, Brush brush) {
        StringBuilder text = new StringBuilder();
        Matcher matcher = brush.part().matcher(line);
        int end = 0;
        while (matcher.find()) {
            text.append(line, end, matcher.start(1)).append(ansi.apply(matcher.group(1), List.of(brush.styles())));
            end = matcher.end(1);
        }
        return text.append(line.substring(end)).toString();
    }
}
