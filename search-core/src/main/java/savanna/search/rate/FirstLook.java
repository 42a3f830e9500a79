package savanna.search.rate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import savanna.dsl.program.Program;
import savanna.dsl.rate.Rates;
import savanna.search.training.Candidate;
import savanna.tasks.Hurdles;
import savanna.tasks.Outcome;
import savanna.tasks.Task;
import savanna.tasks.TrainingResult;
import savanna.tasks.training.TrainingCrashException;
import savanna.tasks.training.TrainingService;

/**
 * A look at whether a program trains on a task at all, before anything long begins: on data that is not scaled, or with
 * a rate made for another task, all that is made of it would fail too.
 */
public final class FirstLook {

    /** What else the learning rate is multiplied with where rates are going to be tuned. */
    public static final List<Double> LOWER_RATES = List.of(0.1, 0.01, 0.001);

    private final Task task;
    private final List<Double> factors;

    /** @param factors of the learning rate to try after the program as it is; empty where rates stay as they are */
    public FirstLook(Task task, List<Double> factors) {
        this.task = task;
        this.factors = List.copyOf(factors);
    }

    /** What came of a look. */
    public sealed interface Look {}

    /** It trains. @param program as it is, or with the first of the lower rates that trains */
    public record Trains(Program program) implements Look {}

    /** It does not. @param words what happened, at which step, and what to do */
    public record Fails(String words) implements Look {}

    /**
     * Trains a program on one of the task's search seeds.
     *
     * @param name what to call the program
     * @throws TrainingCrashException if the place of training was lost, which says nothing of the program
     */
    public Look at(String name, Program program, TrainingService trainings) {
        List<Program> tried = new ArrayList<>(List.of(program));
        factors.forEach(factor -> tried.add(Rates.scaled(program, factor)));
        List<Long> seed = task.searchSeeds().subList(0, 1);
        Optional<TrainingResult> asItIs = Optional.empty();
        for (Program each : tried) {
            TrainingResult result = trainings.train(Candidate.of(each).request(task, seed, Hurdles.none()));
            if (result.outcome() == Outcome.CRASHED) {
                throw new TrainingCrashException(name + " crashed on " + task.name() + ": " + result.text());
            }
            if (result.outcome() == Outcome.TRAINED) {
                return new Trains(each);
            }
            asItIs = asItIs.or(() -> Optional.of(result));
        }
        return new Fails(words(name, asItIs.orElseThrow()));
    }

    /** The words for a program that was trained already, and failed. */
    public String words(String name, TrainingResult failed) {
        TrainingResult.Run last = failed.runs().get(failed.runs().size() - 1);
        return name + " does not train on " + task.name() + ": "
                + failed.outcome().name().toLowerCase(Locale.ROOT).replace('_', '-') + " at step " + last.steps()
                + " of " + task.steps() + ", seed " + last.seed()
                + (factors.isEmpty() ? "" : ", nor with its rate times " + listed()) + "; " + remedy(failed.outcome());
    }

    private String listed() {
        return Stream.concat(
                        factors.stream().limit(factors.size() - 1L).map(String::valueOf),
                        Stream.of("or " + factors.get(factors.size() - 1)))
                .collect(Collectors.joining(factors.size() > 2 ? ", " : " "));
    }

    private String remedy(Outcome outcome) {
        if (outcome == Outcome.TIME_LIMIT) {
            return "raise the recipe's time-limit and call-limit";
        }
        return factors.isEmpty()
                ? "scale the task's features, lower the program's learning rate (`savanna tune` finds one)"
                : "scale the task's features, or check its metric";
    }
}
