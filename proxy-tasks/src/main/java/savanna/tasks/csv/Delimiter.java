package savanna.tasks.csv;

/** What separates the cells of a line; those before win where two suit a file as well. */
enum Delimiter {
    TAB('\t', "tabs"),
    SEMICOLON(';', "semicolons"),
    BAR('|', "bars"),
    COMMA(',', "commas"),
    /** Any number of blanks and tabs. */
    BLANK('\t', "blanks");

    private final char character;
    private final String plural;

    Delimiter(char character, String plural) {
        this.character = character;
        this.plural = plural;
    }

    char character() {
        return character;
    }

    /** What messages call several of them. */
    String plural() {
        return plural;
    }

    /** The text with the delimiter's character between its cells. */
    String prepared(String text) {
        return this == BLANK
                ? text.lines()
                        .map(line -> line.strip().replaceAll("[ \t]+", "\t"))
                        .collect(java.util.stream.Collectors.joining("\n"))
                : text;
    }
}
