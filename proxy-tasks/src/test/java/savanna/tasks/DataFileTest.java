package savanna.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import savanna.dsl.library.ProgramLibrary;

/** Tasks whose data comes from files, right and wrong. */
class DataFileTest {
    private static final Path SHARED =
            Path.of(System.getProperty("savanna.root", "..")).resolve("../shared/data");
    private static final String RECIPE = """
            recipe:
              batch: 8
              steps: 20
              validation-size: 100
            """;

    @TempDir
    private Path folder;

    private LocalTask task(String data, String model) throws IOException {
        return TaskCatalog.local(Files.writeString(
                        folder.resolve("mine.yaml"), "data:\n" + data.indent(2) + "model:\n" + model.indent(2) + RECIPE)
                .toString());
    }

    private void assertRefused(String data, String... parts) {
        assertThatThrownBy(() -> task(data, "kind: mlp"))
                .isInstanceOf(TaskException.class)
                .satisfies(error -> assertThat(error.getMessage()).contains(parts));
    }

    private static double train(LocalTask task) {
        TrainingResult evaluation =
                Trainings.train(task, ProgramLibrary.find("adamw").orElseThrow(), List.of(1L), Hurdles.none());
        assertThat(evaluation.outcome()).isEqualTo(Outcome.TRAINED);
        return evaluation.fitness().getAsDouble();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "p1,p2,p3,p4,label\n", "\uFEFF", "\uFEFFp1,p2,p3,p4,label\n"})
    void shouldTrainOnACsvBesideTheTask(String head) throws IOException {
        StringBuilder lines = new StringBuilder(head);
        for (int i = 0; i < 100; i++) {
            lines.append(i % 2)
                    .append(",0,")
                    .append((i * 7 % 10) / 10.0)
                    .append(",1,")
                    .append(i % 2)
                    .append('\n');
        }
        Files.writeString(folder.resolve("points.csv"), lines);
        LocalTask task = task("kind: csv\nfile: points.csv\nheight: 2", "kind: mlp\nhidden: [4]");
        assertThat(train(task)).isBetween(0.0, 2.0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'1,2,0\\n1,2' | points.csv:2: 2 columns; expected 3",
                "'1,2,0\\n1,x,1' | points.csv:2: column 2 is \"x\"; expected a number",
                "'1,2,0\\n1,NaN,1' | points.csv: values are missing in 1 of 2 rows (line 2 column 2 is NaN); expected none; missing: drop leaves those rows out",
                "'' | points.csv: no data; expected lines"
            })
    void shouldNameTheLineOfABrokenCsv(String text, String message) throws IOException {
        Files.writeString(folder.resolve("points.csv"), text.replace("\\n", "\n"));
        assertRefused(
                "kind: csv\nfile: points.csv",
                folder.resolve("points.csv").toString().replace("points.csv", ""),
                message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "3 | 0.8 | 0.1 | points.csv: with validation: 0.1 and test: 0.8, 3 examples leave none to train with; lower validation or test, or give more examples",
                "10 | 0.95 | 0.04 | points.csv: with validation: 0.04 and test: 0.95, 10 examples leave none to train with; lower validation or test",
                "2 | 0.1 | 0.1 | points.csv: with validation: 0.1 and test: 0.1, 2 examples leave none to train with; expected at least 3"
            })
    void shouldRefuseDataOfWhichNoneIsLeftToTrainWith(int rows, String test, String validation, String message)
            throws IOException {
        Files.writeString(
                folder.resolve("points.csv"), "0,1,0\n0,1,1\n".repeat(rows).substring(0, 6 * rows));
        assertRefused(
                "kind: csv\nfile: points.csv\ntest: " + test + "\nvalidation: " + validation,
                "mine.yaml:3: data.file: " + message);
    }

    @Test
    void shouldSayWhereAMissingFileWasLookedFor() {
        assertRefused(
                "kind: idx\nimages: none.gz\nlabels: none.gz",
                "none.gz: no such file; looked for",
                folder.resolve("none.gz").toString(),
                "SAVANNA_DATA");
    }

    @Test
    void shouldNameTheLineOfTheTaskThatNamesTheFile() throws IOException {
        assertRefused("kind: csv\nfile: none.csv", "mine.yaml:3: data.file: none.csv: no such file");
        write(new byte[20], new byte[20]);
        assertRefused("kind: idx\nimages: i\nlabels: none.gz", "mine.yaml:4: data.labels: none.gz: no such file");
        assertRefused(
                "kind: idx\nimages: i\nlabels: l",
                "mine.yaml:3: data.images: " + folder.resolve("i") + ": begins with 00000000");
    }

    @Test
    void shouldNameWhatIsWrongWithAnIdxFile() throws IOException {
        byte[] images = ByteBuffer.allocate(16 + 12)
                .putInt(0x0803)
                .putInt(3)
                .putInt(2)
                .putInt(2)
                .array();
        byte[] labels = ByteBuffer.allocate(8 + 3)
                .putInt(0x0801)
                .putInt(3)
                .put((byte) 1)
                .array();
        String data = "kind: idx\nimages: i\nlabels: l";
        write(images, Arrays.copyOf(labels, 10));
        assertRefused(data, "l: 2 bytes after the header; expected 3", "truncated");
        write(Arrays.copyOf(images, 20), labels);
        assertRefused(data, "i: 4 bytes after the header; expected 12 for 3 images of 2 x 2; the file is truncated");
        write(labels, labels);
        assertRefused(data, "i: 11 bytes; expected an IDX file of images");
        write(Arrays.copyOf("not an idx file, but a text".getBytes(StandardCharsets.US_ASCII), 40), labels);
        assertRefused(data, "i: begins with 6e6f7420; expected an IDX file of images");
        write(images, ByteBuffer.allocate(10).putInt(0x0801).putInt(2).array());
        assertRefused(data, "l: header says 2 labels; expected 3");
        // 2^22 x 2^21 x 2^21 is 2^64, which is 0 in a long.
        write(
                ByteBuffer.allocate(16)
                        .putInt(0x0803)
                        .putInt(1 << 22)
                        .putInt(1 << 21)
                        .putInt(1 << 21)
                        .array(),
                labels);
        assertRefused(data, "i: header says 4194304 images of 2097152 x 2097152; expected at most 2147483647 pixels");
        byte[] zipped = gzip(images);
        write(Arrays.copyOf(zipped, zipped.length - 12), labels);
        assertRefused(data, "i: broken gzip", "truncated or damaged");
        write(gzip(images), labels);
        assertThat(task(data, "kind: vit\npatch: 1\nwidth: 4").layout().size()).isPositive();
    }

    /** A root folder has no file name. */
    @Test
    void shouldRefuseARootFolder() {
        assertRefused("kind: csv\nfile: /", "/: ", "folder");
        assertRefused("kind: idx\nimages: /\nlabels: /", "/: ", "folder");
        assertRefused("kind: text\nfile: /", "/: ", "folder");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"kind: csv\nfile: large", "kind: text\nfile: large", "kind: idx\nimages: large\nlabels: large"})
    void shouldRefuseAFileThatDoesNotFitIntoMemory(String data) throws IOException {
        try (RandomAccessFile large =
                new RandomAccessFile(folder.resolve("large").toFile(), "rw")) {
            // Sparse: it takes no room.
            large.setLength(3_000_000_000L);
        }
        assertRefused(data, "large: 3,000,000,000 bytes; expected at most ", "SAVANNA_MEMORY");
    }

    @Test
    void shouldRefuseAFileThatNeverEnds() {
        assumeTrue(Files.exists(Path.of("/dev/zero")));
        assertRefused("kind: csv\nfile: /dev/zero", "/dev/zero: more than ", "bytes; expected at most ");
        assertThatThrownBy(() -> savanna.tasks.yaml.YamlReader.read(Path.of("/dev/zero")))
                .hasMessage("/dev/zero: more than 4,194,304 bytes; expected at most 4,194,304;"
                        + " it is no config or task that a person wrote");
    }

    @Test
    void shouldRefuseAFewBytesThatUnzipToMany() throws IOException {
        Files.write(folder.resolve("bomb.gz"), gzip(new byte[1 << 28]));
        assertRefused("kind: csv\nfile: bomb.gz", "bomb.gz, unzipped: more than ", "bytes; expected at most ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'PK\u0003\u0004' | a ZIP archive or an Excel workbook; unzip it, or save the sheet as CSV; expected a text file",
                "PAR1 | a Parquet file; write it as CSV; expected a text file",
                "<!DOCTYPE html><html> | a page of HTML, perhaps saved in place of the file that it links to; expected a text file",
            })
    void shouldNameWhatIsTakenForAText(String beginning, String message) throws IOException {
        Files.writeString(folder.resolve("t.csv"), beginning + " and so on\n1,2,3\n");
        assertRefused("kind: csv\nfile: t.csv", "t.csv: " + message);
    }

    @Test
    void shouldReadTheUnicodeTextOfASpreadsheet() throws IOException {
        String lines = "x\ty\tGr\u00f6\u00dfe\n" + "0,5\t1,5\tgro\u00df\n1,5\t0,5\tklein\n".repeat(10);
        Files.write(folder.resolve("t.txt"), ("\uFEFF" + lines).getBytes(StandardCharsets.UTF_16LE));
        LocalTask task = (LocalTask) task("kind: csv\nfile: t.txt", "kind: mlp\nhidden: [4]");
        assertThat(task.findings().get(1))
                .isEqualTo("label: column 3 \"Gr\u00f6\u00dfe\", 2 classes: gro\u00df 10, klein 10");
        assertThat(train(task)).isBetween(0.0, 2.0);
    }

    @Test
    void shouldTrainARegression() throws IOException {
        StringBuilder lines = new StringBuilder("a,b,price\n");
        for (int i = 0; i < 200; i++) {
            double a = i * 37 % 100 / 100.0;
            double b = i * 59 % 83 / 83.0;
            lines.append(a + "," + b + "," + (100 + 30 * a - 20 * b) + "\n");
        }
        Files.writeString(folder.resolve("prices.csv"), lines);
        String recipe = RECIPE.replace("steps: 20", "steps: 400");
        String text =
                "data:\n  kind: csv\n  file: prices.csv\n  standardize: true\nmodel:\n  kind: mlp\n  hidden: [8]\n";
        Path file = Files.writeString(folder.resolve("prices.yaml"), text + recipe + "  metric: mse\n");
        LocalTask task = (LocalTask) TaskCatalog.find(file.toString());
        assertThat(task.metric()).isEqualTo("mse");
        // Standardized, the mean of the targets has an error of 1.
        assertThat(train(task)).isBetween(0.0, 0.2);
        Files.writeString(file, text + recipe + "  metric: accuracy\n");
        assertThatThrownBy(() -> TaskCatalog.find(file.toString()))
                .hasMessageContaining(
                        "prices.yaml:12: recipe.metric: the data has real targets; expected mse or loss,");
        Files.writeString(file, text + recipe + "  label-noise: 0.1\n");
        assertThatThrownBy(() -> TaskCatalog.find(file.toString())).hasMessageContaining("recipe.label-noise");
        Files.writeString(file, text.replace("mlp", "vit").replace("  hidden: [8]\n", "") + recipe);
        assertThatThrownBy(() -> TaskCatalog.find(file.toString()))
                .hasMessageContaining("a vit needs images in classes, and the data has real targets");
    }

    @Test
    void shouldRefuseTextThatIsNotText() throws IOException {
        Files.write(folder.resolve("t.txt"), new byte[] {(byte) 0xc3, 0x28});
        assertRefused("kind: text\nfile: t.txt", "t.txt: not UTF-8");
        Files.writeString(folder.resolve("t.txt"), "too short");
        assertRefused("kind: text\nfile: t.txt", "t.txt: 9 tokens of text; expected at least");
        assertRefused("kind: text\nfile: .", "a folder; expected a file");
    }

    @Test
    void shouldRefuseAModelThatDoesNotFitTheData() {
        assertThatThrownBy(() -> task("kind: unicode-names", "kind: mlp"))
                .hasMessageContaining(
                        "mine.yaml:4: model.kind: an mlp needs images or other rows of numbers, and the data is text; expected kind: transformer");
        assertThatThrownBy(() -> task("kind: digits", "kind: vit\npatch: 3"))
                .hasMessageContaining("mine.yaml:5: model.patch: patches of 3 do not divide images of 8 x 8");
    }

    @Test
    void shouldTrainOnMnistWherePresent() throws IOException {
        assumeTrue(Files.exists(SHARED.resolve("mnist")), "no MNIST in " + SHARED);
        Path mnist = SHARED.resolve("mnist").toAbsolutePath();
        LocalTask task = task(
                "kind: idx\nimages: " + mnist.resolve("t10k-images-idx3-ubyte.gz") + "\nlabels: "
                        + mnist.resolve("t10k-labels-idx1-ubyte.gz"),
                "kind: vit\npatch: 7\nwidth: 8");
        assertThat(train(task)).isBetween(1.5, 2.6);
    }

    @Test
    void shouldTrainOnShakespeareWherePresent() throws IOException {
        assumeTrue(Files.exists(SHARED.resolve("text")), "no text in " + SHARED);
        Path text = SHARED.resolve("text/tinyshakespeare.txt").toAbsolutePath();
        for (String level : List.of("character", "word")) {
            LocalTask task = task("kind: text\nfile: " + text + "\nlevel: " + level, "kind: transformer\nwidth: 8");
            assertThat(train(task)).isBetween(2.0, 6.0);
        }
    }

    private void write(byte[] images, byte[] labels) throws IOException {
        Files.write(folder.resolve("i"), images);
        Files.write(folder.resolve("l"), labels);
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(content);
        }
        return bytes.toByteArray();
    }
}
