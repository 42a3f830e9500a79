package savanna.search.report;

import java.util.List;
import java.util.stream.IntStream;

/** Pieces of HTML. */
final class Html {

    static final String STYLE = """
            :root { color-scheme: light dark; --ink: #1c2430; --soft: #5b6675; --page: #fcfcfa; --card: #f1f2ee; --line: #d5d8d2; --accent: #0b6e4f;
              --c0: #0b6e4f; --c1: #c05621; --c2: #3b5bdb; --c3: #a61e4d; --c4: #7a6a00; --c5: #5f3dc4; }
            @media (prefers-color-scheme: dark) { :root { --ink: #e4e7eb; --soft: #9aa5b1; --page: #14181d; --card: #1e242b; --line: #37404a; --accent: #5cc8a1;
              --c0: #5cc8a1; --c1: #f0a36b; --c2: #8ea6ff; --c3: #f48fb1; --c4: #d9c65a; --c5: #b79cff; } }
            * { box-sizing: border-box; }
            body { margin: 0; font: 16px/1.55 system-ui, sans-serif; color: var(--ink); background: var(--page); }
            main { max-width: 62rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
            h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .4rem; } h2 { font-size: 1.25rem; margin: 2.4rem 0 .6rem; border-bottom: 1px solid var(--line); padding-bottom: .25rem; }
            h3 { font-size: 1rem; margin: 1.2rem 0 .3rem; }
            p, li { max-width: 46rem; overflow-wrap: anywhere; } .note { color: var(--soft); font-size: .9rem; }
            pre { background: var(--card); padding: .8rem; border-radius: 6px; overflow-x: auto; font: 13px/1.45 ui-monospace, monospace; margin: .4rem 0; }
            pre .minus { color: var(--c3); } pre .plus { color: var(--c0); }
            .scroll { overflow-x: auto; } table { border-collapse: collapse; font-size: .88rem; font-variant-numeric: tabular-nums; }
            th, td { text-align: left; padding: .28rem .7rem .28rem 0; border-bottom: 1px solid var(--line); vertical-align: top; white-space: nowrap; } td.wrap { white-space: normal; min-width: 16rem; } td.n, th.n { text-align: right; }
            .facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: .6rem; padding: 0; list-style: none; margin: 1rem 0; }
            .facts li { background: var(--card); border-radius: 6px; padding: .6rem .8rem; } .facts b { display: block; font-size: 1.25rem; } .facts span { color: var(--soft); font-size: .85rem; }
            figure { margin: 1rem 0; } figcaption { font-weight: 600; } svg { width: 100%; max-width: 44rem; height: auto; display: block; } svg text { font: 12px system-ui, sans-serif; fill: var(--soft); }
            @media (max-width: 620px) { svg text { font-size: 17px; } table { font-size: .8rem; } th, td { white-space: normal; padding-right: .5rem; } td.wrap { min-width: 8rem; } }
            .grid { stroke: var(--line); stroke-width: 1; } .axis { stroke: var(--soft); stroke-width: 1; }
            svg path { fill: none; stroke-width: 2; stroke-linejoin: round; }
            .s0 { stroke: var(--c0); } .s1 { stroke: var(--c1); } .s2 { stroke: var(--c2); } .s3 { stroke: var(--c3); } .s4 { stroke: var(--c4); } .s5 { stroke: var(--c5); }
            .c0 { fill: var(--c0); } .c1 { fill: var(--c1); } .c2 { fill: var(--c2); } .c3 { fill: var(--c3); } .c4 { fill: var(--c4); } .c5 { fill: var(--c5); }
            .b0 { background: var(--c0); } .b1 { background: var(--c1); } .b2 { background: var(--c2); } .b3 { background: var(--c3); } .b4 { background: var(--c4); } .b5 { background: var(--c5); }
            .dashed { stroke-dasharray: 7 4; } i.dashed { border-radius: 50%; } .ring { fill: none; stroke-width: 2; }
            .legend { margin: .2rem 0 0; font-size: .85rem; color: var(--soft); } .legend span { margin-right: 1rem; white-space: nowrap; } .legend i { display: inline-block; width: .8em; height: .8em; border-radius: 2px; margin-right: .35em; }
            details { margin: .4rem 0; } summary { cursor: pointer; color: var(--accent); } .printed { display: none; }
            @media print { :root { color-scheme: light; --ink: #1c2430; --soft: #4d5766; --page: #fff; --card: #f4f5f1; --line: #c9ccc6; --accent: #0b6e4f; --c0: #0b6e4f; --c1: #c05621; --c2: #3b5bdb; --c3: #a61e4d; --c4: #7a6a00; --c5: #5f3dc4; }
              body { font-size: 10.5pt; } main { max-width: none; padding: 0; } p, li { max-width: none; } svg { max-width: 36rem; } .scroll { overflow: visible; } td:not(.n) { white-space: normal; } td.wrap { min-width: 8rem; }
              h1, h2, h3, figcaption, summary { break-after: avoid; } figure, table, pre, tr, .facts { break-inside: avoid; } pre { white-space: pre-wrap; }
              details::details-content { content-visibility: visible; display: block; height: auto; } summary { list-style: none; } .files { display: none; } .printed { display: block; } }
            """;

    private Html() {}

    static String text(String raw) {
        return raw.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    static String pre(String raw) {
        return "<pre>" + text(raw.stripTrailing()) + "</pre>\n";
    }

    /** A program with the lines that a step took out and put in. */
    static String difference(List<String> lines) {
        StringBuilder text = new StringBuilder("<pre>");
        for (String line : lines) {
            String type = line.startsWith("- ") ? "minus" : line.startsWith("+ ") ? "plus" : "";
            text.append(type.isEmpty() ? text(line) : "<span class=\"" + type + "\">" + text(line) + "</span>")
                    .append('\n');
        }
        return text.append("</pre>\n").toString();
    }

    static String folded(String title, String inner) {
        return "<details><summary>" + text(title) + "</summary>\n" + inner + "</details>\n";
    }

    /** Whether a cell is a number, perhaps with its error. */
    private static boolean isNumber(String cell) {
        return cell.matches("[-+]?[0-9.,:]*[0-9]( ±\u00a0[0-9.]+)?%?|-?");
    }

    /** A table; columns of numbers stand to the right, long cells wrap. */
    static String table(List<String> head, List<List<String>> rows) {
        List<Boolean> numbers = IntStream.range(0, head.size())
                .mapToObj(column -> !rows.isEmpty() && rows.stream().allMatch(row -> isNumber(row.get(column))))
                .toList();
        StringBuilder table = new StringBuilder("<div class=\"scroll\"><table><tr>");
        for (int column = 0; column < head.size(); column++) {
            table.append(numbers.get(column) ? "<th class=\"n\">" : "<th>")
                    .append(text(head.get(column)))
                    .append("</th>");
        }
        table.append("</tr>\n");
        for (List<String> row : rows) {
            table.append("<tr>");
            for (int column = 0; column < row.size(); column++) {
                String cell = row.get(column);
                table.append(
                                numbers.get(column)
                                        ? "<td class=\"n\">"
                                        : cell.length() > 40 ? "<td class=\"wrap\">" : "<td>")
                        .append(text(cell))
                        .append("</td>");
            }
            table.append("</tr>\n");
        }
        return table.append("</table></div>\n").toString();
    }
}
