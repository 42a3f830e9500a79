package savanna.tasks.csv;

/** What stands before the fraction of a number. */
enum Decimal {
    POINT('.'),
    COMMA(',');

    private final char character;

    Decimal(char character) {
        this.character = character;
    }

    /** The number that a cell holds, as people and programs write it; NaN if it holds none. */
    double parse(String cell) {
        boolean hasDigit = false;
        for (int i = 0; i < cell.length(); i++) {
            char c = cell.charAt(i);
            boolean isDigit = c >= '0' && c <= '9';
            hasDigit |= isDigit;
            // Java would also read 1d, 0x1p3 and Infinity.
            if (!isDigit && c != character && c != '-' && c != '+' && c != 'e' && c != 'E') {
                return Double.NaN;
            }
        }
        if (!hasDigit) {
            return Double.NaN;
        }
        try {
            return Double.parseDouble(this == COMMA ? cell.replace(',', '.') : cell);
        } catch (NumberFormatException broken) {
            return Double.NaN;
        }
    }
}
