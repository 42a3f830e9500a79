package savanna.search.chart;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * A curve as a file of TensorBoard: records of length, its masked CRC-32C, an {@code Event} in protocol buffers, and
 * its masked CRC-32C. Fields of {@code Event}: 1 wall_time (double), 2 step (int64), 3 file_version (string), 5 summary
 * ({@code Summary}, whose field 1 is {@code Value}: 1 tag (string), 2 simple_value (float)), as
 * tensorflow/core/util/event.proto and framework/summary.proto give them.
 */
final class EventFile {

    private static final String VERSION = "brain.Event:2";
    private static final int MASK = 0xa282ead8;

    private EventFile() {}

    /** A scalar a point; places are rounded to whole steps. */
    static byte[] of(String tag, Curve curve) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        record(file, message(out -> {
            out.writeDouble(1, 0);
            out.writeString(3, VERSION);
        }));
        for (int i = 0; i < curve.size(); i++) {
            long step = Math.round(curve.x().get(i));
            float value = curve.y().get(i).floatValue();
            byte[] scalar = message(out -> {
                out.writeString(1, tag);
                out.writeFloat(2, value);
            });
            byte[] summary = message(out -> out.writeByteArray(1, scalar));
            record(file, message(out -> {
                // The clock of whoever reads it has no say in a curve over steps.
                out.writeDouble(1, step);
                out.writeInt64(2, step);
                out.writeByteArray(5, summary);
            }));
        }
        return file.toByteArray();
    }

    private interface Fields {
        void write(CodedOutputStream out) throws IOException;
    }

    private static byte[] message(Fields fields) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        fields.write(out);
        out.flush();
        return bytes.toByteArray();
    }

    private static void record(ByteArrayOutputStream file, byte[] data) {
        byte[] length = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(data.length)
                .array();
        file.writeBytes(length);
        file.writeBytes(masked(length));
        file.writeBytes(data);
        file.writeBytes(masked(data));
    }

    private static byte[] masked(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        int value = (int) crc.getValue();
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((value >>> 15 | value << 17) + MASK)
                .array();
    }
}
