package savanna.dsl.library;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import savanna.dsl.function.Functions;
import savanna.dsl.program.Program;

/**
 * The programs that ship with Savanna, by name: the files {@code results/*.program}, as resources beside this class.
 * {@code programs.txt} lists their names.
 */
public final class ProgramLibrary {

    private static final List<String> NAMES = read("programs.txt")
            .lines()
            .filter(line -> !line.isBlank())
            .sorted()
            .toList();

    private ProgramLibrary() {}

    /** Names in alphabetical order. */
    public static List<String> names() {
        return NAMES;
    }

    /** Names of the programs that call the paper's functions alone, in alphabetical order. */
    public static List<String> ofPaperFunctions() {
        return NAMES.stream()
                .filter(name -> find(name).orElseThrow().statements().stream()
                        .allMatch(statement -> Functions.paper().contains(statement.function())))
                .toList();
    }

    /** The program of that name, if one ships. */
    public static Optional<Program> find(String name) {
        return text(name).map(Program::parse);
    }

    /** The text of a shipped program, with its comments. */
    public static Optional<String> text(String name) {
        return NAMES.contains(name) ? Optional.of(read(name + ".program")) : Optional.empty();
    }

    /** What a shipped program is, with its source: the first line of its text. */
    public static Optional<String> summary(String name) {
        return text(name).map(text -> text.lines().findFirst().orElse("").replaceFirst("^# *", ""));
    }

    private static String read(String resource) {
        try (InputStream stream = ProgramLibrary.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException(
                        "the resource " + resource + " is missing beside " + ProgramLibrary.class.getName());
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
