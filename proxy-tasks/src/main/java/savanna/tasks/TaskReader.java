package savanna.tasks;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import savanna.tasks.data.DataSource;
import savanna.tasks.data.Dataset;
import savanna.tasks.data.Shape;
import savanna.tasks.model.Model;
import savanna.tasks.model.ModelKind;
import savanna.tasks.recipe.Metric;
import savanna.tasks.recipe.Recipe;
import savanna.tasks.recipe.Schedule;
import savanna.tasks.yaml.Registered;
import savanna.tasks.yaml.YamlMap;

/** Makes tasks from YAML: {@code data} and {@code model}, or a {@code problem}, and a {@code recipe}. */
final class TaskReader {
    private static final int ANY = Integer.MAX_VALUE;
    private static final int MOST_STEPS = 10_000_000;
    private static final int MOST_PARAMETERS = 100_000_000;

    private TaskReader() {}

    /** @param folder where the task's data may be */
    static LocalTask read(String name, YamlMap root, Path folder) {
        if (root.has("search")) {
            throw root.error(
                    "this is the config of a search, not a task; run it with `savanna search`, or give the task that it names");
        }
        root.onlyKeys("description", "good-for", "data", "model", "problem", "recipe");
        YamlMap recipeOptions = root.requiredMap("recipe");
        Recipe recipe = recipe(recipeOptions);
        Problem problem = root.has("problem")
                ? stated(root, recipeOptions, recipe)
                : network(root, recipeOptions, recipe, folder);
        return new ProxyTask(
                name,
                TaskContent.digest(root, problem.files()),
                root.text("description", problem.name()),
                root.text("good-for", ""),
                TaskSource.of(root, problem.files()),
                recipe.rescale() > 1 ? new RescaledProblem(problem, recipe.rescale()) : problem,
                recipe);
    }

    /** A problem without data and model. */
    private static Problem stated(YamlMap root, YamlMap recipeOptions, Recipe recipe) {
        Stream.of("data", "model").filter(root::has).findFirst().ifPresent(key -> {
            throw root.error(key, "a task has a problem, or data and a model; remove one of them");
        });
        Stream.of("label-noise", "metric", "validation-size")
                .filter(recipeOptions::has)
                .findFirst()
                .ifPresent(key -> {
                    throw recipeOptions.error(key, "only tasks with data have one; remove it");
                });
        YamlMap options = root.requiredMap("problem");
        return Registered.find(options, ProblemKind.class, ProblemKind::name, "problem")
                .create(options, recipe);
    }

    /** A network on data. */
    private static Problem network(YamlMap root, YamlMap recipeOptions, Recipe recipe, Path folder) {
        YamlMap modelOptions = root.requiredMap("model");
        ModelKind kind = Registered.find(modelOptions, ModelKind.class, ModelKind::name, "model");
        Dataset data = DataSource.read(root.requiredMap("data"), folder);
        if (recipe.labelNoise() > 0 && !(data.shape() instanceof Shape.Image)) {
            throw recipeOptions.error(
                    "label-noise",
                    "only classes of images or rows can be disturbed; remove it for text and for real targets");
        }
        if (!recipe.metric().suits(data.shape())) {
            throw recipeOptions.error(
                    "metric",
                    data.shape() instanceof Shape.Real
                            ? "the data has real targets; expected mse or loss, which are the same there"
                            : "the data has classes; expected loss, accuracy or perplexity");
        }
        Supplier<Model> models = () -> kind.create(modelOptions, data.shape(), recipe.batch());
        return sized(modelOptions, () -> new NetworkProblem(data.name() + ", " + kind.name(), data, models, recipe));
    }

    /** A problem whose model fits into memory, as far as its size tells. */
    private static Problem sized(YamlMap model, Supplier<Problem> problem) {
        String remedy = "; expected one that fits into the Java heap, of at most " + MOST_PARAMETERS
                + " parameters: smaller sizes or batches, or SAVANNA_MEMORY=8g";
        try {
            Problem made = problem.get();
            if (made.layout().size() > MOST_PARAMETERS) {
                throw model.error("a model of " + made.layout().size() + " parameters" + remedy);
            }
            return made;
        } catch (ArithmeticException | NegativeArraySizeException | OutOfMemoryError tooLarge) {
            throw model.error("a model that is too large" + remedy);
        }
    }

    private static Recipe recipe(YamlMap map) {
        map.onlyKeys(
                "batch",
                "steps",
                "schedule",
                "warm-up",
                "floor",
                "clip",
                "rescale",
                "label-noise",
                "metric",
                "validation-size",
                "validate-at",
                "seeds",
                "hurdles",
                "call-limit",
                "time-limit");
        Schedule schedule = new Schedule(
                map.choice("schedule", Schedule.Decay.COSINE),
                map.number("warm-up", 0, 0, 0.999),
                map.number("floor", 0, 0, 1));
        int seeds = map.integer("seeds", 1, 1, 1_000);
        try {
            return new Recipe(
                    map.integer("batch", 1, ANY),
                    map.integer("steps", 1, MOST_STEPS),
                    schedule,
                    map.has("clip")
                            ? Optional.of(map.number("clip", Double.MIN_VALUE, Double.MAX_VALUE))
                            : Optional.empty(),
                    map.number("rescale", 1, 1, 1e6),
                    map.number("label-noise", 0, 0, 0.999),
                    map.choice("metric", Metric.LOSS),
                    map.integer("validation-size", ANY, 1, ANY),
                    map.numbers("validate-at", List.of(), 0, 1),
                    LongStream.rangeClosed(1, seeds).boxed().toList(),
                    map.numbers("hurdles", List.of(), 0, 1),
                    map.has("call-limit") ? Optional.of(map.integer("call-limit", 1, ANY)) : Optional.empty(),
                    map.optionalDuration("time-limit"));
        } catch (IllegalArgumentException wrong) {
            throw map.error(wrong.getMessage());
        }
    }
}
