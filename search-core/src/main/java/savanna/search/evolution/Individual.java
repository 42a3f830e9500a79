package savanna.search.evolution;

import java.util.List;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.analysis.Analysis;
import savanna.dsl.analysis.FunctionalHash;
import savanna.dsl.function.Kind;
import savanna.dsl.program.Program;
import savanna.search.objective.Cost;
import savanna.search.objective.Objective;
import savanna.search.training.Candidate;

/**
 * A program made by a search.
 *
 * @param program the program
 * @param hash what it computes
 * @param rounding how exactly it computes that
 * @param number position among the programs that the search made, from 1; 0 for the program it started from
 * @param parent number of the parent
 * @param mutation what was done to the parent, in words
 * @param statements number of statements
 * @param liveStatements number of statements that are not redundant
 * @param states kinds of the states that must be kept from step to step
 */
public record Individual(
        Program program,
        FunctionalHash hash,
        long rounding,
        long number,
        long parent,
        String mutation,
        int statements,
        int liveStatements,
        List<Kind> states) {

    public Individual {
        states = List.copyOf(states);
    }

    /** A valid program that a search starts from. */
    public static Individual start(Program program, String words) {
        return of(program, AbstractExecution.ofValid(program), 0, 0, words);
    }

    public static Individual of(Program program, Analysis analysis, long number, long parent, String mutation) {
        return new Individual(
                program,
                analysis.hash(),
                analysis.rounding(),
                number,
                parent,
                mutation,
                program.statements().size(),
                analysis.liveStatements(),
                analysis.liveStateKinds());
    }

    /** Number of states that must be kept from step to step. */
    public int liveStates() {
        return states.size();
    }

    /** What it costs with a fitness; positive infinity for none. */
    public Cost cost(double fitness, Objective objective) {
        return objective.cost(fitness, objective.memory().of(states), liveStatements);
    }

    public Candidate candidate() {
        return new Candidate(program, hash, rounding);
    }
}
