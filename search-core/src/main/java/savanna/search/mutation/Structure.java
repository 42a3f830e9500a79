package savanna.search.mutation;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import savanna.dsl.program.Operand;
import savanna.dsl.program.Program;

/**
 * What a program looks like apart from its constants and names.
 *
 * @param text the live statements with names numbered and constants blanked
 */
public record Structure(String text) {

    /** The structure of a valid program. */
    public static Structure of(Program program) {
        Program single = SingleAssignment.of(program);
        Map<String, String> names = new HashMap<>();
        single.inputs().forEach(input -> names.put(input, "#" + names.size()));
        StringBuilder text = new StringBuilder();
        single.statements().forEach(statement -> {
            names.put(statement.target(), "#" + names.size());
            text.append(statement.function().name())
                    .append(statement.arguments().stream()
                            .map(argument ->
                                    argument instanceof Operand.Variable variable ? names.get(variable.name()) : "c")
                            .collect(Collectors.joining(",", "(", ");")));
        });
        return new Structure(text + single.results().stream().map(names::get).collect(Collectors.joining(",")));
    }
}
