package savanna.tasks.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;

/** The bundled 1,797 digits of 8x8 pixels (UCI optdigits, CC BY 4.0; attribution beside the resource). */
public final class Digits {
    private static final String RESOURCE = "/savanna/tasks/data/optdigits.csv.gz";

    private Digits() {}

    /** All digits, in the order of the file. */
    public static Images read() {
        try (InputStream resource = Digits.class.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                throw new DataException("the bundled digits are missing from the class path: " + RESOURCE);
            }
            return Csv.read(
                    RESOURCE,
                    new BufferedReader(new InputStreamReader(new GZIPInputStream(resource), StandardCharsets.US_ASCII)),
                    8,
                    16);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
