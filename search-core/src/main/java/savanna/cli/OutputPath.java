package savanna.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import savanna.search.store.WholeFile;

/** Refuses places that cannot be written to before any work is done. */
final class OutputPath {
    private OutputPath() {}

    /** @throws ParameterException if there is no folder to write to, and none can be made */
    static void requireFolder(CommandSpec spec, String option, Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw refused(spec, option, folder, "the folder cannot be made");
        }
        if (!Files.isWritable(folder)) {
            throw refused(spec, option, folder, "the folder cannot be written to");
        }
    }

    /** @throws ParameterException if the file cannot be written */
    static void requireFile(CommandSpec spec, String option, Path file) {
        Path parent = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file)) {
            throw refused(spec, option, file, "that is a folder, expected a file");
        }
        if (parent == null || !Files.isDirectory(parent)) {
            throw refused(spec, option, file, "there is no such folder");
        }
        if (!Files.isWritable(WholeFile.isDevice(file) ? file : parent)) {
            throw refused(spec, option, file, "it cannot be written to");
        }
    }

    private static ParameterException refused(CommandSpec spec, String option, Path path, String what) {
        return new ParameterException(
                spec.commandLine(), option + " " + path + ": " + what + "; give a place that can be written to");
    }
}
