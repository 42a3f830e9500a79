package savanna.search.training;

import java.util.List;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.analysis.Analysis;
import savanna.dsl.analysis.FunctionalHash;
import savanna.dsl.program.Program;
import savanna.tasks.Hurdles;
import savanna.tasks.Task;
import savanna.tasks.TaskDescription;
import savanna.tasks.TrainingRequest;

/**
 * A valid program to be trained.
 *
 * @param program the program
 * @param hash what it computes
 * @param rounding how exactly: with the hash the key under which its trainings are remembered
 */
public record Candidate(Program program, FunctionalHash hash, long rounding) {

    /** @throws savanna.dsl.analysis.InvalidProgramException if the program fails abstract execution */
    public static Candidate of(Program program) {
        return of(AbstractExecution.ofValid(program));
    }

    /** An analyzed program. */
    public static Candidate of(Analysis analysis) {
        return new Candidate(analysis.program(), analysis.hash(), analysis.rounding());
    }

    /** For its fitness on a task. */
    public TrainingRequest request(Task task, List<Long> seeds, Hurdles hurdles) {
        return TrainingRequest.of(task, program, hash, rounding, seeds, hurdles);
    }

    /** One request a candidate, in order, all on the same terms. */
    public static List<TrainingRequest> requests(
            Task task, List<Candidate> candidates, List<Long> seeds, Hurdles hurdles) {
        Task described = TaskDescription.of(task);
        return candidates.stream()
                .map(candidate -> candidate.request(described, seeds, hurdles))
                .toList();
    }
}
