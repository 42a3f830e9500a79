package savanna.dsl.algebra;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.analysis.Analysis;
import savanna.dsl.program.Program;

/**
 * Simplifies programs by liveness and algebra alone: the behaviour stays the same, up to rounding and the guard of
 * division. Every step makes the program cheaper, so the process ends, the result is never larger, and simplifying it
 * again changes nothing.
 *
 * <p>The paper's authors did this by hand (section 3.4 and appendix).
 */
public final class Simplifier {

    private static final int ROUNDS = 5;

    private final Limits limits;

    public Simplifier() {
        this(Limits.STANDARD);
    }

    public Simplifier(Limits limits) {
        this.limits = limits;
    }

    /** Simplifies a program. @throws savanna.dsl.analysis.InvalidProgramException if it is not valid */
    public Derivation simplify(Program program) {
        Analysis analysis = AbstractExecution.ofValid(program);
        List<Step> steps = new ArrayList<>();
        Analysis reduced = analysis.reduced();
        Program live = reduced.program();
        if (!live.equals(program)) {
            int dead = program.statements().size() - live.statements().size();
            steps.add(new Step(
                    "liveness: " + dead + (dead == 1 ? " dead statement" : " dead statements"),
                    program,
                    live,
                    new Proof(Proof.Ground.LIVENESS, "no update of this or a later step depends on what is left out")));
        }
        if (live.statements().size() > limits.statements()) {
            return new Derivation(program, steps, live, Derivation.Stop.SIZE_LIMIT);
        }
        Work work = new Work(limits.work());
        Derivation derivation = algebra(reduced, limits, work, true);
        // Writing a program down may change the order of terms, from which other ways lead on.
        for (int round = 1; round < ROUNDS && derivation.stopped() == Derivation.Stop.SATURATED; round++) {
            Analysis current = AbstractExecution.ofValid(derivation.result());
            Derivation again = algebra(current, limits, work, false);
            Program shorter = AbstractExecution.ofValid(again.result()).pruned();
            if (!shorter.equals(again.result())) {
                again = again.then(new Step(
                        "liveness",
                        again.result(),
                        shorter,
                        new Proof(
                                Proof.Ground.LIVENESS,
                                "no update of this or a later step depends on what is left out")));
            }
            // Where the work ran out over it, another round might have found more: the derivation says so.
            if (again.result().equals(derivation.result()) && again.stopped() == Derivation.Stop.SATURATED) {
                break;
            }
            derivation = derivation.then(again);
        }
        return new Derivation(program, steps, live, Derivation.Stop.SATURATED).then(derivation);
    }

    private static Derivation algebra(Analysis analysis, Limits limits, Work work, boolean keepsNames) {
        Program live = analysis.program();
        List<Step> steps = new ArrayList<>();
        Map<Expression, String> names = new HashMap<>();
        Descent descent = new Descent(Equations.of(analysis, names), limits.steps(), work);
        descent.run();
        Program before = live;
        for (Descent.Move move : descent.moves()) {
            Program after = Layout.program(
                    move.after(), call -> keepsNames ? names.getOrDefault(call, Roles.name(call)) : Roles.name(call));
            steps.add(new Step(move.title(), before, after, move.proof()));
            before = after;
        }
        Program result = Layout.program(Roles.named(Constants.shortened(descent.best())), Roles::name);
        if (!result.equals(before)) {
            steps.add(
                    new Step(
                            "names and order",
                            before,
                            result,
                            new Proof(
                                    Proof.Ground.LAYOUT,
                                    "the same calls; constants are written as the shortest decimals of the same 32-bit numbers")));
        }
        return new Derivation(live, steps, result, descent.stopped());
    }
}
