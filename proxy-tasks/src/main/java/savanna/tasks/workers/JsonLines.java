package savanna.tasks.workers;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The lines of the protocol: one JSON object each, UTF-8. Whoever reads trusts nothing: a line has a largest length and
 * depth.
 */
final class JsonLines {

    /** Longest line, in bytes, its line feed included. */
    static final int MOST_BYTES = 1 << 20;

    private static final int MOST_DEPTH = 32;
    private static final int SHOWN = 200;
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MOST_DEPTH)
                            .maxStringLength(MOST_BYTES)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private JsonLines() {}

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /** Plain values as JSON. */
    static JsonNode tree(Object plain) {
        return JSON.valueToTree(plain);
    }

    /** A line that is no message; the text says what was expected. */
    static final class ProtocolException extends IOException {
        private static final long serialVersionUID = 1L;

        ProtocolException(String message) {
            super(message);
        }
    }

    /** Reads the messages of a stream. */
    static final class Reader {
        private final InputStream in;

        Reader(InputStream in) {
            this.in = new BufferedInputStream(in);
        }

        /** The next message; nothing at the end. */
        Optional<ObjectNode> next() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int read = in.read(); read >= 0; read = in.read()) {
                if (read == '\n') {
                    if (!line.toString(StandardCharsets.UTF_8).isBlank()) {
                        return Optional.of(parse(line.toByteArray()));
                    }
                    line.reset();
                } else {
                    line.write(read);
                }
                if (line.size() > MOST_BYTES) {
                    throw new ProtocolException("a line has more than " + MOST_BYTES + " bytes");
                }
            }
            return Optional.empty();
        }
    }

    /** The message of a line. @throws ProtocolException if it is none */
    static ObjectNode parse(byte[] line) throws IOException {
        String text = new String(line, StandardCharsets.UTF_8);
        try {
            JsonNode node = JSON.readTree(text);
            if (node instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException notJson) {
            throw new ProtocolException("expected a JSON object a line, found \"" + shown(text) + "\": "
                    + shown(notJson.getOriginalMessage()));
        }
        throw new ProtocolException("expected a JSON object a line, found \"" + shown(text) + "\"");
    }

    /** A text of several lines from elsewhere, without what could steer a terminal. */
    static String text(String text) {
        return text.replaceAll("[\\p{Cntrl}&&[^\n\t]]", "?");
    }

    /** The beginning of a text from elsewhere, without what could steer a terminal. */
    static String shown(String text) {
        String plain = text.replaceAll("\\p{Cntrl}", "?");
        return plain.length() <= SHOWN ? plain : plain.substring(0, SHOWN) + "...";
    }

    /** Writes messages, whole lines at a time, from any thread. */
    static final class Writer {
        private final OutputStream out;

        Writer(OutputStream out) {
            this.out = out;
        }

        synchronized void write(ObjectNode message) throws IOException {
            byte[] text = (JSON.writeValueAsString(message) + "\n").getBytes(StandardCharsets.UTF_8);
            if (text.length > MOST_BYTES) {
                throw new ProtocolException(
                        "a message of " + text.length + " bytes is longer than a line may be, " + MOST_BYTES);
            }
            out.write(text);
            out.flush();
        }
    }
}
