package savanna.search.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A variant over all seeds.
 *
 * @param variant its name
 * @param trials its runs
 * @param tasks by task, over the seeds
 */
public record Summary(String variant, List<Trial> trials, Map<String, OnTask> tasks) {

    /** A difference of so many standard errors is clear. */
    private static final double CLEAR = 2;

    /**
     * A variant on a task.
     *
     * @param test mean over the seeds whose winner trained there, with its error over these; nothing if none did
     * @param toFirst the same of the difference to the first variant, seed by seed
     * @param toStart the same of the difference to the start program
     * @param better seeds in which its winner is better than the first variant's by more than two standard errors, or
     *     trains where that fails
     * @param worse seeds in which it is worse by as much, or fails where that trains
     * @param failed seeds whose winner fails there, or that have none
     */
    public record OnTask(
            Optional<Scores.Mean> test,
            Optional<Scores.Mean> toFirst,
            Optional<Scores.Mean> toStart,
            int better,
            int worse,
            int failed) {}

    /**
     * A known program, measured beside the winners.
     *
     * @param program its name
     * @param tasks by task, over the seeds
     */
    public record Reference(String program, Map<String, OnTask> tasks) {}

    public Summary {
        trials = List.copyOf(trials);
    }

    /**
     * All variants, in the order of the trials.
     *
     * @param scores by seed: each task's
     */
    public static List<Summary> of(List<Trial> trials, Map<Long, List<Scores>> scores) {
        Map<String, List<Trial>> byVariant = new LinkedHashMap<>();
        trials.forEach(trial -> byVariant
                .computeIfAbsent(trial.variant(), name -> new ArrayList<>())
                .add(trial));
        String first = trials.isEmpty() ? "" : trials.get(0).variant();
        List<Summary> summaries = new ArrayList<>();
        byVariant.forEach((variant, own) -> {
            Map<String, List<Scores>> byTask = new LinkedHashMap<>();
            own.forEach(trial -> scores.getOrDefault(trial.seed(), List.of())
                    .forEach(each -> byTask.computeIfAbsent(each.task(), task -> new ArrayList<>())
                            .add(each)));
            Map<String, OnTask> tasks = new LinkedHashMap<>();
            byTask.forEach((task, each) -> tasks.put(task, onTask(variant, first, each)));
            summaries.add(new Summary(variant, own, tasks));
        });
        return summaries;
    }

    /** Known programs beside the variants of the trials. */
    public static List<Reference> references(
            List<String> programs, List<Trial> trials, Map<Long, List<Scores>> scores) {
        String first = trials.isEmpty() ? "" : trials.get(0).variant();
        Map<String, List<Scores>> byTask = new LinkedHashMap<>();
        scores.values()
                .forEach(ofSeed -> ofSeed.forEach(each -> byTask.computeIfAbsent(each.task(), task -> new ArrayList<>())
                        .add(each)));
        return programs.stream()
                .map(program -> {
                    Map<String, OnTask> tasks = new LinkedHashMap<>();
                    byTask.forEach((task, each) -> tasks.put(task, onTask(program, first, each)));
                    return new Reference(program, tasks);
                })
                .toList();
    }

    private static OnTask onTask(String variant, String first, List<Scores> scores) {
        List<Scores.Mean> toFirst = scores.stream()
                .flatMap(each -> each.difference(variant, first).stream())
                .toList();
        return new OnTask(
                mean(scores.stream().flatMap(each -> each.of(variant).stream()).toList()),
                variant.equals(first) ? Optional.empty() : mean(toFirst),
                mean(scores.stream()
                        .flatMap(each -> each.difference(variant, Scores.START).stream())
                        .toList()),
                count(scores, each -> isBetter(variant, first, each)),
                count(scores, each -> isBetter(first, variant, each)),
                count(scores, each -> each.of(variant).isEmpty()));
    }

    /** Clearly better, or alone in not failing. */
    private static boolean isBetter(String program, String other, Scores scores) {
        return scores.difference(program, other)
                .map(difference -> difference.value() < -CLEAR * difference.error())
                .orElse(scores.of(program).isPresent() && scores.of(other).isEmpty());
    }

    private static int count(List<Scores> scores, Predicate<Scores> which) {
        return (int) scores.stream().filter(which).count();
    }

    /** Over seeds: their spread says more than what each is known to. */
    private static Optional<Scores.Mean> mean(List<Scores.Mean> bySeed) {
        return bySeed.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Scores.Mean.of(bySeed.stream().map(Scores.Mean::value).toList()));
    }

    /** Runs that ended in the sign of a momentum. */
    public long signsOfMomentum() {
        return trials.stream().filter(Trial::isSignOfMomentum).count();
    }

    /** Runs whose winner is nearest to Lion. */
    public long lionLike() {
        return trials.stream().filter(Trial::isLionLike).count();
    }

    /** Live states of the winners, on average; NaN if there is none. */
    public double states() {
        return trials.stream()
                .flatMap(trial -> trial.winner().stream())
                .mapToInt(Trial.Winner::states)
                .average()
                .orElse(Double.NaN);
    }

    public double meanTrainings() {
        return trials.stream().mapToLong(Trial::trainings).average().orElse(Double.NaN);
    }
}
