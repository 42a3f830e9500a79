package savanna.search.chart;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;

/** The curves of a chart as CSV: a row a point, numbers with all their digits. */
final class CurveTable {
    private CurveTable() {}

    static String of(Chart chart) throws IOException {
        StringWriter text = new StringWriter();
        try (CsvWriter rows =
                CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
            rows.writeRecord("series", chart.xTitle(), chart.yTitle(), "standard error");
            for (Curve curve : chart.curves()) {
                for (int i = 0; i < curve.size(); i++) {
                    rows.writeRecord(
                            curve.name(),
                            number(curve.x().get(i)),
                            number(curve.y().get(i)),
                            curve.errors().isEmpty()
                                    ? ""
                                    : number(curve.errors().get(i)));
                }
            }
        }
        return text.toString();
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
