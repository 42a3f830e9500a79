package savanna.search.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import savanna.tasks.workers.WorkerStanding;
import savanna.tasks.workers.WorkersStanding;

/** The workers of a run's latest session, for people: no result depends on them. */
public final class WorkerTable {

    private static final String TOTALS = "workers";
    private static final String ONE = "worker ";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RunDatabase database;

    WorkerTable(RunDatabase database) {
        this.database = database;
    }

    /** Takes the place of what was known of workers. */
    public void replace(WorkersStanding standing) {
        database.together(() -> write(standing));
        database.commit();
    }

    private void write(WorkersStanding standing) {
        database.write("DELETE FROM run WHERE key = ? OR key GLOB ?", TOTALS, ONE + "*");
        ObjectNode totals = JSON.createObjectNode()
                .put("trained-twice", standing.trainedTwice())
                .put("lost-trainings", standing.lostTrainings())
                .put("other-bits", standing.otherBits())
                .put("other-numerics", standing.otherNumerics())
                .put("other-trainings", standing.otherTrainings());
        database.write("INSERT INTO run VALUES (?, ?)", TOTALS, totals.toString());
        for (int i = 0; i < standing.workers().size(); i++) {
            WorkerStanding worker = standing.workers().get(i);
            ObjectNode one = JSON.createObjectNode()
                    .put("command", worker.command())
                    .put("task", worker.task())
                    .put("host", worker.host())
                    .put("state", worker.state().name())
                    .put("slots", worker.slots())
                    .put("busy", worker.busy())
                    .put("trained", worker.trained())
                    .put("lost", worker.lost())
                    .put("lost-slots", worker.lostSlots())
                    .put("where", worker.where())
                    .put("seconds", worker.seconds())
                    .put("note", worker.note());
            database.write("INSERT INTO run VALUES (?, ?)", ONE + String.format("%05d", i + 1), one.toString());
        }
    }

    /** What is known of them; {@link WorkersStanding#NONE} for a run that needed none. */
    WorkersStanding read() {
        List<String> totals = values("SELECT value FROM run WHERE key = ?", TOTALS);
        if (totals.isEmpty()) {
            return WorkersStanding.NONE;
        }
        List<WorkerStanding> workers = new ArrayList<>();
        for (String text : values("SELECT value FROM run WHERE key GLOB ? ORDER BY key", ONE + "*")) {
            JsonNode one = parsed(text);
            workers.add(new WorkerStanding(
                    one.path("command").asText(),
                    one.path("task").asText(),
                    one.path("host").asText(),
                    state(one.path("state").asText()),
                    one.path("slots").asInt(),
                    one.path("busy").asInt(),
                    one.path("trained").asLong(),
                    one.path("lost").asInt(),
                    one.path("lost-slots").asLong(),
                    one.path("where").asText(),
                    one.path("seconds").asDouble(),
                    one.path("note").asText()));
        }
        JsonNode all = parsed(totals.get(0));
        return new WorkersStanding(
                workers,
                all.path("trained-twice").asLong(),
                all.path("lost-trainings").asLong(),
                all.path("other-bits").asLong(),
                all.path("other-numerics").asInt(),
                all.path("other-trainings").asLong(),
                Map.of());
    }

    private List<String> values(String sql, String key) {
        return database.rows(sql, row -> row.getString(1), key);
    }

    private static WorkerStanding.State state(String name) {
        try {
            return WorkerStanding.State.valueOf(name);
        } catch (IllegalArgumentException unknown) {
            throw new RunStoreException("the run's store tells of a worker that is \"" + name + "\"; expected one of "
                    + List.of(WorkerStanding.State.values()));
        }
    }

    private static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException broken) {
            throw new RunStoreException("what the run's store tells of workers is not JSON", broken);
        }
    }
}
