package savanna.tasks.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static savanna.tasks.csv.Sheet.diabetes;

import java.util.stream.Stream;
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

    /** @param keys of the task @param read all findings, or the error */
    private record Variant(String what, String text, String keys, String read) {
        @Override
        public String toString() {
            return what;
        }
    }

    private static Variant variant(String what, String text, String keys, String read) {
        return new Variant(what, text, keys, read);
    }

    static Stream<Variant> variants() {
        return Stream.of(
                variant("iris with a header, commas", IRIS.csv(), "", """
                        f.csv: 30 rows; 5 columns separated by commas; header: in line 1
                        label: column 5 "class", 3 classes: setosa 10, versicolor 10, virginica 10
                        features: 4 columns
                        """),
                variant(
                        "class names in the last column, no header",
                        IRIS.withoutHeader().csv(),
                        "",
                        """
                        f.csv: 30 rows; 5 columns separated by commas; header: none
                        label: column 5, 3 classes: setosa 10, versicolor 10, virginica 10
                        features: 4 columns
                        """),
                variant(
                        "classes 0, 1, 2",
                        IRIS.cells((c, cell) -> cell.equals("setosa")
                                        ? "0"
                                        : cell.equals("versicolor") ? "1" : cell.equals("virginica") ? "2" : cell)
                                .csv(),
                        "",
                        """
                        f.csv: 30 rows; 5 columns separated by commas; header: in line 1
                        label: column 5 "class", 3 classes: 0 10, 1 10, 2 10
                        features: 4 columns
                        """),
                variant("classes 1, 2, 3 are three", WINE.csv(), "standardize: true", """
                        f.csv: 30 rows; 14 columns separated by commas; header: in line 1
                        label: column 14 "class", 3 classes: 1 10, 2 12, 3 8
                        features: 13 columns, to mean 0 and deviation 1 of the training split
                        """),
                variant(
                        "classes 1.0, 2.0, 3.0",
                        WINE.cells((c, cell) -> c == 13 ? cell + ".0" : cell).csv(),
                        "standardize: true",
                        """
                        f.csv: 30 rows; 14 columns separated by commas; header: in line 1
                        label: column 14 "class", 3 classes: 1 10, 2 12, 3 8
                        features: 13 columns, to mean 0 and deviation 1 of the training split
                        """),
                variant(
                        "classes 3, 7, 9999",
                        IRIS.cells((c, cell) -> cell.equals("setosa")
                                        ? "3"
                                        : cell.equals("versicolor") ? "7" : cell.equals("virginica") ? "9999" : cell)
                                .csv(),
                        "",
                        """
                        f.csv: 30 rows; 5 columns separated by commas; header: in line 1
                        label: column 5 "class", 3 classes: 3 10, 7 10, 9999 10
                        features: 4 columns
                        """),
                variant("semicolons", IRIS.joined(";"), "", """
                        f.csv: 30 rows; 5 columns separated by semicolons; header: in line 1
                        label: column 5 "class", 3 classes: setosa 10, versicolor 10, virginica 10
                        features: 4 columns
                        """),
                variant("semicolons, no header", IRIS.withoutHeader().joined(";"), "", """
                        f.csv: 30 rows; 5 columns separated by semicolons; header: none
                        label: column 5, 3 classes: setosa 10, versicolor 10, virginica 10
                        features: 4 columns
                        """),
                variant("semicolons and decimal commas", IRIS.joined(";", cell -> cell.replace('.', ',')), "", """
                        f.csv: 30 rows; 5 columns separated by semicolons, decimal commas; header: in line 1
                        label: column 5 "class", 3 classes: setosa 10, versicolor 10, virginica 10
                        features: 4 columns
                        """),
                variant(
                        "semicolons and decimal commas, no header",
                        IRIS.withoutHeader().joined(";", cell -> cell.replace('.', ',')),
                        "",
                        """
                        f.csv: 30 rows; 5 columns separated by semicolons, decimal commas; header: none
                        label: column 5, 3 classes: setosa 10, versicolor 10, virginica 10
                        features: 4 columns
                        """),
                variant("tabs", IRIS.joined("\t"), "", """
                        f.csv: 30 rows; 5 columns separated by tabs; header: in line 1
                        label: column 5 "class", 3 classes: setosa 10, versicolor 10, virginica 10
                        features: 4 columns
                        """),
                variant("bars", IRIS.joined("|"), "", """
                        f.csv: 30 rows; 5 columns separated by bars; header: in line 1
                        label: column 5 "class", 3 classes: setosa 10, versicolor 10, virginica 10
                        features: 4 columns
                        """),
                variant("blanks, several of them", IRIS.withoutHeader().joined("   "), "", """
                        f.csv: 30 rows; 5 columns separated by blanks; header: none
                        label: column 5, 3 classes: setosa 10, versicolor 10, virginica 10
                        features: 4 columns
                        """),
                variant("tabs and decimal commas", IRIS.joined("\t", cell -> cell.replace('.', ',')), "", """
                        f.csv: 30 rows; 5 columns separated by tabs, decimal commas; header: in line 1
                        label: column 5 "class", 3 classes: setosa 10, versicolor 10, virginica 10
                        features: 4 columns
                        """),
                variant("commas and blanks", IRIS.joined(", "), "", """
                        f.csv: 30 rows; 5 columns separated by commas; header: in line 1
                        label: column 5 "class", 3 classes: setosa 10, versicolor 10, virginica 10
                        features: 4 columns
                        """),
                variant("all cells in quotes", IRIS.joined(",", cell -> '"' + cell + '"'), "", """
                        f.csv: 30 rows; 5 columns separated by commas; header: in line 1
                        label: column 5 "class", 3 classes: setosa 10, versicolor 10, virginica 10
                        features: 4 columns
                        """),
                variant(
                        "single quotes around names",
                        IRIS.cells((c, cell) -> c == 4 ? "'" + cell + "'" : cell)
                                .csv(),
                        "",
                        """
                        f.csv: 30 rows; 5 columns separated by commas; header: in line 1
                        label: column 5 "class", 3 classes: setosa 10, versicolor 10, virginica 10
                        features: 4 columns
                        """),
                variant(
                        "decimal commas within quotes",
                        IRIS.joined(",", cell -> '"' + cell.replace('.', ',') + '"'),
                        "",
                        """
                        f.csv: 30 rows; 5 columns separated by commas, decimal commas; header: in line 1
                        label: column 5 "class", 3 classes: setosa 10, versicolor 10, virginica 10
                        features: 4 columns
                        """),
                variant(
                        "names with delimiters within quotes",
                        IRIS.cells((c, cell) -> c == 4 ? "\"Iris, " + cell + "\"" : cell)
                                .csv(),
                        "",
                        """
                        f.csv: 30 rows; 5 columns separated by commas; header: in line 1
                        label: column 5 "class", 3 classes: Iris, setosa 10, Iris, versicolor 10, Iris, virginica 10
                        features: 4 columns
                        """),
                variant("a trailing comma in every line", IRIS.joined(",").replace("\n", ",\n"), "", """
                        f.csv: 30 rows; 6 columns separated by commas; header: in line 1
                        label: column 5 "class", 3 classes: setosa 10, versicolor 10, virginica 10
                        features: 4 columns; left out: column 6, which is empty
                        """),
                variant(
                        "a trailing comma in lines of data",
                        IRIS.csv().replace("a\n", "a,\n").replace("r\n", "r,\n"),
                        "",
                        """
                        f.csv: 30 rows; 6 columns separated by commas; header: in line 1
                        label: column 5 "class", 3 classes: setosa 10, versicolor 10, virginica 10
                        features: 4 columns; left out: column 6, which is empty
                        """),
                variant(
                        "Windows line ends, no end of the last line",
                        IRIS.csv().strip().replace("\n", "\r\n"),
                        "",
                        """
                        f.csv: 30 rows; 5 columns separated by commas; header: in line 1
                        label: column 5 "class", 3 classes: setosa 10, versicolor 10, virginica 10
                        features: 4 columns
                        """),
                variant("Excel's sep= line", "sep=;\n" + IRIS.joined(";"), "", """
                        f.csv: 30 rows; 5 columns separated by semicolons; header: in line 2
                        label: column 5 "class", 3 classes: setosa 10, versicolor 10, virginica 10
                        features: 4 columns
                        """),
                variant("comments", "# Fisher 1936\n" + IRIS.csv(), "", """
                        f.csv: 30 rows; 5 columns separated by commas; header: in line 2
                        label: column 5 "class", 3 classes: setosa 10, versicolor 10, virginica 10
                        features: 4 columns
                        """),
                variant("empty lines", IRIS.csv().replace("\n", "\n\n"), "", """
                        f.csv: 30 rows; 5 columns separated by commas; header: in line 1
                        label: column 5 "class", 3 classes: setosa 10, versicolor 10, virginica 10
                        features: 4 columns
                        """),
                variant("label in the first column by name", IRIS.labelAt(0).csv(), "label: class", """
                        f.csv: 30 rows; 5 columns separated by commas; header: in line 1
                        label: column 1 "class", 3 classes: setosa 10, versicolor 10, virginica 10
                        features: 4 columns
                        """),
                variant("label in the first column by number", IRIS.labelAt(0).csv(), "label: 1", """
                        f.csv: 30 rows; 5 columns separated by commas; header: in line 1
                        label: column 1 "class", 3 classes: setosa 10, versicolor 10, virginica 10
                        features: 4 columns
                        """),
                variant(
                        "label in the middle, named species",
                        IRIS.header("a", "b", "c", "d", "species").labelAt(2).csv(),
                        "",
                        """
                        f.csv: 30 rows; 5 columns separated by commas; header: in line 1
                        label: column 3 "species", 3 classes: setosa 10, versicolor 10, virginica 10
                        features: 4 columns
                        """),
                variant(
                        "label in the first column, no header",
                        WINE.labelAt(0).withoutHeader().csv(),
                        "",
                        """
                        refused: f.csv: the label may be column 14, 25 different numbers, or column 1, 3; say label: 14 or label: 1
                        """),
                variant(
                        "label in the first column, no header, by number",
                        WINE.labelAt(0).withoutHeader().csv(),
                        "label: 1\nstandardize: true",
                        """
                        f.csv: 30 rows; 14 columns separated by commas; header: none
                        label: column 1, 3 classes: 1 10, 2 12, 3 8
                        features: 13 columns, to mean 0 and deviation 1 of the training split
                        """),
                variant("a label that is not there", IRIS.csv(), "label: spezies", """
                        refused: f.csv: label: "spezies": not one column; the columns are column 1 "sepal length", column 2 "sepal width", column 3 "petal length", column 4 "petal width", column 5 "class"
                        """),
                variant("a label beyond the columns", IRIS.csv(), "label: 6", """
                        refused: f.csv: label: 6: not one column; the columns are column 1 "sepal length", column 2 "sepal width", column 3 "petal length", column 4 "petal width", column 5 "class"
                        """),
                variant(
                        "first row with NA",
                        IRIS.withoutHeader().cell(0, 1, "NA").csv(),
                        "",
                        """
                        refused: f.csv: values are missing in 1 of 30 rows (line 1 column 2 is NA); expected none; missing: drop leaves those rows out
                        """),
                variant(
                        "first row with NA, dropped",
                        IRIS.withoutHeader().cell(0, 1, "NA").csv(),
                        "missing: drop",
                        """
                        f.csv: 30 rows, 1 of them left out for missing values; 5 columns separated by commas; header: none
                        label: column 5, 3 classes: setosa 9, versicolor 10, virginica 10
                        features: 4 columns
                        """),
                variant(
                        "question marks as missing values",
                        IRIS.cell(3, 1, "?").cell(7, 2, "?").cell(9, 4, "?").csv(),
                        "",
                        """
                        refused: f.csv: values are missing in 3 of 30 rows (line 4 column 2 "sepal width" is ?, line 8 column 3 "petal length" is ?, line 10 column 5 "class" is ?); expected none; missing: drop leaves those rows out
                        """),
                variant(
                        "empty cells, dropped",
                        IRIS.cell(3, 1, "").cell(7, 2, "").csv(),
                        "missing: drop",
                        """
                        f.csv: 30 rows, 2 of them left out for missing values; 5 columns separated by commas; header: in line 1
                        label: column 5 "class", 3 classes: setosa 8, versicolor 10, virginica 10
                        features: 4 columns
                        """),
                variant(
                        "many missing values",
                        IRIS.cells((c, cell) -> c == 2 ? "nan" : cell).csv(),
                        "",
                        """
                        f.csv: 30 rows; 5 columns separated by commas; header: in line 1
                        label: column 5 "class", 3 classes: setosa 10, versicolor 10, virginica 10
                        features: 3 columns; left out: column 3 "petal length", which is empty
                        """),
                variant(
                        "a column mostly missing",
                        IRIS.cells((c, cell) -> c == 2 && !cell.equals("1.4") ? "" : cell)
                                .csv(),
                        "",
                        """
                        refused: f.csv: values are missing in 28 of 30 rows (line 3 column 3 "petal length" empty, line 4 column 3 "petal length" empty, line 5 column 3 "petal length" empty, line 6 column 3 "petal length" empty, ...); expected none; column 3 "petal length" lacks most of them: ignore: [3] leaves it out
                        """),
                variant(
                        "pandas' header of numbers",
                        IRIS.header("0", "1", "2", "3", "4").csv(),
                        "",
                        """
                        f.csv: 30 rows; 5 columns separated by commas; header: in line 1
                        label: column 5 "4", 3 classes: setosa 10, versicolor 10, virginica 10
                        features: 4 columns
                        """),
                variant(
                        "pandas' header of numbers, said to be data",
                        WINE.header("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13")
                                .csv(),
                        "header: false\nlabel: 14",
                        """
                        f.csv: 31 rows; 14 columns separated by commas; header: none
                        label: column 14, 4 classes: 1 10, 2 12, 3 8, 13 1
                        features: 13 columns
                        hint: column 13 has mean 734.8 and deviation 353.2, others a deviation of only 0.2498: training may diverge on such sizes; standardize: true brings all to mean 0 and deviation 1
                        """),
                variant(
                        "pandas' index column",
                        IRIS.first("", line -> Integer.toString(line - 1)).csv(),
                        "",
                        """
                        f.csv: 30 rows; 6 columns separated by commas; header: in line 1
                        label: column 6 "class", 3 classes: setosa 10, versicolor 10, virginica 10
                        features: 4 columns; left out: column 1, which counts the rows
                        """),
                variant(
                        "pandas' index and header of numbers",
                        IRIS.header("0", "1", "2", "3", "4")
                                .first("", line -> Integer.toString(line - 1))
                                .csv(),
                        "",
                        """
                        f.csv: 30 rows; 6 columns separated by commas; header: in line 1
                        label: column 6 "4", 3 classes: setosa 10, versicolor 10, virginica 10
                        features: 4 columns; left out: column 1, which counts the rows
                        """),
                variant(
                        "pandas' index column, kept",
                        IRIS.first("", line -> Integer.toString(line - 1)).csv(),
                        "ignore: []",
                        """
                        f.csv: 30 rows; 6 columns separated by commas; header: in line 1
                        label: column 6 "class", 3 classes: setosa 10, versicolor 10, virginica 10
                        features: 5 columns
                        hint: column 1 is a different whole number in each row; if it only identifies the rows, ignore: [1] leaves it out
                        """),
                variant(
                        "pandas' index read again",
                        IRIS.first("Unnamed: 0", line -> Integer.toString(line - 1))
                                .csv(),
                        "",
                        """
                        f.csv: 30 rows; 6 columns separated by commas; header: in line 1
                        label: column 6 "class", 3 classes: setosa 10, versicolor 10, virginica 10
                        features: 4 columns; left out: column 1 "Unnamed: 0", which counts the rows
                        """),
                variant(
                        "Kaggle's Id",
                        IRIS.first("Id", line -> Integer.toString(line)).csv(),
                        "",
                        """
                        f.csv: 30 rows; 6 columns separated by commas; header: in line 1
                        label: column 6 "class", 3 classes: setosa 10, versicolor 10, virginica 10
                        features: 4 columns; left out: column 1 "Id", which counts the rows
                        """),
                variant(
                        "R's names of rows",
                        IRIS.first("", line -> "\"" + line + "\"").csv().substring(1),
                        "",
                        """
                        f.csv: 30 rows; 6 columns separated by commas; header: in line 1
                        label: column 6 "class", 3 classes: setosa 10, versicolor 10, virginica 10
                        features: 4 columns; left out: column 1, which counts the rows
                        """),
                variant(
                        "scikit-learn's head",
                        "30,4,setosa,versicolor,virginica\n"
                                + IRIS.withoutHeader()
                                        .cells((c, cell) -> cell)
                                        .csv()
                                        .replace("setosa", "0")
                                        .replace("versicolor", "1")
                                        .replace("virginica", "2"),
                        "",
                        """
                        f.csv: 30 rows; 5 columns separated by commas; header: scikit-learn's in line 1
                        label: column 5, 3 classes: setosa 10, versicolor 10, virginica 10
                        features: 4 columns
                        """),
                variant(
                        "features true and false",
                        IRIS.cells((c, cell) -> c == 0 ? (cell.compareTo("5.5") < 0 ? "True" : "False") : cell)
                                .csv(),
                        "",
                        """
                        f.csv: 30 rows; 5 columns separated by commas; header: in line 1
                        label: column 5 "class", 3 classes: setosa 10, versicolor 10, virginica 10
                        features: 4 columns
                        """),
                variant(
                        "breast cancer as UCI has it: identifier, M or B, no header",
                        CANCER.labelAt(0)
                                .first("id", line -> Integer.toString(842302 + line * line))
                                .withoutHeader()
                                .csv(),
                        "",
                        """
                        f.csv: 30 rows; 32 columns separated by commas; header: none
                        label: column 2, 2 classes: B 23, M 7
                        features: 31 columns
                        hint: column 1 has mean 842600 and deviation 276.5, others a deviation of only 0.002128: training may diverge on such sizes; standardize: true brings all to mean 0 and deviation 1
                        hint: column 1 is a different whole number in each row; if it only identifies the rows, ignore: [1] leaves it out
                        """),
                variant(
                        "breast cancer as Kaggle has it",
                        CANCER.labelAt(0)
                                .header(Sheet.kaggle())
                                .first("id", line -> Integer.toString(842302 + line * line))
                                .csv()
                                .replace("\n", ",\n"),
                        "standardize: true",
                        """
                        f.csv: 30 rows; 33 columns separated by commas; header: in line 1
                        label: column 2 "diagnosis", 2 classes: B 23, M 7
                        features: 30 columns, to mean 0 and deviation 1 of the training split; left out: column 1 "id", whose name and numbers say that it identifies the rows; column 33, which is empty
                        """),
                variant("a regression", diabetes().csv(), "standardize: true", """
                        f.csv: 60 rows; 6 columns separated by commas; header: in line 1
                        label: column 6 "progression", numbers from 25 to 343, so a regression: the loss is the mean squared error
                        features: 5 columns, to mean 0 and deviation 1 of the training split, and so the label: an error of 1 is that of its mean
                        """),
                variant("a regression that is not standardized", diabetes().csv(), "", """
                        f.csv: 60 rows; 6 columns separated by commas; header: in line 1
                        label: column 6 "progression", numbers from 25 to 343, so a regression: the loss is the mean squared error
                        features: 5 columns
                        hint: column 5 "s1" has mean 195.2 and deviation 58.78, others a deviation of only 0.5: training may diverge on such sizes; standardize: true brings all to mean 0 and deviation 1
                        """),
                variant("a regression as classes", diabetes().csv(), "targets: classes", """
                        refused: f.csv: label column 6 "progression" holds 60 different numbers in 60 rows, such as "25"; expected classes, or targets: numbers for a regression
                        """),
                variant("classes as a regression", WINE.csv(), "targets: numbers\nstandardize: true", """
                        f.csv: 30 rows; 14 columns separated by commas; header: in line 1
                        label: column 14 "class", numbers from 1 to 3, so a regression: the loss is the mean squared error
                        features: 13 columns, to mean 0 and deviation 1 of the training split, and so the label: an error of 1 is that of its mean
                        """),
                variant("names as a regression", IRIS.csv(), "targets: numbers", """
                        refused: f.csv:2: column 5 "class" is "setosa"; expected a number, the target of a regression
                        """),
                variant(
                        "pixels up to 255",
                        IRIS.cells((c, cell) -> c < 4 ? Integer.toString((int) (Double.parseDouble(cell) * 30)) : cell)
                                .csv(),
                        "",
                        """
                        f.csv: 30 rows; 5 columns separated by commas; header: in line 1
                        label: column 5 "class", 3 classes: setosa 10, versicolor 10, virginica 10
                        features: 4 columns
                        hint: column 1 "sepal length" has mean 180.6 and deviation 26: training may diverge on such sizes; standardize: true brings all to mean 0 and deviation 1
                        """),
                variant(
                        "pixels up to 255, divided",
                        IRIS.cells((c, cell) -> c < 4 ? Integer.toString((int) (Double.parseDouble(cell) * 30)) : cell)
                                .csv(),
                        "largest: 255\nheight: 2",
                        """
                        f.csv: 30 rows; 5 columns separated by commas; header: in line 1
                        label: column 5 "class", 3 classes: setosa 10, versicolor 10, virginica 10
                        features: 4 columns (images of 2 x 2)
                        """),
                variant(
                        "target and species",
                        IRIS.header("a", "b", "c", "d", "species")
                                .first("target", line -> Integer.toString((line - 1) / 10))
                                .csv(),
                        "",
                        """
                        refused: f.csv: the label may be column 1 "target" or column 6 "species"; say which with label: target, and leave the other out with ignore: [species] if it says the same
                        """),
                variant(
                        "target and species, one of them said",
                        IRIS.header("a", "b", "c", "d", "species")
                                .first("target", line -> Integer.toString((line - 1) / 10))
                                .csv(),
                        "label: species",
                        """
                        f.csv: 30 rows; 6 columns separated by commas; header: in line 1
                        label: column 6 "species", 3 classes: setosa 10, versicolor 10, virginica 10
                        features: 5 columns
                        hint: column 1 "target" says the same as the label; ignore: [1] leaves it out
                        """),
                variant(
                        "one column of texts too many",
                        IRIS.first("place", line -> line % 2 == 0 ? "Paris" : "Oslo")
                                .csv(),
                        "label: class",
                        """
                        refused: f.csv:2: column 1 "place" is "Oslo"; expected a number; ignore: [1] leaves the column out, label: 1 makes it the label
                        """),
                variant(
                        "the same left out",
                        IRIS.first("place", line -> line % 2 == 0 ? "Paris" : "Oslo")
                                .csv(),
                        "label: class\nignore: [place]",
                        """
                        f.csv: 30 rows; 6 columns separated by commas; header: in line 1
                        label: column 6 "class", 3 classes: setosa 10, versicolor 10, virginica 10
                        features: 4 columns; left out: column 1 "place"
                        """),
                variant(
                        "a header that may be data",
                        IRIS.withoutHeader().cell(0, 0, "x").csv(),
                        "",
                        """
                        refused: f.csv:1: column 1 is "x", a name, and column 2 is 3.5, a number; say header: true if the line names the columns, else expected numbers only
                        """),
                variant("a number that is none", IRIS.cell(3, 1, "3.5cm").csv(), "", """
                        refused: f.csv:4: column 2 "sepal width" is "3.5cm"; expected a number; mend it, or ignore: [2] leaves the column out
                        """),
                variant(
                        "thousands",
                        IRIS.cells((c, cell) -> c == 0 ? "\"1,234\"" : cell.replace(".", ""))
                                .csv(),
                        "",
                        """
                        refused: f.csv: "1,234" may have a decimal comma or one between thousands; say decimal: comma, or write the numbers without commas
                        """),
                variant(
                        "thousands with points, decimal commas",
                        IRIS.cells((c, cell) -> c == 0 ? "1.234,5" : cell.replace('.', ','))
                                .joined(";"),
                        "",
                        """
                        refused: f.csv:2: column 1 "sepal length" is "1.234,5"; expected a number; decimals are taken to begin with a comma (decimal: says otherwise), and thousands not to be separated
                        """),
                variant("infinity", IRIS.cell(3, 1, "1e999").csv(), "", """
                        refused: f.csv:4: column 2 "sepal width" is "Infinity"; expected a number that fits into 32 bits; mend it, or ignore: [2] leaves the column out
                        """),
                variant("semicolons, but commas asked for", IRIS.joined(";"), "delimiter: comma", """
                        refused: f.csv: 1 column separated by commas, but 5 separated by semicolons; expected delimiter: semicolon
                        """),
                variant("a short line", IRIS.csv().replaceFirst("\n5\\.\\d,", "\n"), "", """
                        refused: f.csv:2: 4 columns; expected 5 as in most lines, separated by commas
                        """),
                variant("a long line", IRIS.csv().replaceFirst("\n5", "\n1,5"), "", """
                        refused: f.csv:2: 6 columns; expected 5 as in most lines, separated by commas
                        """),
                variant("a quote that is not closed", IRIS.csv().replaceFirst("\n5", "\n\"5"), "", """
                        refused: f.csv: cannot be cut into cells: Unclosed quoted field at end of input (record starting at line 2); expected quotes that are closed, and quotes within quotes doubled
                        """),
                variant("one column", "1\n2\n3\n", "", """
                        refused: f.csv: 1 column; expected features and a label, separated by commas, semicolons, tabs, bars or blanks
                        """),
                variant(
                        "one class",
                        IRIS.cells((c, cell) -> c == 4 ? "setosa" : cell).csv(),
                        "",
                        """
                        refused: f.csv: label column 5 "class" is "setosa" in every row; expected at least two classes; the label may be another column: label: NAME
                        """),
                variant(
                        "as many classes as rows",
                        IRIS.last("name", line -> "flower " + line).csv(),
                        "label: name",
                        """
                        refused: f.csv: label column 6 "name" holds 30 different texts in 30 rows, such as "flower 1"; expected classes; the label may be another column
                        """),
                variant("no lines", "\n\n", "", """
                        refused: f.csv: no data; expected lines of features and a label, separated by commas
                        """),
                variant("a wrong key", IRIS.csv(), "delimiter: \",\"", """
                        refused: t.yaml:2: delimiter: expected one of tab, semicolon, bar, comma, blank, found the text ","
                        """),
                variant("a wrong label", IRIS.csv(), "label: [1]", """
                        refused: t.yaml:2: label: expected a column's name, or its number from 1, found a list
                        """));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void shouldReadWhatIsThereOrSayWhatIsWrong(Variant variant) {
        assertThat(read(variant.text(), variant.keys()))
                .isEqualTo(variant.read().strip());
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
