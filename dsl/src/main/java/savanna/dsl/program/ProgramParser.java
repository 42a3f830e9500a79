package savanna.dsl.program;

/** Reads the text form. */
public final class ProgramParser {
    private ProgramParser() {}

    public static Program parse(String text) {
        throw new UnsupportedOperationException();
    }
}
