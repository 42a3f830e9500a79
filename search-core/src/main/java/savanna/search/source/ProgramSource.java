package savanna.search.source;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import savanna.dsl.library.ProgramLibrary;
import savanna.dsl.program.Program;
import savanna.dsl.program.ProgramSyntaxException;
import savanna.dsl.text.Nearest;

/** Finds programs by name or file, as users give them. */
public final class ProgramSource {
    private ProgramSource() {}

    /**
     * The program of that name, if one ships, else of that file.
     *
     * @throws ProgramSourceException that says what is wrong and what to do
     */
    public static Program find(String nameOrFile) {
        Optional<Program> shipped = ProgramLibrary.find(nameOrFile);
        if (shipped.isPresent()) {
            return shipped.get();
        }
        Path file = Path.of(nameOrFile);
        if (nameOrFile.isEmpty() || !Files.exists(file)) {
            String remedy = Nearest.to(nameOrFile, ProgramLibrary.names())
                    .map(near -> "did you mean \"" + near + "\"?")
                    .orElse("shipped programs: " + String.join(", ", ProgramLibrary.names()));
            throw new ProgramSourceException(
                    (nameOrFile.isEmpty() ? "\"\"" : nameOrFile) + ": neither a shipped program nor a file; " + remedy);
        }
        return read(file);
    }

    /**
     * What to call a program: its name or that of its file, without what would end a text or a comment in exported
     * code.
     */
    public static String name(String nameOrFile) {
        String base = Path.of(nameOrFile)
                .getFileName()
                .toString()
                .replaceFirst("\\.program$", "")
                .replaceAll("[\"\\\\*\\p{Cntrl}]", "_")
                .strip();
        return base.isEmpty() ? "optimizer" : base;
    }

    private static Program read(Path file) {
        try {
            return Program.parse(Files.readString(file));
        } catch (ProgramSyntaxException e) {
            throw new ProgramSourceException(file + ": " + e.getMessage(), e);
        } catch (MalformedInputException e) {
            throw new ProgramSourceException(file + ": not a text file in UTF-8; expected a program", e);
        } catch (IOException e) {
            throw new ProgramSourceException(
                    file + ": cannot be read" + (Files.isDirectory(file) ? "; it is a folder" : ": " + e.getMessage()),
                    e);
        }
    }
}
