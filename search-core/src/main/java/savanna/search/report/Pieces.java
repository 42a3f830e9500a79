package savanna.search.report;

import static j2html.TagCreator.details;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.p;
import static j2html.TagCreator.pre;
import static j2html.TagCreator.span;
import static j2html.TagCreator.summary;
import static j2html.TagCreator.table;
import static j2html.TagCreator.td;
import static j2html.TagCreator.text;
import static j2html.TagCreator.th;
import static j2html.TagCreator.tr;

import j2html.tags.DomContent;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import savanna.search.chart.Chart;
import savanna.search.text.Numbers;

/** Pieces of the page. Whatever text they are given is escaped. */
final class Pieces {
    private Pieces() {}

    static DomContent note(String words) {
        return p(words).withClass("note");
    }

    /** Code, line by line. */
    static DomContent code(String lines) {
        return pre(lines.stripTrailing());
    }

    /** A program with the lines that a step took out and put in. */
    static DomContent difference(List<String> lines) {
        return pre(each(
                lines,
                line -> line.startsWith("- ")
                        ? span(line + "\n").withClass("minus")
                        : line.startsWith("+ ") ? span(line + "\n").withClass("plus") : text(line + "\n")));
    }

    static DomContent folded(String title, DomContent... inner) {
        return details(summary(title), each(inner));
    }

    /** The drawing, or a sentence where there is nothing to draw. */
    static DomContent figureOf(Chart chart) {
        return chart.isEmpty() ? note(chart.title() + ": nothing was measured.") : figure(chart.svg());
    }

    /** A number with its error. */
    static String withError(String value, OptionalDouble error) {
        return value.equals("-") || error.isEmpty() ? value : value + " ±\u00a0" + Numbers.fitness(error);
    }

    /** Whether a cell is a number, perhaps with its error. */
    private static boolean isNumber(String cell) {
        return cell.matches("[-+]?[0-9.,:]*[0-9]( ±\u00a0[0-9.]+)?%?|-?");
    }

    /** A table; columns of numbers stand to the right, long cells wrap. */
    static DomContent tableOf(List<String> head, List<List<String>> rows) {
        List<Boolean> numbers = IntStream.range(0, head.size())
                .mapToObj(column -> !rows.isEmpty() && rows.stream().allMatch(row -> isNumber(row.get(column))))
                .toList();
        List<Integer> columns = IntStream.range(0, head.size()).boxed().toList();
        return div(table(
                        tr(each(columns, column -> th(head.get(column)).withCondClass(numbers.get(column), "n"))),
                        each(
                                rows,
                                row -> tr(each(columns, column -> {
                                    String cell = row.get(column);
                                    boolean isNumber = numbers.get(column);
                                    return td(cell).withCondClass(
                                                    isNumber || cell.length() > 40, isNumber ? "n" : "wrap");
                                })))))
                .withClass("scroll");
    }
}
