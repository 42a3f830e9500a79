package savanna.dsl.program;

/**
 * A word of the text form.
 *
 * @param type what it is
 * @param text as written
 * @param line from 1
 * @param column from 1
 */
record Token(Type type, String text, int line, int column) {

    enum Type {
        NAME,
        NUMBER,
        SYMBOL,
        END_OF_LINE,
        END_OF_TEXT
    }

    boolean is(String symbolOrName) {
        return (type == Type.SYMBOL || type == Type.NAME) && text.equals(symbolOrName);
    }

    /** As an error message names it. */
    String description() {
        return switch (type) {
            case END_OF_LINE -> "the end of the line";
            case END_OF_TEXT -> "the end of the text";
            default -> "\"" + (text.length() > 40 ? text.substring(0, 40) + "..." : text) + "\"";
        };
    }

    ProgramSyntaxException expected(String expectation) {
        return error("found " + description() + ", expected " + expectation);
    }

    ProgramSyntaxException error(String problem) {
        return new ProgramSyntaxException(line, column, problem);
    }
}
