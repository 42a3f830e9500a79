package savanna.search.store;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import savanna.dsl.analysis.FunctionalHash;
import savanna.tasks.Outcome;
import savanna.tasks.TrainingResult;
import savanna.tasks.training.Training;
import savanna.tasks.training.TrainingMemory;

/**
 * The trainings of a run: what makes a resumed run go on where the last one ended. Which functions have any is known
 * without asking the file: most that a search asks for are new.
 */
public final class TrainingTable implements TrainingMemory {

    private final RunDatabase database;
    private final Set<FunctionalHash> trained;

    TrainingTable(RunDatabase database) {
        this.database = database;
        this.trained = new HashSet<>(
                database.rows("SELECT DISTINCT hash FROM training", row -> FunctionalHash.parse(row.getString(1))));
    }

    @Override
    public Optional<TrainingResult.Run> recall(Training.Key key) {
        if (!trained.contains(key.hash())) {
            return Optional.empty();
        }
        List<TrainingResult.Run> rows = database.rows(
                "SELECT outcome, fitness, steps, losses, micros FROM training WHERE hash = ? AND rounding = ? AND digest = ? AND seed = ? AND hurdled = ?",
                row -> {
                    Outcome outcome = Outcome.valueOf(row.getString(1));
                    List<Double> losses = losses(row.getString(4));
                    TrainingResult.Run run = outcome == Outcome.TRAINED
                            ? TrainingResult.Run.trained(
                                    key.seed(), Values.optional(row, 2).orElseThrow(), row.getInt(3), losses)
                            : TrainingResult.Run.ended(key.seed(), outcome, row.getInt(3), losses);
                    return run.with(new TrainingResult.Time(row.getDouble(5), Double.NaN));
                },
                key.hash().toString(),
                key.rounding(),
                key.task(),
                key.seed(),
                key.hurdled() ? 1 : 0);
        return rows.stream().findFirst();
    }

    @Override
    public void remember(Training training) {
        Training.Key key = training.key();
        trained.add(key.hash());
        database.write(
                "INSERT OR REPLACE INTO training VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                key.hash().toString(),
                key.rounding(),
                training.task(),
                key.task(),
                key.seed(),
                key.hurdled() ? 1 : 0,
                training.run().outcome().name(),
                Values.orNull(training.run().fitness()),
                training.run().steps(),
                losses(training.run().hurdleLosses()),
                Math.round(training.run().time().micros()),
                System.currentTimeMillis());
        database.commitSometimes();
    }

    /** Numbers with blanks between; each reads back as the same double. */
    private static String losses(List<Double> losses) {
        return losses.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }

    private static List<Double> losses(String text) {
        return text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split(" ")).map(Double::valueOf).toList();
    }
}
