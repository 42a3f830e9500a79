package savanna.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import savanna.tasks.Task;
import savanna.tasks.TaskCatalog;
import savanna.tasks.TaskException;
import savanna.tasks.data.DataException;
import savanna.tasks.training.TaskCost;
import savanna.tasks.training.Tasks;
import savanna.tasks.training.TrainingQueue;
import savanna.tasks.training.TrainingService;

/** The shipped tasks with what they cost on this machine: each is trained for a moment. */
record TaskList(List<Row> rows) {
    private static final double SECONDS = 0.25;

    /** Which file is missing, and whence it comes, says the error of whoever uses the task. */
    private static final String MISSING = "its data is not here";

    /** One task; the cost is absent, and the description says why, where its data is. */
    private record Row(String name, String description, String goodFor, Optional<TaskCost> cost) {}

    static TaskList measure() {
        return new TaskList(TaskCatalog.names().stream().map(TaskList::row).toList());
    }

    private static Row row(String name) {
        try {
            Task task = TaskCatalog.find(name);
            // One at a time: what a step costs where nothing else runs.
            try (TrainingService trainings = TrainingQueue.local(1, Tasks.of(task))) {
                return new Row(
                        name,
                        task.description(),
                        task.goodFor(),
                        Optional.of(TaskCost.measure(trainings, task, SECONDS)));
            }
        } catch (TaskException unavailable) {
            return new Row(
                    name,
                    unavailable.getCause() instanceof DataException ? MISSING : unavailable.getMessage(),
                    "",
                    Optional.empty());
        }
    }

    TextTable table() {
        TextTable table = new TextTable("task", "parameters", "steps", "us/step", "ms/run", "data, model and recipe");
        rows.forEach(row -> table.add(
                row.name(),
                row.cost().map(cost -> Integer.toString(cost.parameters())).orElse("-"),
                row.cost().map(cost -> Integer.toString(cost.steps())).orElse("-"),
                row.cost().map(cost -> decimal(cost.stepMicros())).orElse("-"),
                row.cost().map(cost -> decimal(cost.runMillis())).orElse("-"),
                row.goodFor().isEmpty() ? row.description() : row.description() + ". Good for: " + row.goodFor()));
        return table;
    }

    List<?> document() {
        return rows.stream()
                .map(row -> Json.object(
                        "name",
                        row.name(),
                        "description",
                        row.description(),
                        "goodFor",
                        row.goodFor(),
                        "parameters",
                        row.cost().map(TaskCost::parameters).orElse(null),
                        "steps",
                        row.cost().map(TaskCost::steps).orElse(null),
                        "stepMicros",
                        row.cost().map(TaskCost::stepMicros).orElse(null),
                        "runMillis",
                        row.cost().map(TaskCost::runMillis).orElse(null)))
                .toList();
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
