package savanna.dsl.program;

/** Writes the text form: one call a line, two spaces of indentation. */
public final class ProgramPrinter {

    private ProgramPrinter() {}

    public static String print(Program program) {
        StringBuilder text = new StringBuilder("def train(")
                .append(String.join(", ", program.inputs()))
                .append("):\n");
        for (Statement statement : program.statements()) {
            text.append("  ").append(statement).append('\n');
        }
        return text.append("  return ")
                .append(String.join(", ", program.results()))
                .append('\n')
                .toString();
    }
}
