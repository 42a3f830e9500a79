package savanna.search.training;

import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.analysis.FunctionalHash;
import savanna.dsl.program.Program;

/**
 * A valid program to be trained.
 *
 * @param program the program
 * @param hash what it computes: the key under which its trainings are remembered
 */
public record Candidate(Program program, FunctionalHash hash) {

    /** @throws savanna.dsl.analysis.InvalidProgramException if the program fails abstract execution */
    public static Candidate of(Program program) {
        return new Candidate(program, AbstractExecution.ofValid(program).hash());
    }
}
