package savanna.tasks.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import savanna.tasks.data.Batch;
import savanna.tasks.data.Dataset;
import savanna.tasks.data.Examples;
import savanna.tasks.data.Images;
import savanna.tasks.data.Measurements;
import savanna.tasks.data.Shape;
import savanna.tasks.data.Splits;
import savanna.tasks.yaml.YamlReader;

/** The numbers that come out of a file. */
class CsvFileTest {
    private static final Splits SPLITS = new Splits(0.15, 0.15, 0);

    private static CsvFile parse(String text, String keys) {
        return CsvFile.parse("f.csv", text, CsvOptions.read(YamlReader.parse("t.yaml", "kind: csv\n" + keys)));
    }

    private static float[] features(Examples examples) {
        Shape.Row shape = (Shape.Row) ((savanna.tasks.data.Rows) examples).shape();
        Batch batch = new Batch(shape, examples.size());
        examples.fill(batch, IntStream.range(0, examples.size()).toArray(), 0, examples.size());
        float[] features = new float[examples.size() * shape.features()];
        for (int i = 0; i < examples.size(); i++) {
            System.arraycopy(
                    batch.features(), i * batch.featureStride(), features, i * shape.features(), shape.features());
        }
        return features;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.5,-2,a\n.25,3e1,b\n7,0.5,a\n",
                "1,5;-2;a\n,25;3e1;b\n7;0,5;a\n",
                "1.5\t-2\ta\n.25\t3e1\tb\n7\t0.5\ta\n",
                "x y c\n 1.5  -2 a \n .25 3e1  b\n7 0.5 a",
                "\"1,5\",\"-2\",\"a\"\n\",25\",\"3e1\",\"b\"\n\"7\",\"0,5\",\"a\"\n"
            })
    void shouldReadTheSameNumbersHoweverTheyAreWritten(String text) {
        CsvFile file = parse(text, "");
        assertThat(file.features()).containsExactly(1.5f, -2, 0.25f, 30, 7, 0.5f);
        assertThat(((Label.Classes) file.label()).classes()).containsExactly(0, 1, 0);
    }

    @Test
    void shouldNumberClassesInTheOrderOfTheirNumbers() {
        CsvFile file = parse("1,10\n2,9\n3,10\n4,-1\n5,9\n6,9\n7,10\n8,-1\n9,9\n9,9\n9,9\n9,9\n", "");
        assertThat(((Label.Classes) file.label()).names()).containsExactly("-1", "9", "10");
        assertThat(((Label.Classes) file.label()).classes()).startsWith(2, 1, 2, 0);
    }

    @Test
    void shouldPutTheFirstLineFirstWhereItIsData() {
        CsvFile file = parse("1,2,a\n3,NA,b\n5,6,b\n7,8,a\n", "missing: drop");
        assertThat(file.features()).containsExactly(1, 2, 5, 6, 7, 8);
        assertThat(((Label.Classes) file.label()).classes()).containsExactly(0, 1, 0);
        CsvFile texts = parse("NA,2,a\n3,4,b\nx,6,b\n7,8,a\n", "ignore: [1]");
        assertThat(texts.features()).containsExactly(2, 4, 6, 8);
    }

    @Test
    void shouldStandardizeByTheTrainingSplitAlone() {
        Dataset data = parse(Sheet.of("wine").csv(), "standardize: true").dataset("wine", SPLITS);
        float[] train = features(data.train());
        int width = ((Shape.Row) data.shape()).features();
        for (int column = 0; column < width; column++) {
            assertThat(mean(train, column, width)).isCloseTo(0, within(1e-5));
            assertThat(deviation(train, column, width)).isCloseTo(1, within(1e-5));
        }
        float[] test = features(data.test());
        assertThat(IntStream.range(0, width).mapToDouble(column -> Math.abs(mean(test, column, width))))
                .allMatch(mean -> mean > 1e-3);
    }

    @Test
    void shouldStandardizeTheTargetsOfARegressionToo() {
        Dataset data = parse(Sheet.diabetes().csv(), "standardize: true").dataset("diabetes", SPLITS);
        Measurements train = (Measurements) data.train();
        assertThat(train.meanSquare()).isCloseTo(1, within(1e-5));
        assertThat(data.uninformedLoss()).isEqualTo(train.meanSquare());
        Measurements raw = (Measurements)
                parse(Sheet.diabetes().csv(), "").dataset("diabetes", SPLITS).train();
        assertThat(raw.meanSquare()).isBetween(1e4, 1e5);
        assertThat(raw.target(0)).isEqualTo(Math.round(raw.target(0)));
    }

    @Test
    void shouldBringAConstantColumnToZero() {
        Dataset data = parse("5,1,a\n5,2,b\n5,3,a\n5,4,b\n5,6,a\n5,5,b\n", "standardize: true")
                .dataset("f", SPLITS);
        float[] train = features(data.train());
        assertThat(IntStream.range(0, train.length / 2).mapToDouble(i -> train[2 * i]))
                .containsOnly(0.0);
    }

    @Test
    void shouldDivideByTheLargest() {
        Images images = (Images) parse("0,255,0,51,1\n255,0,0,0,0\n0,0,0,0,1\n0,0,0,0,1\n", "largest: 255\nheight: 2")
                .dataset("f", SPLITS)
                .train();
        assertThat(images.shape()).isEqualTo(new Shape.Image(2, 2, 2));
        assertThat(features(images)).containsAnyOf(1f, 0.2f);
    }

    private static double mean(float[] numbers, int column, int width) {
        return IntStream.range(0, numbers.length / width)
                .mapToDouble(row -> numbers[row * width + column])
                .average()
                .orElseThrow();
    }

    private static double deviation(float[] numbers, int column, int width) {
        double mean = mean(numbers, column, width);
        double[] rows = IntStream.range(0, numbers.length / width)
                .mapToDouble(row -> numbers[row * width + column])
                .toArray();
        return Math.sqrt(
                Arrays.stream(rows).map(x -> (x - mean) * (x - mean)).average().orElseThrow());
    }
}
