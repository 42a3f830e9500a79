package savanna.dsl.analysis;

/**
 * Something that abstract execution noticed.
 *
 * @param severity whether the program can be executed all the same
 * @param statement index of the statement, from 0; -1 for the program as a whole
 * @param message what was found, what was expected and what to do
 */
public record Finding(Severity severity, int statement, String message) {

    /** An error makes a program invalid; a remark is legal but worth knowing. */
    public enum Severity {
        ERROR,
        REMARK
    }

    static final Finding CONSTANT_UPDATE = remark("the update is a constant");
    static final Finding NO_GRADIENT = remark("the update ignores the gradient");

    /** A remark on the program as a whole. */
    static Finding remark(String message) {
        return new Finding(Severity.REMARK, -1, message);
    }
}
