package savanna.tasks.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HexFormat;

/** Reads images and labels in MNIST's IDX format, plain or gzipped. */
final class Idx {
    private static final int IMAGES = 0x0803;
    private static final int LABELS = 0x0801;

    private Idx() {}

    static Images read(Path images, Path labels) throws IOException {
        ByteBuffer pixels = open(images, IMAGES, 16, "images of unsigned bytes (magic 00000803)");
        int count = pixels.getInt();
        int height = pixels.getInt();
        int width = pixels.getInt();
        String header = count + " images of " + height + " x " + width;
        if (count < 1 || height < 1 || width < 1) {
            throw new DataException(images + ": header says " + header + "; expected positive numbers");
        }
        int pixelCount;
        try {
            pixelCount = Math.multiplyExact(count, Math.multiplyExact(height, width));
        } catch (ArithmeticException tooMany) {
            throw new DataException(
                    images + ": header says " + header + "; expected at most " + Integer.MAX_VALUE + " pixels",
                    tooMany);
        }
        expectLength(images, pixels, pixelCount, header);
        ByteBuffer classes = open(labels, LABELS, 8, "labels of unsigned bytes (magic 00000801)");
        int labelCount = classes.getInt();
        if (labelCount != count) {
            throw new DataException(labels + ": header says " + labelCount + " labels; expected " + count
                    + ", one for each image of " + images);
        }
        expectLength(labels, classes, labelCount, labelCount + " labels");
        float[] features = new float[pixelCount];
        for (int i = 0; i < features.length; i++) {
            features[i] = (pixels.get() & 0xff) / 255f;
        }
        int[] targets = new int[count];
        int largest = 1;
        for (int i = 0; i < count; i++) {
            targets[i] = classes.get() & 0xff;
            largest = Math.max(largest, targets[i]);
        }
        return new Images(new Shape.Image(height, width, largest + 1), features, targets);
    }

    private static ByteBuffer open(Path path, int magic, int header, String what) throws IOException {
        byte[] bytes = DataFile.bytes(path);
        if (bytes.length < header) {
            throw new DataException(path + ": " + bytes.length + " bytes; expected an IDX file of " + what
                    + ", which has a header of " + header + " bytes");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int found = buffer.getInt();
        if (found != magic) {
            throw new DataException(
                    path + ": begins with " + HexFormat.of().toHexDigits(found) + "; expected an IDX file of " + what);
        }
        return buffer;
    }

    private static void expectLength(Path path, ByteBuffer buffer, long expected, String what) {
        if (buffer.remaining() != expected) {
            throw new DataException(path + ": " + buffer.remaining() + " bytes after the header; expected " + expected
                    + " for " + what + (buffer.remaining() < expected ? "; the file is truncated" : ""));
        }
    }
}
