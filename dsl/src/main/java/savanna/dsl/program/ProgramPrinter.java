package savanna.dsl.program;

/** Writes the text form. */
public final class ProgramPrinter {
    private ProgramPrinter() {}

    public static String print(Program program) {
        throw new UnsupportedOperationException();
    }
}
