package savanna.tasks;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import savanna.dsl.execution.ParameterLayout;
import savanna.tasks.data.Batch;
import savanna.tasks.data.Dataset;
import savanna.tasks.data.Examples;
import savanna.tasks.model.Model;
import savanna.tasks.recipe.Recipe;
import savanna.tasks.recipe.Start;

/** A network that is trained on batches of data, and scored on the splits that it is not trained on. */
final class NetworkProblem implements Problem {
    private final String name;
    private final Dataset data;
    private final Supplier<Model> models;
    private final Recipe recipe;
    private final ParameterLayout layout;
    private final Starts starts = Starts.inHeap();

    /** @param models makes models with their own buffers, for batches of at least the recipe's size */
    NetworkProblem(String name, Dataset data, Supplier<Model> models, Recipe recipe) {
        this.name = name;
        this.data = data;
        this.models = models;
        this.recipe = recipe;
        layout = models.get().layout();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ParameterLayout layout() {
        return layout;
    }

    @Override
    public String metric() {
        return recipe.metric().label();
    }

    @Override
    public double uninformedLoss() {
        return data.uninformedLoss();
    }

    @Override
    public List<Path> files() {
        return data.files();
    }

    @Override
    public List<String> findings() {
        return data.findings();
    }

    @Override
    public GradientSource gradients() {
        return new Network(models.get());
    }

    Dataset data() {
        return data;
    }

    Start start(long seed, Model model) {
        return starts.of(seed, () -> Start.draw(seed, recipe, data, model));
    }

    private final class Network implements GradientSource {
        private final Model model;
        private final Batch batch = new Batch(data.shape(), recipe.batch());
        private Start start;

        Network(Model model) {
            this.model = model;
        }

        @Override
        public void begin(long seed, float[] weights) {
            start = start(seed, model);
            System.arraycopy(start.weights(), 0, weights, 0, weights.length);
        }

        @Override
        public double gradient(int step, float[] weights, float[] gradient) {
            start.train().fill(batch, start.order(), (step - 1) * recipe.batch(), recipe.batch());
            return model.gradient(weights, batch, gradient);
        }

        @Override
        public double score(float[] weights, Trainer.Split split) {
            Examples examples = split == Trainer.Split.VALIDATION ? data.validation() : data.test();
            int[] sample =
                    examples.sample(split == Trainer.Split.VALIDATION ? recipe.validationSize() : Integer.MAX_VALUE);
            Model.Score total = Model.Score.NONE;
            for (int from = 0; from < sample.length; from += batch.capacity()) {
                examples.fill(batch, sample, from, Math.min(batch.capacity(), sample.length - from));
                total = total.plus(model.score(weights, batch));
            }
            // Accuracy alone would not show a loss that is NaN.
            return Double.isFinite(total.loss()) ? recipe.metric().of(total) : Double.NaN;
        }
    }
}
