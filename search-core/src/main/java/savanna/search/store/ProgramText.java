package savanna.search.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Packs the texts of programs to a third of their length, for a store that holds hundreds of thousands: raw DEFLATE
 * (RFC 1951) over {@code programs.dictionary} beside this class, which is a part of the store's version and never
 * changes within one. Used by one thread at a time.
 */
final class ProgramText {

    /** No program is longer; what claims to be was not written by Savanna. */
    private static final int MOST_BYTES = 1 << 22;

    private static final byte[] DICTIONARY = dictionary();

    private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    private final byte[] buffer = new byte[1 << 14];

    private static byte[] dictionary() {
        try (InputStream file = ProgramText.class.getResourceAsStream("programs.dictionary")) {
            // A checkout may have changed the ends of lines.
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("\r\n", "\n")
                    .getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    byte[] packed(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "a program of " + bytes.length + " bytes; expected at most " + MOST_BYTES);
        }
        deflater.reset();
        deflater.setDictionary(DICTIONARY);
        deflater.setInput(bytes);
        deflater.finish();
        byte[] packed = new byte[0];
        while (!deflater.finished()) {
            int made = deflater.deflate(buffer);
            int before = packed.length;
            packed = Arrays.copyOf(packed, before + made);
            System.arraycopy(buffer, 0, packed, before, made);
        }
        return packed;
    }

    /** @throws IllegalArgumentException if the bytes are not what {@link #packed} made of a text */
    static String of(byte[] packed) {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setDictionary(DICTIONARY);
            inflater.setInput(packed);
            byte[] text = new byte[1 << 12];
            int length = 0;
            while (!inflater.finished()) {
                int made = inflater.inflate(text, length, text.length - length);
                length += made;
                if (made == 0 && length < text.length || length >= MOST_BYTES) {
                    throw new IllegalArgumentException("no packed program");
                }
                text = length == text.length ? Arrays.copyOf(text, 2 * length) : text;
            }
            return new String(text, 0, length, StandardCharsets.UTF_8);
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("no packed program", e);
        } finally {
            inflater.end();
        }
    }
}
