package savanna.tasks.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static savanna.tasks.csv.Sheet.diabetes;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import savanna.tasks.data.DataException;
import savanna.tasks.yaml.YamlException;
import savanna.tasks.yaml.YamlReader;

/** Files as they are found: what is read of each, or which error it gives. */
class CsvVariantsTest {
    private static final Sheet IRIS = Sheet.of("iris");
    private static final Sheet WINE = Sheet.of("wine");
    private static final Sheet CANCER = Sheet.of("breast-cancer");

    /** All findings, or the error, by what is read. */
    private static final Map<String, String> EXPECTED = expected();

    /** @param what it is, with which its part of variants.txt begins @param keys of the task */
    private record Variant(String what, String text, String keys) {
        @Override
        public String toString() {
            return what;
        }
    }

    private static Variant variant(String what, String text, String keys) {
        return new Variant(what, text, keys);
    }

    private static Map<String, String> expected() {
        try (InputStream file = CsvVariantsTest.class.getResourceAsStream("variants.txt")) {
            String all = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            return Arrays.stream(all.split("(?m)^== "))
                    .skip(1)
                    .map(part -> part.split("\n", 2))
                    .collect(Collectors.toMap(part -> part[0], part -> part[1].strip()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<Variant> variants() {
        return Stream.of(
                variant("iris with a header, commas", IRIS.csv(), ""),
                variant(
                        "class names in the last column, no header",
                        IRIS.withoutHeader().csv(),
                        ""),
                variant(
                        "classes 0, 1, 2",
                        IRIS.cells((c, cell) -> cell.equals("setosa")
                                        ? "0"
                                        : cell.equals("versicolor") ? "1" : cell.equals("virginica") ? "2" : cell)
                                .csv(),
                        ""),
                variant("classes 1, 2, 3 are three", WINE.csv(), "standardize: true"),
                variant(
                        "classes 1.0, 2.0, 3.0",
                        WINE.cells((c, cell) -> c == 13 ? cell + ".0" : cell).csv(),
                        "standardize: true"),
                variant(
                        "classes 3, 7, 9999",
                        IRIS.cells((c, cell) -> cell.equals("setosa")
                                        ? "3"
                                        : cell.equals("versicolor") ? "7" : cell.equals("virginica") ? "9999" : cell)
                                .csv(),
                        ""),
                variant("semicolons", IRIS.joined(";"), ""),
                variant("semicolons, no header", IRIS.withoutHeader().joined(";"), ""),
                variant("semicolons and decimal commas", IRIS.joined(";", cell -> cell.replace('.', ',')), ""),
                variant(
                        "semicolons and decimal commas, no header",
                        IRIS.withoutHeader().joined(";", cell -> cell.replace('.', ',')),
                        ""),
                variant("tabs", IRIS.joined("\t"), ""),
                variant("bars", IRIS.joined("|"), ""),
                variant("blanks, several of them", IRIS.withoutHeader().joined("   "), ""),
                variant("tabs and decimal commas", IRIS.joined("\t", cell -> cell.replace('.', ',')), ""),
                variant("commas and blanks", IRIS.joined(", "), ""),
                variant("all cells in quotes", IRIS.joined(",", cell -> '"' + cell + '"'), ""),
                variant(
                        "single quotes around names",
                        IRIS.cells((c, cell) -> c == 4 ? "'" + cell + "'" : cell)
                                .csv(),
                        ""),
                variant(
                        "decimal commas within quotes",
                        IRIS.joined(",", cell -> '"' + cell.replace('.', ',') + '"'),
                        ""),
                variant(
                        "names with delimiters within quotes",
                        IRIS.cells((c, cell) -> c == 4 ? "\"Iris, " + cell + "\"" : cell)
                                .csv(),
                        ""),
                variant("a trailing comma in every line", IRIS.joined(",").replace("\n", ",\n"), ""),
                variant(
                        "a trailing comma in lines of data",
                        IRIS.csv().replace("a\n", "a,\n").replace("r\n", "r,\n"),
                        ""),
                variant(
                        "Windows line ends, no end of the last line",
                        IRIS.csv().strip().replace("\n", "\r\n"),
                        ""),
                variant("Excel's sep= line", "sep=;\n" + IRIS.joined(";"), ""),
                variant("comments", "# Fisher 1936\n" + IRIS.csv(), ""),
                variant("empty lines", IRIS.csv().replace("\n", "\n\n"), ""),
                variant("label in the first column by name", IRIS.labelAt(0).csv(), "label: class"),
                variant("label in the first column by number", IRIS.labelAt(0).csv(), "label: 1"),
                variant(
                        "label in the middle, named species",
                        IRIS.header("a", "b", "c", "d", "species").labelAt(2).csv(),
                        ""),
                variant(
                        "label in the first column, no header",
                        WINE.labelAt(0).withoutHeader().csv(),
                        ""),
                variant(
                        "label in the first column, no header, by number",
                        WINE.labelAt(0).withoutHeader().csv(),
                        "label: 1\nstandardize: true"),
                variant("a label that is not there", IRIS.csv(), "label: spezies"),
                variant("a label beyond the columns", IRIS.csv(), "label: 6"),
                variant(
                        "first row with NA",
                        IRIS.withoutHeader().cell(0, 1, "NA").csv(),
                        ""),
                variant(
                        "first row with NA, dropped",
                        IRIS.withoutHeader().cell(0, 1, "NA").csv(),
                        "missing: drop"),
                variant(
                        "question marks as missing values",
                        IRIS.cell(3, 1, "?").cell(7, 2, "?").cell(9, 4, "?").csv(),
                        ""),
                variant(
                        "empty cells, dropped",
                        IRIS.cell(3, 1, "").cell(7, 2, "").csv(),
                        "missing: drop"),
                variant(
                        "many missing values",
                        IRIS.cells((c, cell) -> c == 2 ? "nan" : cell).csv(),
                        ""),
                variant(
                        "a column mostly missing",
                        IRIS.cells((c, cell) -> c == 2 && !cell.equals("1.4") ? "" : cell)
                                .csv(),
                        ""),
                variant(
                        "pandas' header of numbers",
                        IRIS.header("0", "1", "2", "3", "4").csv(),
                        ""),
                variant(
                        "pandas' header of numbers, said to be data",
                        WINE.header("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13")
                                .csv(),
                        "header: false\nlabel: 14"),
                variant(
                        "pandas' index column",
                        IRIS.first("", line -> Integer.toString(line - 1)).csv(),
                        ""),
                variant(
                        "pandas' index and header of numbers",
                        IRIS.header("0", "1", "2", "3", "4")
                                .first("", line -> Integer.toString(line - 1))
                                .csv(),
                        ""),
                variant(
                        "pandas' index column, kept",
                        IRIS.first("", line -> Integer.toString(line - 1)).csv(),
                        "ignore: []"),
                variant(
                        "pandas' index read again",
                        IRIS.first("Unnamed: 0", line -> Integer.toString(line - 1))
                                .csv(),
                        ""),
                variant(
                        "Kaggle's Id",
                        IRIS.first("Id", line -> Integer.toString(line)).csv(),
                        ""),
                variant(
                        "R's names of rows",
                        IRIS.first("", line -> "\"" + line + "\"").csv().substring(1),
                        ""),
                variant(
                        "scikit-learn's head",
                        "30,4,setosa,versicolor,virginica\n"
                                + IRIS.withoutHeader()
                                        .cells((c, cell) -> cell)
                                        .csv()
                                        .replace("setosa", "0")
                                        .replace("versicolor", "1")
                                        .replace("virginica", "2"),
                        ""),
                variant(
                        "features true and false",
                        IRIS.cells((c, cell) -> c == 0 ? (cell.compareTo("5.5") < 0 ? "True" : "False") : cell)
                                .csv(),
                        ""),
                variant(
                        "breast cancer as UCI has it: identifier, M or B, no header",
                        CANCER.labelAt(0)
                                .first("id", line -> Integer.toString(842302 + line * line))
                                .withoutHeader()
                                .csv(),
                        ""),
                variant(
                        "breast cancer as Kaggle has it",
                        CANCER.labelAt(0)
                                .header(Sheet.kaggle())
                                .first("id", line -> Integer.toString(842302 + line * line))
                                .csv()
                                .replace("\n", ",\n"),
                        "standardize: true"),
                variant("a regression", diabetes().csv(), "standardize: true"),
                variant("a regression that is not standardized", diabetes().csv(), ""),
                variant("a regression as classes", diabetes().csv(), "targets: classes"),
                variant("classes as a regression", WINE.csv(), "targets: numbers\nstandardize: true"),
                variant("names as a regression", IRIS.csv(), "targets: numbers"),
                variant(
                        "pixels up to 255",
                        IRIS.cells((c, cell) -> c < 4 ? Integer.toString((int) (Double.parseDouble(cell) * 30)) : cell)
                                .csv(),
                        ""),
                variant(
                        "pixels up to 255, divided",
                        IRIS.cells((c, cell) -> c < 4 ? Integer.toString((int) (Double.parseDouble(cell) * 30)) : cell)
                                .csv(),
                        "largest: 255\nheight: 2"),
                variant(
                        "target and species",
                        IRIS.header("a", "b", "c", "d", "species")
                                .first("target", line -> Integer.toString((line - 1) / 10))
                                .csv(),
                        ""),
                variant(
                        "target and species, one of them said",
                        IRIS.header("a", "b", "c", "d", "species")
                                .first("target", line -> Integer.toString((line - 1) / 10))
                                .csv(),
                        "label: species"),
                variant(
                        "one column of texts too many",
                        IRIS.first("place", line -> line % 2 == 0 ? "Paris" : "Oslo")
                                .csv(),
                        "label: class"),
                variant(
                        "the same left out",
                        IRIS.first("place", line -> line % 2 == 0 ? "Paris" : "Oslo")
                                .csv(),
                        "label: class\nignore: [place]"),
                variant(
                        "a header that may be data",
                        IRIS.withoutHeader().cell(0, 0, "x").csv(),
                        ""),
                variant("a number that is none", IRIS.cell(3, 1, "3.5cm").csv(), ""),
                variant(
                        "thousands",
                        IRIS.cells((c, cell) -> c == 0 ? "\"1,234\"" : cell.replace(".", ""))
                                .csv(),
                        ""),
                variant(
                        "thousands with points, decimal commas",
                        IRIS.cells((c, cell) -> c == 0 ? "1.234,5" : cell.replace('.', ','))
                                .joined(";"),
                        ""),
                variant("infinity", IRIS.cell(3, 1, "1e999").csv(), ""),
                variant("semicolons, but commas asked for", IRIS.joined(";"), "delimiter: comma"),
                variant("a short line", IRIS.csv().replaceFirst("\n5\\.\\d,", "\n"), ""),
                variant("a long line", IRIS.csv().replaceFirst("\n5", "\n1,5"), ""),
                variant("a quote that is not closed", IRIS.csv().replaceFirst("\n5", "\n\"5"), ""),
                variant("one column", "1\n2\n3\n", ""),
                variant(
                        "one class",
                        IRIS.cells((c, cell) -> c == 4 ? "setosa" : cell).csv(),
                        ""),
                variant(
                        "as many classes as rows",
                        IRIS.last("name", line -> "flower " + line).csv(),
                        "label: name"),
                variant("no lines", "\n\n", ""),
                variant("a wrong key", IRIS.csv(), "delimiter: \",\""),
                variant("a wrong label", IRIS.csv(), "label: [1]"));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void shouldReadWhatIsThereOrSayWhatIsWrong(Variant variant) {
        assertThat(read(variant.text(), variant.keys())).isEqualTo(EXPECTED.get(variant.what()));
    }

    @Test
    void shouldExpectNothingOfFilesThatAreNotThere() {
        assertThat(variants().map(Variant::what)).containsExactlyInAnyOrderElementsOf(EXPECTED.keySet());
    }

    private static String read(String text, String keys) {
        try {
            CsvOptions options = CsvOptions.read(YamlReader.parse("t.yaml", "kind: csv\n" + keys));
            return String.join("\n", CsvFile.parse("f.csv", text, options).findings());
        } catch (DataException | YamlException refused) {
            return "refused: " + refused.getMessage();
        }
    }
}
