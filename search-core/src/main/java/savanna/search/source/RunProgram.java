package savanna.search.source;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import savanna.dsl.program.Program;
import savanna.search.store.RunFolder;
import savanna.search.store.RunQueries;
import savanna.search.store.RunStoreException;

/**
 * A program of a run, as users name it: {@code RUN} for its winner, {@code RUN#3} for the third of its hall of fame,
 * {@code RUN@02f0ae87} for one whose hash begins so.
 *
 * @param run folder of the run
 * @param choice which program, with its mark; empty for the winner
 */
record RunProgram(Path run, String choice) {

    private static final char RANK = '#';
    private static final char HASH = '@';

    /** What the text names, if it is a program of a run. */
    static Optional<RunProgram> of(String text) {
        int mark = Math.max(text.lastIndexOf(RANK), text.lastIndexOf(HASH));
        if (mark > 0 && RunFolder.isRun(Path.of(text.substring(0, mark)))) {
            return Optional.of(new RunProgram(Path.of(text.substring(0, mark)), text.substring(mark)));
        }
        return !text.isEmpty() && RunFolder.isRun(Path.of(text))
                ? Optional.of(new RunProgram(Path.of(text), ""))
                : Optional.empty();
    }

    /** The same from any folder. */
    String absolute() {
        return run.toAbsolutePath().normalize() + choice;
    }

    /** @throws ProgramSourceException if the run has no such program */
    Program find() {
        try (RunQueries queries = RunQueries.open(run)) {
            if (choice.isEmpty()) {
                return queries.winner()
                        .orElseThrow(() -> new ProgramSourceException(
                                run + ": has no winner yet; name another of its programs, such as " + run
                                        + "#1, the first of its hall of fame"));
            }
            return choice.charAt(0) == RANK ? ranked(queries) : hashed(queries);
        } catch (RunStoreException unreadable) {
            throw new ProgramSourceException(unreadable.getMessage(), unreadable);
        }
    }

    private Program ranked(RunQueries queries) {
        String digits = choice.substring(1);
        if (!digits.matches("[1-9]\\d{0,5}")) {
            throw new ProgramSourceException(this + ": expected a rank behind #, such as " + run + "#1");
        }
        int rank = Integer.parseInt(digits);
        List<RunQueries.FunctionRow> best = queries.best(rank);
        if (best.size() < rank) {
            throw new ProgramSourceException(
                    this + ": the run has " + best.size() + " trained functions; expected a rank up to that");
        }
        return Program.parse(best.get(rank - 1).program());
    }

    private Program hashed(RunQueries queries) {
        String digits = choice.substring(1);
        if (!digits.matches("[0-9a-f]{4,32}")) {
            throw new ProgramSourceException(
                    this + ": expected at least four digits of a hash behind @, as `savanna inspect " + run
                            + "` shows them");
        }
        Map<String, String> found = new TreeMap<>(queries.programs(digits));
        if (found.size() > 1) {
            throw new ProgramSourceException(this + ": several programs have that hash: "
                    + String.join(
                            ", ",
                            found.keySet().stream()
                                    .map(hash -> hash.substring(0, 16))
                                    .toList())
                    + "; give more digits");
        }
        return Program.parse(found.values().stream()
                .findFirst()
                .orElseThrow(() -> new ProgramSourceException(this
                        + ": no program of the run has that hash; `savanna inspect " + run + "` shows what there is")));
    }

    @Override
    public String toString() {
        return run + choice;
    }
}
