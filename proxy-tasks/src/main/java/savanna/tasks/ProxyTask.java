package savanna.tasks;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import savanna.dsl.execution.Engine;
import savanna.dsl.execution.ParameterLayout;
import savanna.tasks.recipe.Recipe;

/** A problem and the recipe to train it by. */
public final class ProxyTask implements LocalTask {
    private final String name;
    private final TaskDigest digest;
    private final String description;
    private final String goodFor;
    private final TaskSource source;
    private final Problem problem;
    private final Recipe recipe;

    /**
     * @param digest of all that the other parts come from @param description one line, for people
     * @param goodFor what one learns from it, for people @param source what it was read from
     */
    public ProxyTask(
            String name,
            TaskDigest digest,
            String description,
            String goodFor,
            TaskSource source,
            Problem problem,
            Recipe recipe) {
        this.name = name;
        this.digest = digest;
        this.description = description;
        this.goodFor = goodFor;
        this.source = source;
        this.problem = problem;
        this.recipe = recipe;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public TaskDigest digest() {
        return digest;
    }

    @Override
    public List<Long> searchSeeds() {
        return recipe.searchSeeds();
    }

    @Override
    public int steps() {
        return recipe.steps();
    }

    @Override
    public String metric() {
        return problem.metric();
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public String goodFor() {
        return goodFor;
    }

    @Override
    public ParameterLayout layout() {
        return problem.layout();
    }

    @Override
    public List<Path> dataFiles() {
        return problem.files();
    }

    @Override
    public List<String> findings() {
        return problem.findings();
    }

    @Override
    public List<Double> hurdleShares() {
        return recipe.hurdleShares();
    }

    @Override
    public List<Integer> validationSteps() {
        return recipe.validationShares().isEmpty() ? LocalTask.super.validationSteps() : recipe.validationSteps();
    }

    @Override
    public Trainer trainer(Engine engine) {
        return new ProxyTrainer(problem, recipe, validationSteps(), engine);
    }

    @Override
    public Optional<TaskSource> source() {
        return Optional.of(source);
    }

    Problem problem() {
        return problem;
    }

    public Recipe recipe() {
        return recipe;
    }

    @Override
    public String toString() {
        return name;
    }
}
