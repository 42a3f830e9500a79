package savanna.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import savanna.search.study.Scores;
import savanna.search.study.Summary;
import savanna.search.study.Trial;
import savanna.search.text.Numbers;

/**
 * A study as text and as JSON.
 *
 * @param trials all runs, seed by seed
 * @param scores by seed: each task's
 * @param summaries of the variants, in their order
 * @param references known programs beside them
 */
record StudyView(
        List<Trial> trials,
        Map<Long, List<Scores>> scores,
        List<Summary> summaries,
        List<Summary.Reference> references) {

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        List<String> tasks = tasks();
        lines.add("Runs: the winner of each on fresh seeds, test split, lower is better");
        lines.addAll(runs(tasks).lines());
        lines.add("");
        lines.add("Variants: means over seeds with their standard errors over these");
        lines.addAll(variants().lines());
        lines.add("");
        lines.add("On each task: to the start program and to the first variant, seed by seed; better and worse: seeds"
                + " in which the winner differs from the first variant's by more than two standard errors, or one of the"
                + " two fails; failed: seeds whose winner fails, which the means are without");
        lines.addAll(differences(tasks).lines());
        return lines;
    }

    private List<String> tasks() {
        return scores.values().stream()
                .flatMap(List::stream)
                .map(Scores::task)
                .distinct()
                .toList();
    }

    private TextTable runs(List<String> tasks) {
        List<String> head = new ArrayList<>(List.of("variant", "seed", "trainings", "states", "statements"));
        tasks.forEach(task -> {
            head.add(task);
            head.add("+-");
        });
        head.add("nearest known optimizer");
        boolean areSimplified =
                trials.stream().anyMatch(trial -> trial.simplified().isPresent());
        if (areSimplified) {
            head.add("simplified");
        }
        TextTable table = new TextTable(head.toArray(String[]::new));
        for (Trial trial : trials) {
            List<String> cells = new ArrayList<>(
                    List.of(trial.variant(), Long.toString(trial.seed()), Numbers.count(trial.trainings())));
            cells.add(trial.winner()
                    .map(found -> Integer.toString(found.states()))
                    .orElse("-"));
            cells.add(trial.winner()
                    .map(found -> Integer.toString(found.statements()))
                    .orElse("-"));
            for (String task : tasks) {
                Optional<Scores.Mean> mean = score(trial.seed(), task).flatMap(each -> each.of(trial.variant()));
                cells.add(mean.map(each -> Numbers.fitness(each.value())).orElse("-"));
                cells.add(mean.map(each -> Numbers.fitness(each.error())).orElse("-"));
            }
            cells.add(trial.winner().map(found -> found.nearest().brief()).orElse("no winner"));
            if (areSimplified) {
                cells.add(trial.simplified()
                        .map(found -> found.nearest().brief() + ", " + Numbers.counted(found.statements(), "statement"))
                        .orElse("-"));
            }
            table.add(cells.toArray(String[]::new));
        }
        return table;
    }

    private Optional<Scores> score(long seed, String task) {
        return scores.getOrDefault(seed, List.of()).stream()
                .filter(each -> each.task().equals(task))
                .findFirst();
    }

    private TextTable variants() {
        TextTable table = new TextTable("variant", "runs", "trainings", "sign of a momentum", "lion-like", "states");
        for (Summary summary : summaries) {
            table.add(
                    summary.variant(),
                    Integer.toString(summary.trials().size()),
                    Numbers.count(Math.round(summary.meanTrainings())),
                    summary.signsOfMomentum() + " of " + summary.trials().size(),
                    summary.lionLike() + " of " + summary.trials().size(),
                    Double.isNaN(summary.states()) ? "-" : String.format(Locale.ROOT, "%.1f", summary.states()));
        }
        return table;
    }

    private TextTable differences(List<String> tasks) {
        TextTable table = new TextTable(
                "task", "variant", "test", "+-", "to start", "+-", "to first", "+-", "better", "worse", "failed");
        for (String task : tasks) {
            summaries.forEach(summary -> row(table, task, summary.variant(), summary.tasks()));
            references.forEach(known -> row(table, task, known.program(), known.tasks()));
        }
        return table;
    }

    private static void row(TextTable table, String task, String name, Map<String, Summary.OnTask> tasks) {
        Summary.OnTask own = tasks.get(task);
        if (own == null) {
            return;
        }
        boolean isCompared = own.toFirst().isPresent() || own.better() + own.worse() > 0;
        table.add(
                task,
                name,
                own.test().map(each -> Numbers.fitness(each.value())).orElse("-"),
                error(own.test()),
                difference(own.toStart()),
                error(own.toStart()),
                difference(own.toFirst()),
                error(own.toFirst()),
                isCompared ? Integer.toString(own.better()) : "-",
                isCompared ? Integer.toString(own.worse()) : "-",
                Integer.toString(own.failed()));
    }

    private static String difference(Optional<Scores.Mean> mean) {
        return mean.map(each -> Numbers.difference(each.value())).orElse("-");
    }

    private static String error(Optional<Scores.Mean> mean) {
        return mean.map(each -> Numbers.fitness(each.error())).orElse("-");
    }

    Map<String, Object> document() {
        return Json.object(
                "runs",
                trials.stream().map(this::document).toList(),
                "variants",
                summaries.stream().map(StudyView::document).toList(),
                "references",
                references.stream()
                        .map(known -> Json.object("program", known.program(), "tasks", document(known.tasks())))
                        .toList());
    }

    private Map<String, Object> document(Trial trial) {
        Map<String, Object> tasks = new LinkedHashMap<>();
        scores.getOrDefault(trial.seed(), List.of())
                .forEach(each -> tasks.put(
                        each.task(),
                        Json.object(
                                "test", each.test().get(trial.variant()),
                                "toStart", document(each.difference(trial.variant(), Scores.START)))));
        return Json.object(
                "variant",
                trial.variant(),
                "seed",
                trial.seed(),
                "trainings",
                trial.trainings(),
                "seconds",
                trial.seconds(),
                "winner",
                trial.winner().map(StudyView::document).orElse(null),
                "simplified",
                trial.simplified().map(StudyView::document).orElse(null),
                "tasks",
                tasks);
    }

    private static Map<String, Object> document(Trial.Winner found) {
        return Json.object(
                "program", found.program().toString(),
                "states", found.states(),
                "statements", found.statements(),
                "family", found.nearest().family().label(),
                "label", found.nearest().label(),
                "nearest", found.nearest().brief(),
                "cosine", found.nearest().cosine());
    }

    private static Map<String, Object> document(Map<String, Summary.OnTask> byTask) {
        Map<String, Object> tasks = new LinkedHashMap<>();
        byTask.forEach((task, own) -> tasks.put(
                task,
                Json.object(
                        "test", document(own.test()),
                        "toStart", document(own.toStart()),
                        "toFirst", document(own.toFirst()),
                        "better", own.better(),
                        "worse", own.worse(),
                        "failed", own.failed())));
        return tasks;
    }

    private static Map<String, Object> document(Summary summary) {
        return Json.object(
                "variant",
                summary.variant(),
                "runs",
                summary.trials().size(),
                "signOfMomentum",
                summary.signsOfMomentum(),
                "lionLike",
                summary.lionLike(),
                "states",
                Double.isNaN(summary.states()) ? null : summary.states(),
                "trainings",
                summary.meanTrainings(),
                "tasks",
                document(summary.tasks()));
    }

    /** JSON has no infinity: the error of one seed is null. */
    private static Map<String, Object> document(Optional<Scores.Mean> mean) {
        return mean.map(each ->
                        Json.object("mean", each.value(), "error", Double.isFinite(each.error()) ? each.error() : null))
                .orElse(null);
    }
}
