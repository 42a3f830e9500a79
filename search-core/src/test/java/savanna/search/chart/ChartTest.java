package savanna.search.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;

class ChartTest {

    private static Document parsed(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }

    private static Chart chart(String title, Curve... curves) {
        return new Chart(title, "x", "y", List.of(curves));
    }

    private static Curve two(String name, Curve.Mark mark) {
        return Curve.of(name, mark, List.of(1.0, 2.0), List.of(5.0, 6.0));
    }

    @ParameterizedTest
    @CsvSource({"0.4352, 0.4371, 0.4355", "0, 1, 0.2", "0.1, 0.61, 0.4", "0, 4100, '1,000'", "0, 0.00021, 0.00005"})
    void shouldLabelTicksSoThatNoTwoAreAlike(double low, double high, String one) {
        List<Double> ticks = Ticks.of(low, high);
        List<String> labels =
                ticks.stream().map(tick -> Ticks.label(tick, ticks)).toList();
        assertThat(labels).contains(one).doesNotHaveDuplicates();
    }

    @Test
    void shouldShowEqualRatiosByEqualLengths() throws Exception {
        Curve curve = Curve.of("a", Curve.Mark.LINE, List.of(1.0, 3.0, 9.0), List.of(1.0, 2.0, 3.0));
        var points =
                parsed(new Chart("t", "x", "y", List.of(curve), true).file()).getElementsByTagName("circle");
        List<Double> places = IntStream.range(0, points.getLength())
                .mapToObj(i -> Double.parseDouble(
                        points.item(i).getAttributes().getNamedItem("cx").getNodeValue()))
                .toList();
        assertThat(places).hasSize(3);
        assertThat(places.get(2) - places.get(1)).isCloseTo(places.get(1) - places.get(0), within(0.2));
        assertThat(new Chart("t", "x", "y", List.of(), true).file())
                .as("nothing to show")
                .contains("<svg");
    }

    @ParameterizedTest
    @CsvSource({"0.02, 30, '0.02 0.05 0.1 0.2 0.5 1 2 5 10 20'", "1e-9, 5e4, '1e-8 1e-6 0.0001 0.01 1 100 10,000'"})
    void shouldShowValuesThatSpanDecadesByTheirLogarithms(double low, double high, String labels) {
        Axis axis = Axis.spanning(DoubleStream.of(high, low), DoubleStream.of(-high), 100, 0);
        assertThat(axis.isLogarithmic()).isTrue();
        assertThat(axis.ticks().stream().map(axis::label).collect(Collectors.joining(" ")))
                .endsWith(labels.substring(labels.indexOf(' ')));
        double middle = Math.sqrt(low * high);
        assertThat(axis.place(middle)).isCloseTo(50, within(1e-9));
        assertThat(axis.place(-1)).as("the end of a band below zero").isEqualTo(100);
        assertThat(Axis.spanning(DoubleStream.of(1, 90), DoubleStream.of(1, 90), 100, 0)
                        .isLogarithmic())
                .isFalse();
        assertThat(Axis.spanning(DoubleStream.of(0, 90), DoubleStream.of(0, 90), 100, 0)
                        .isLogarithmic())
                .as("zero has no logarithm")
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(Curve.Mark.class)
    void shouldDrawEveryMarkAsWholeXml(Curve.Mark mark) throws Exception {
        Document svg = parsed(chart("t", two("a", mark), two("b", mark)).file());
        assertThat(svg.getElementsByTagName("title").item(0).getTextContent()).isEqualTo("t");
        String shape = two("a", mark).isDrawnThrough() ? "path" : "circle";
        assertThat(svg.getElementsByTagName(shape).getLength()).isGreaterThanOrEqualTo(4);
    }

    @Test
    void shouldEscapeWhateverATextHolds() throws Exception {
        String hostile = "a < b & \"c\" 'd' ]]> <script> >< \u0007 \ufffe";
        Document svg = parsed(chart(hostile, two(hostile, Curve.Mark.LINE)).file());
        assertThat(svg.getElementsByTagName("script").getLength()).isZero();
        assertThat(svg.getElementsByTagName("title").item(0).getTextContent())
                .isEqualTo("a < b & \"c\" 'd' ]]> <script> >< \ufffd \ufffd");
    }

    @Test
    void shouldHoldABestSoFarUntilTheNextAndToTheEdge() {
        Curve ends = two("ends", Curve.Mark.STEPS);
        Curve goesOn = Curve.of("goes on", Curve.Mark.STEPS, List.of(1.0, 4.0), List.of(5.0, 5.5));
        String svg = chart("t", ends, goesOn).file();
        assertThat(svg).containsOnlyOnce("class=\"continued s0\"").doesNotContain("continued s1");
        assertThat(svg).containsPattern("d=\"M[0-9. ]+H[0-9.]+V[0-9.]+\" fill=\"none\" class=\"curve s0\"");
        assertThat(chart("t", two("line", Curve.Mark.LINE)).file()).doesNotContain("continued");
    }

    @Test
    void shouldDrawWhatIsFlatOrEmptyOrNoNumber() {
        Curve flat = Curve.of("flat", Curve.Mark.LINE, List.of(0.0, 1.0, 2.0), List.of(1.0, 1.0, Double.NaN));
        assertThat(chart("t", flat).file()).contains("class=\"curve s0\"").doesNotContain("NaN", "Infinity");
        assertThat(chart("t").file()).endsWith("</svg>\n").doesNotContain("NaN", "Infinity");
        assertThat(chart("t", Curve.of("none", Curve.Mark.LINE, List.of(), List.of()))
                        .isEmpty())
                .isTrue();
    }

    @Test
    void shouldShowBandsOfErrors() throws Exception {
        Curve curve = new Curve("a", Curve.Mark.LINE, List.of(0.0, 1.0), List.of(1.0, 2.0), List.of(0.5, 0.5));
        assertThat(chart("t", curve).file()).contains("class=\"band f0\"", "Band: standard error");
    }
}
