package savanna.search.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {

    @Test
    void shouldBeHeldOnceInAProcess(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("run.lock");
        RunLock lock = RunLock.take(file).orElseThrow();
        assertThat(RunLock.take(file)).isEmpty();
        assertThat(RunLock.take(folder.resolve(".").resolve("run.lock"))).isEmpty();
        lock.release();
        assertThat(file).doesNotExist();
        RunLock.take(file).orElseThrow().release();
    }

    @Test
    void shouldBeHeldByOneProcessAtATimeHoweverOftenItIsReleased(@TempDir Path folder) throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            processes.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            RunLockTest.class.getName(),
                            folder.toString())
                    .redirectError(folder.resolve("error-" + i).toFile())
                    .start());
        }
        for (int i = 0; i < processes.size(); i++) {
            assertThat(processes.get(i).waitFor())
                    .as(() -> "a process that met another at its work")
                    .isZero();
        }
    }

    /**
     * Takes and releases the lock again and again; fails if another process holds it at the same time. @param arguments
     * the folder
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        long end = System.nanoTime() + 2_000_000_000L;
        while (System.nanoTime() < end) {
            Optional<RunLock> lock = RunLock.take(folder.resolve("run.lock"));
            if (lock.isPresent()) {
                // Throws if another has made it.
                Files.createFile(folder.resolve("at-work"));
                Files.delete(folder.resolve("at-work"));
                lock.get().release();
            }
        }
    }
}
