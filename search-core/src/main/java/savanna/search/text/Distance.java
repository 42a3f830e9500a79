package savanna.search.text;

import java.util.ArrayList;
import java.util.List;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.program.Program;
import savanna.dsl.program.Statement;

/** How far a program is from the one that its search started from: what lives in both. */
public final class Distance {
    private Distance() {}

    /**
     * In words, such as {@code 3 of 9 live statements are not adamw's, 1 of adamw's is gone}.
     *
     * @param start valid, as is the program
     * @param name of the start
     */
    public static String of(Program program, Program start, String name) {
        List<Statement> own = AbstractExecution.ofValid(program).pruned().statements();
        List<Statement> theirs = AbstractExecution.ofValid(start).pruned().statements();
        int other = without(own, theirs);
        int gone = without(theirs, own);
        return other + " of " + Numbers.counted(own.size(), "live statement") + (other == 1 ? " is" : " are") + " not "
                + name + "'s, " + gone + " of " + name + "'s " + (gone == 1 ? "is" : "are") + " gone";
    }

    private static int without(List<Statement> statements, List<Statement> others) {
        List<Statement> rest = new ArrayList<>(statements);
        others.forEach(rest::remove);
        return rest.size();
    }
}
