package savanna.search.study;

import java.util.Optional;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.analysis.Analysis;
import savanna.dsl.family.Family;
import savanna.dsl.family.Resemblance;
import savanna.dsl.program.Program;
import savanna.search.store.ComparisonTable;
import savanna.search.store.RunQueries;

/**
 * One run of a study.
 *
 * @param variant its name
 * @param seed of the run
 * @param trainings made, in all stages
 * @param seconds spent in them, summed over threads
 * @param winner that it chose
 * @param simplified the winner as far as the task does not notice, where the config asks for it
 */
public record Trial(
        String variant,
        long seed,
        long trainings,
        double seconds,
        Optional<Winner> winner,
        Optional<Winner> simplified) {

    /**
     * What a run chose.
     *
     * @param program what it is
     * @param states live ones
     * @param statements live ones
     * @param nearest what it is, on the gradients of the reference training
     */
    public record Winner(Program program, int states, int statements, Resemblance nearest) {

        private static Winner of(Program program, RunQueries run) {
            return of(program, run.names().resemblance(program));
        }

        static Winner of(Program program, Resemblance nearest) {
            Analysis analysis = AbstractExecution.ofValid(program);
            return new Winner(program, analysis.liveStateKinds().size(), analysis.liveStatements(), nearest);
        }
    }

    /** Of a run that has ended. */
    public static Trial of(String variant, long seed, RunQueries run) {
        return new Trial(
                variant,
                seed,
                run.trainings().count(),
                run.trainings().seconds(),
                run.winner().map(program -> Winner.of(program, run)),
                run.comparison().stream()
                        .filter(row -> row.name().equals(ComparisonTable.SIMPLIFIED))
                        .findFirst()
                        .map(row -> Winner.of(Program.parse(row.program()), run)));
    }

    public boolean isSignOfMomentum() {
        return winner.filter(found -> found.nearest().family() == Family.SIGN_OF_MOMENTUM)
                .isPresent();
    }

    public boolean isLionLike() {
        return winner.filter(found -> found.nearest().label().equals("lion-like"))
                .isPresent();
    }
}
