package savanna.tasks;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import savanna.tasks.data.DataSource;
import savanna.tasks.data.Dataset;
import savanna.tasks.data.Shape;
import savanna.tasks.model.Model;
import savanna.tasks.model.ModelKind;
import savanna.tasks.recipe.Metric;
import savanna.tasks.recipe.Recipe;
import savanna.tasks.recipe.Schedule;
import savanna.tasks.yaml.YamlMap;

/** Makes tasks from YAML: {@code description}, {@code data}, {@code model} and {@code recipe}. */
final class TaskReader {
    private static final int ANY = Integer.MAX_VALUE;
    private static final int MOST_STEPS = 10_000_000;
    private static final int MOST_PARAMETERS = 100_000_000;

    private TaskReader() {}

    /** @param folder where the task's data may be */
    static LocalTask read(String name, YamlMap root, Path folder) {
        root.onlyKeys("description", "data", "model", "recipe");
        YamlMap modelOptions = root.requiredMap("model");
        ModelKind kind = kind(modelOptions);
        Recipe recipe = recipe(root.requiredMap("recipe"));
        Dataset data = DataSource.read(root.requiredMap("data"), folder);
        if (recipe.labelNoise() > 0 && !(data.shape() instanceof Shape.Image)) {
            throw root.requiredMap("recipe")
                    .error(
                            "label-noise",
                            "only classes of images or rows can be disturbed; remove it for text and for real targets");
        }
        if (!recipe.metric().suits(data.shape())) {
            throw root.requiredMap("recipe")
                    .error(
                            "metric",
                            data.shape() instanceof Shape.Real
                                    ? "the data has real targets; expected mse or loss, which are the same there"
                                    : "the data has classes; expected loss, accuracy or perplexity");
        }
        Supplier<Model> models = () -> kind.create(modelOptions, data.shape(), recipe.batch());
        Problem problem =
                sized(modelOptions, () -> new NetworkProblem(data.name() + ", " + kind.name(), data, models, recipe));
        return new ProxyTask(
                name,
                TaskContent.digest(root, problem.files()),
                root.text("description", problem.name()),
                problem,
                recipe);
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

    private static ModelKind kind(YamlMap options) {
        List<ModelKind> kinds = ServiceLoader.load(ModelKind.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        String asked = options.choice(
                "kind",
                kinds.stream().map(ModelKind::name).sorted().toList(),
                " or a model of a jar that SAVANNA_CLASSPATH names");
        return kinds.stream()
                .filter(kind -> kind.name().equals(asked))
                .findFirst()
                .orElseThrow();
    }

    private static Recipe recipe(YamlMap map) {
        map.onlyKeys(
                "batch",
                "steps",
                "schedule",
                "warm-up",
                "floor",
                "clip",
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
