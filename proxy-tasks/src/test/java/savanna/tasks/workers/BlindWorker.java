package savanna.tasks.workers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;

/** A worker on whose machine the folder that its argument names is not: paths there lead nowhere. */
public final class BlindWorker {
    private BlindWorker() {}

    public static void main(String[] arguments) throws IOException {
        System.setOut(System.err);
        FileInputStream in = new FileInputStream(FileDescriptor.in);
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            line.append((char) octet);
        }
        ObjectNode hello = JsonLines.parse(
                line.toString().replace(arguments[0], "/nowhere").getBytes(StandardCharsets.UTF_8));
        System.exit(new StdioWorker(
                        new SequenceInputStream(
                                new ByteArrayInputStream((hello + "\n").getBytes(StandardCharsets.UTF_8)), in),
                        new FileOutputStream(FileDescriptor.out),
                        1)
                .run());
    }
}
