package savanna.dsl.program;

/** A text that is not a program; says where, what was found and what was expected. */
public final class ProgramSyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int line;
    private final int column;

    /** @param line from 1 @param column from 1 @param problem what was found, what was expected, what to do */
    public ProgramSyntaxException(int line, int column, String problem) {
        super("line " + line + ", column " + column + ": " + problem);
        this.line = line;
        this.column = column;
    }

    public int line() {
        return line;
    }

    public int column() {
        return column;
    }
}
