package savanna.tasks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import savanna.dsl.execution.Engine;
import savanna.dsl.execution.Optimizer;
import savanna.dsl.library.ProgramLibrary;
import savanna.dsl.program.Program;
import savanna.tasks.data.Batch;
import savanna.tasks.data.Digits;
import savanna.tasks.data.Examples;
import savanna.tasks.data.Images;
import savanna.tasks.data.Shape;
import savanna.tasks.data.TokenStream;
import savanna.tasks.gemm.Gemm;
import savanna.tasks.model.Activation;
import savanna.tasks.model.DecoderTransformer;
import savanna.tasks.model.Mlp;
import savanna.tasks.model.Model;
import savanna.tasks.model.TransformerSize;
import savanna.tasks.model.VisionTransformer;

/**
 * Prints microseconds per training step of the models that {@code compare_frameworks.py} measures too, with the shipped
 * program {@code adamw} or the one named as argument, as {@code name<TAB>microseconds<TAB>of these in the
 * optimizer<TAB>GFLOP/s}. CPU time of the thread, best of many short rounds. Run it through that script;
 * {@code -Donly=d128} measures those whose name contains a text.
 */
public final class StepTimes {
    private static final int WARM_UP = 60;
    private static final int ROUNDS = 60;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private StepTimes() {}

    private record Case(String name, Model model, Batch batch, Examples examples, double flops) {}

    public static void main(String[] arguments) {
        Program adamw = ProgramLibrary.find(arguments.length > 0 ? arguments[0] : "adamw")
                .orElseThrow();
        String only = System.getProperty("only", "");
        for (Case each : List.of(
                mlp(64, 32, 64),
                mlp(784, 128, 64),
                vit(4, 16, 8, 1, 2),
                text(256, 16, 8, 8, 1, 2),
                text(65, 16, 16, 8, 1, 2),
                text(256, 32, 32, 16, 2, 2),
                text(1024, 128, 32, 16, 2, 4))) {
            if (each.name().contains(only)) {
                measure(each, adamw);
            }
        }
    }

    private static void measure(Case each, Program program) {
        Optimizer optimizer = Engine.block().compile(program, each.model().layout());
        float[] weights = new float[each.model().layout().size()];
        float[] gradient = new float[weights.length];
        each.model().initialize(weights, new SplittableRandom(1));
        int[] order = each.examples().order(each.batch().capacity() * 64, new SplittableRandom(2));
        double best = Double.MAX_VALUE;
        double bestOptimizer = 0;
        int steps = 20;
        for (int round = 0; round < ROUNDS + WARM_UP; round++) {
            long begin = THREADS.getCurrentThreadCpuTime();
            long inOptimizer = 0;
            for (int step = 0; step < steps; step++) {
                each.examples()
                        .fill(
                                each.batch(),
                                order,
                                step % 64 * each.batch().capacity(),
                                each.batch().capacity());
                each.model().gradient(weights, each.batch(), gradient);
                long before = System.nanoTime();
                optimizer.step(weights, gradient, 1f);
                inOptimizer += System.nanoTime() - before;
            }
            double micros = (THREADS.getCurrentThreadCpuTime() - begin) / 1e3 / steps;
            if (round >= WARM_UP && micros < best) {
                best = micros;
                bestOptimizer = inOptimizer / 1e3 / steps;
            }
            steps = (int) Math.max(4, 30_000 / micros);
        }
        System.out.printf(
                Locale.ROOT, "%s\t%.1f\t%.1f\t%.1f%n", each.name(), best, bestOptimizer, each.flops() / best / 1e3);
    }

    private static Case mlp(int inputs, int hidden, int batch) {
        Shape.Image shape = new Shape.Image(1, inputs, 10);
        SplittableRandom random = new SplittableRandom(3);
        float[] features = new float[1000 * inputs];
        for (int i = 0; i < features.length; i++) {
            features[i] = (float) random.nextDouble();
        }
        Images images = new Images(
                shape, features, IntStream.range(0, 1000).map(i -> i % 10).toArray());
        double flops = 2.0 * batch * (2.0 * inputs * hidden + 3.0 * hidden * 10);
        return new Case(
                "MLP " + inputs + "-" + hidden + "-10 batch " + batch,
                new Mlp(shape, List.of(hidden), Activation.RELU, batch, Gemm.create()),
                new Batch(shape, batch),
                images,
                flops);
    }

    private static Case vit(int patch, int width, int batch, int layers, int heads) {
        Images digits = Digits.read();
        double columns = (double) batch * digits.shape().features() / (patch * patch);
        double patches = columns / batch;
        double flops = columns * (layers * (72.0 * width * width + 6 * patches * width) + 4.0 * patch * patch * width);
        return new Case(
                "ViT " + (int) patches + " patches d" + width + " batch " + batch + " layers " + layers,
                new VisionTransformer(
                        digits.shape(), patch, new TransformerSize(width, heads, layers, 4), batch, Gemm.create()),
                new Batch(digits.shape(), batch),
                digits,
                flops);
    }

    private static Case text(int vocabulary, int width, int context, int batch, int layers, int heads) {
        Shape.Tokens shape = new Shape.Tokens(context, vocabulary);
        int[] tokens = new SplittableRandom(4).ints(20_000, 0, vocabulary).toArray();
        double flops = 6.0
                * batch
                * context
                * (12.0 * width * width * layers + (double) width * vocabulary + (double) context * width * layers);
        return new Case(
                "Transformer " + vocabulary + " tokens d" + width + " T" + context + " batch " + batch + " layers "
                        + layers,
                new DecoderTransformer(shape, new TransformerSize(width, heads, layers, 4), batch, Gemm.create()),
                new Batch(shape, batch),
                new TokenStream(shape, Arrays.copyOf(tokens, tokens.length)),
                flops);
    }
}
