package savanna.tasks.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** The bundled 1,797 digits of 8x8 pixels (UCI optdigits, CC BY 4.0; attribution beside the resource). */
public final class Digits {
    private static final String RESOURCE = "/savanna/tasks/data/optdigits.csv.gz";
    private static final Shape.Image SHAPE = new Shape.Image(8, 8, 10);
    private static final float LARGEST_PIXEL = 16;

    private Digits() {}

    /** All digits, in the order of the file. */
    public static Images read() {
        List<int[]> rows = rows();
        float[] features = new float[rows.size() * SHAPE.features()];
        for (int i = 0; i < features.length; i++) {
            features[i] = rows.get(i / SHAPE.features())[i % SHAPE.features()] / LARGEST_PIXEL;
        }
        return new Images(
                SHAPE,
                features,
                rows.stream().mapToInt(row -> row[SHAPE.features()]).toArray());
    }

    /** The pixels of each digit, then the digit. */
    private static List<int[]> rows() {
        try (InputStream resource = Digits.class.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                throw new DataException("the bundled digits are missing from the class path: " + RESOURCE);
            }
            return new BufferedReader(new InputStreamReader(new GZIPInputStream(resource), StandardCharsets.US_ASCII))
                    .lines()
                    .map(line -> Arrays.stream(line.split(","))
                            .mapToInt(Integer::parseInt)
                            .toArray())
                    .toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
