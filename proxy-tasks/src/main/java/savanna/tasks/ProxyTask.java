package savanna.tasks;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import savanna.dsl.execution.Engine;
import savanna.dsl.execution.ParameterLayout;
import savanna.tasks.data.Dataset;
import savanna.tasks.model.Model;
import savanna.tasks.recipe.Recipe;
import savanna.tasks.recipe.Start;

/** A task as its parts make it. */
public final class ProxyTask implements Task {
    private static final int STARTS_KEPT = 64;

    private final String name;
    private final String description;
    private final Dataset data;
    private final Supplier<Model> models;
    private final Recipe recipe;
    private final ParameterLayout layout;
    /** Starts of runs by seed, since a search trains with the same seeds again and again. */
    private final Map<Long, Start> starts = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Start> eldest) {
            return size() > STARTS_KEPT;
        }
    };

    /**
     * @param description one line, for people
     * @param models makes models with their own buffers, for batches of at least the recipe's size
     */
    public ProxyTask(String name, String description, Dataset data, Supplier<Model> models, Recipe recipe) {
        this.name = name;
        this.description = description;
        this.data = data;
        this.models = models;
        this.recipe = recipe;
        this.layout = models.get().layout();
    }

    @Override
    public String name() {
        return name;
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
        return recipe.metric().label();
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public ParameterLayout layout() {
        return layout;
    }

    @Override
    public List<Path> dataFiles() {
        return data.files();
    }

    @Override
    public List<Double> hurdleShares() {
        return recipe.hurdleShares();
    }

    @Override
    public List<Integer> validationSteps() {
        return recipe.validationShares().isEmpty() ? Task.super.validationSteps() : recipe.validationSteps();
    }

    @Override
    public Trainer trainer(Engine engine) {
        return new ProxyTrainer(this, models.get(), engine);
    }

    public Dataset data() {
        return data;
    }

    public Recipe recipe() {
        return recipe;
    }

    /** Thread-safe; the model is used only if the start is not yet known. */
    Start start(long seed, Model model) {
        synchronized (starts) {
            return starts.computeIfAbsent(seed, key -> Start.draw(key, recipe, data, model));
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
