package savanna.dsl.library;

import java.util.List;
import java.util.Optional;
import savanna.dsl.program.Program;

/** The programs that ship with Savanna, by name. */
public final class ProgramLibrary {
    private ProgramLibrary() {}

    /** Names in alphabetical order. */
    public static List<String> names() {
        throw new UnsupportedOperationException();
    }

    /** The program of that name, if one ships. */
    public static Optional<Program> find(String name) {
        throw new UnsupportedOperationException();
    }
}
