package savanna.tasks.workers;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code savanna worker} without its command line, for tests that start some. */
public final class WorkerCommands {
    private WorkerCommands() {}

    public static void main(String[] arguments) {
        System.setOut(System.err);
        System.exit(new StdioWorker(new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out), 2)
                .run());
    }

    /** A command that starts one. */
    public static List<String> java() {
        return of(WorkerCommands.class);
    }

    /** A command that starts a program. */
    static List<String> of(Class<?> program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
        command.addAll(List.of(arguments));
        return command;
    }
}
