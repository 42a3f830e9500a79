package savanna.search.store;

import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import savanna.search.training.FunctionMap;
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
    private final FunctionMap<Boolean> trained = new FunctionMap<>();
    /** What stands for each task, by the digest of its content. */
    private final Map<String, Long> tasks = new HashMap<>();

    TrainingTable(RunDatabase database) {
        this.database = database;
        database.rows("SELECT DISTINCT hash FROM training_row", row -> {
            trained.put(Hashes.of(row.getBytes(1)), true);
            return true;
        });
        database.rows(
                "SELECT digest, id FROM task",
                row -> tasks.put(HexFormat.of().formatHex(row.getBytes(1)), row.getLong(2)));
    }

    @Override
    public Optional<TrainingResult.Run> recall(Training.Key key) {
        Long task = tasks.get(key.task());
        if (task == null || !trained.contains(key.hash())) {
            return Optional.empty();
        }
        List<TrainingResult.Run> rows = database.rows(
                "SELECT outcome, fitness, steps, losses, micros FROM training_row WHERE hash = ? AND rounding = ? AND task = ? AND seed = ? AND hurdled = ?",
                row -> {
                    Outcome outcome = Outcome.valueOf(row.getString(1));
                    List<Double> losses = losses(row.getBytes(4));
                    TrainingResult.Run run = outcome == Outcome.TRAINED
                            ? TrainingResult.Run.trained(
                                    key.seed(), Values.optional(row, 2).orElseThrow(), row.getInt(3), losses)
                            : TrainingResult.Run.ended(key.seed(), outcome, row.getInt(3), losses);
                    return run.with(new TrainingResult.Time(row.getDouble(5), Double.NaN));
                },
                Hashes.bytes(key.hash()),
                key.rounding(),
                task,
                key.seed(),
                key.hurdled() ? 1 : 0);
        return rows.stream().findFirst();
    }

    @Override
    public void remember(Training training) {
        Training.Key key = training.key();
        trained.put(key.hash(), true);
        database.write(
                "INSERT OR REPLACE INTO training_row VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                Hashes.bytes(key.hash()),
                key.rounding(),
                tasks.computeIfAbsent(key.task(), digest -> task(digest, training.task())),
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

    private long task(String digest, String name) {
        database.write("INSERT INTO task (digest, name) VALUES (?, ?)", Hashes.bytes(digest), name);
        return database.rows(
                        "SELECT id FROM task WHERE digest = ?", row -> row.getLong(1), (Object) Hashes.bytes(digest))
                .get(0);
    }

    private static byte[] losses(List<Double> losses) {
        ByteBuffer bytes = ByteBuffer.allocate(losses.size() * Double.BYTES);
        losses.forEach(bytes::putDouble);
        return bytes.array();
    }

    private static List<Double> losses(byte[] bytes) {
        DoubleBuffer doubles = ByteBuffer.wrap(bytes).asDoubleBuffer();
        List<Double> losses = new ArrayList<>(doubles.limit());
        while (doubles.hasRemaining()) {
            losses.add(doubles.get());
        }
        return losses;
    }
}
