package savanna.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import savanna.dsl.program.Program;
import savanna.search.pipeline.UnusableStartException;
import savanna.search.rate.FirstLook;
import savanna.tasks.Task;
import savanna.tasks.training.TrainingCrashException;
import savanna.tasks.training.TrainingService;

/** Commands that train begin with a look at whether their programs train at all. */
final class FirstLooks {
    private FirstLooks() {}

    /**
     * Looks at all programs.
     *
     * @param programs by their names
     * @param factors of the learning rate that count too
     * @param consequence what the command did not do if none trains
     * @return why single ones do not train, a line each
     * @throws UnusableStartException if none does
     */
    static List<String> requireAny(
            Map<String, Program> programs,
            Task task,
            List<Double> factors,
            TrainingService trainings,
            String consequence) {
        FirstLook look = new FirstLook(task, factors);
        List<String> failures = new ArrayList<>();
        Optional<TrainingCrashException> crash = Optional.empty();
        for (Map.Entry<String, Program> each : programs.entrySet()) {
            try {
                if (look.at(each.getKey(), each.getValue(), trainings) instanceof FirstLook.Fails fails) {
                    failures.add(fails.words());
                }
            } catch (TrainingCrashException crashed) {
                failures.add(crashed.getMessage());
                crash = Optional.of(crashed);
            }
        }
        if (failures.size() == programs.size()) {
            if (crash.isPresent()) {
                throw crash.get();
            }
            throw new UnusableStartException(String.join(System.lineSeparator(), failures) + ". " + consequence);
        }
        return failures;
    }

    /**
     * Looks at one program.
     *
     * @param consequence what the command did not do if it does not train
     * @return the program, perhaps with the first of the lower rates at which it trains
     * @throws UnusableStartException if it does not
     */
    static Program require(
            String name, Program program, FirstLook look, TrainingService trainings, String consequence) {
        FirstLook.Look seen = look.at(name, program, trainings);
        if (seen instanceof FirstLook.Trains trains) {
            return trains.program();
        }
        throw new UnusableStartException(((FirstLook.Fails) seen).words() + ". " + consequence);
    }
}
