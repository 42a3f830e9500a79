package savanna.search.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import savanna.dsl.library.ProgramLibrary;
import savanna.dsl.program.Program;
import savanna.dsl.program.ProgramSyntaxException;
import savanna.dsl.text.Nearest;
import savanna.tasks.file.BoundedFile;

/** Finds programs as users give them: by the name of a shipped one, as a program of a run, or by their file. */
public final class ProgramSource {
    private ProgramSource() {}

    /**
     * The program of that name, if one ships; else that of a run, such as {@code runs/quick-1} (its winner),
     * {@code runs/quick-1#3} (the third of its hall of fame) or {@code runs/quick-1@02f0ae87} (by its hash); else that
     * of a file.
     *
     * @throws ProgramSourceException that says what is wrong and what to do
     */
    public static Program find(String nameOrFile) {
        Optional<Program> shipped = ProgramLibrary.find(nameOrFile);
        if (shipped.isPresent()) {
            return shipped.get();
        }
        Optional<RunProgram> ofRun = RunProgram.of(nameOrFile);
        if (ofRun.isPresent()) {
            return ofRun.get().find();
        }
        Path file = Path.of(nameOrFile);
        if (nameOrFile.isEmpty() || !Files.exists(file)) {
            String remedy = Nearest.to(nameOrFile, ProgramLibrary.names())
                    .map(near -> "did you mean \"" + near + "\"?")
                    .orElse("shipped programs: " + String.join(", ", ProgramLibrary.names()));
            throw new ProgramSourceException((nameOrFile.isEmpty() ? "\"\"" : nameOrFile)
                    + ": neither a shipped program, nor a run, nor a file; " + remedy);
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
                .replaceAll("[\"\\\\*#@\\p{Cntrl}]", "_")
                .strip();
        return base.isEmpty() ? "optimizer" : base;
    }

    /** The name of a program of a run as it holds from any folder; nothing for other programs. */
    public static Optional<String> absoluteOfRun(String name) {
        return ProgramLibrary.find(name).isPresent()
                ? Optional.empty()
                : RunProgram.of(name).map(RunProgram::absolute);
    }

    private static Program read(Path file) {
        if (Files.isDirectory(file)) {
            throw new ProgramSourceException(file + ": is a folder, and not one of a run; expected a program");
        }
        try {
            byte[] content = BoundedFile.read(file, BoundedFile.MOST_WRITTEN, "it is no program");
            return Program.parse(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString());
        } catch (ProgramSyntaxException e) {
            boolean isYaml = file.toString().matches(".*\\.ya?ml");
            throw new ProgramSourceException(
                    file + ": "
                            + (isYaml
                                    ? "is YAML, such as a config or a task, and no program; expected one that begins with \"def train(\""
                                    : e.getMessage()),
                    e);
        } catch (CharacterCodingException e) {
            throw new ProgramSourceException(file + ": not a text file in UTF-8; expected a program", e);
        } catch (BoundedFile.TooLargeException e) {
            throw new ProgramSourceException(e.getMessage(), e);
        } catch (IOException e) {
            throw new ProgramSourceException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }
}
