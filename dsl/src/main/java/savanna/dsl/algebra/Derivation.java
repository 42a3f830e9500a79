package savanna.dsl.algebra;

import java.util.ArrayList;
import java.util.List;
import savanna.dsl.program.Program;

/**
 * How a program was simplified, step by step; each step starts where the one before ended.
 *
 * @param start the program as given
 * @param steps in order
 * @param result the simplified program
 * @param stopped why no further step was taken
 */
public record Derivation(Program start, List<Step> steps, Program result, Stop stopped) {

    /** Why simplification stopped. */
    public enum Stop {
        /** No rule makes the program smaller. */
        SATURATED("no rule makes it smaller"),
        /** The limit on steps was reached. */
        STEP_LIMIT("the limit on steps was reached"),
        /** The limit on work was reached. */
        WORK_LIMIT("the limit on work was reached; the program may have shorter forms"),
        /** The program is longer than the limit: only dead statements were removed. */
        SIZE_LIMIT("the program is too long for algebra");

        private final String text;

        Stop(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    public Derivation {
        steps = List.copyOf(steps);
    }

    /** This derivation, gone on from its result. */
    public Derivation then(Derivation next) {
        List<Step> all = new ArrayList<>(steps);
        all.addAll(next.steps);
        return new Derivation(start, all, next.result, next.stopped);
    }

    /** This derivation with one more step. */
    public Derivation then(Step step) {
        List<Step> all = new ArrayList<>(steps);
        all.add(step);
        return new Derivation(start, all, step.after(), stopped);
    }
}
