package savanna.search.text;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import savanna.search.store.RunQueries;

/**
 * How a program came about.
 *
 * @param steps all of them, from the start
 */
public record Lineage(List<Change> steps) {

    /**
     * One step.
     *
     * @param fitness what it added to the fitness, negative where that is better; absent for the first step, and where
     *     one of the two has no fitness
     * @param isNew whether the program computes something else than the one before
     */
    public record Change(RunQueries.Step step, OptionalDouble fitness, boolean isNew) {}

    public Lineage {
        steps = List.copyOf(steps);
    }

    public static Lineage of(List<RunQueries.Step> line) {
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < line.size(); i++) {
            RunQueries.Step step = line.get(i);
            boolean isNew = i == 0 || !step.hash().equals(line.get(i - 1).hash());
            OptionalDouble before =
                    i == 0 ? OptionalDouble.empty() : line.get(i - 1).fitness();
            changes.add(new Change(
                    step,
                    before.isPresent() && step.fitness().isPresent()
                            ? OptionalDouble.of(step.fitness().getAsDouble() - before.getAsDouble())
                            : OptionalDouble.empty(),
                    isNew));
        }
        return new Lineage(changes);
    }

    /** The steps after which the program computed something else, and the first. */
    public List<Change> changes() {
        return steps.stream().filter(Change::isNew).toList();
    }

    /** Number of steps that changed nothing. */
    public int neutral() {
        return steps.size() - changes().size();
    }
}
