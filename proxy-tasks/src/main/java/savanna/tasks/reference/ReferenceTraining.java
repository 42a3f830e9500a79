package savanna.tasks.reference;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import savanna.dsl.execution.Engine;
import savanna.dsl.execution.Optimizer;
import savanna.dsl.family.Recording;
import savanna.dsl.family.Resemblance;
import savanna.dsl.family.Yardstick;
import savanna.dsl.program.Program;
import savanna.tasks.GradientSample;
import savanna.tasks.Task;
import savanna.tasks.TaskException;
import savanna.tasks.TrainingRequest;
import savanna.tasks.TrainingResult;
import savanna.tasks.data.Batch;
import savanna.tasks.data.Digits;
import savanna.tasks.data.Images;
import savanna.tasks.gemm.Gemm;
import savanna.tasks.model.Model;
import savanna.tasks.model.TransformerSize;
import savanna.tasks.model.VisionTransformer;
import savanna.tasks.training.TrainingService;

/**
 * The training on whose gradients programs are named where no task is given: a vision transformer of width 8 with one
 * layer on 8x8 digits, batch 8, 240 steps of AdamW with decay rates of 0.8 and 0.95, schedule falling from 1 to 0.3.
 * Matrices are multiplied in plain Java, so that it is the same to the last bit on every machine: what a program is
 * called does not depend on where one asks.
 */
public final class ReferenceTraining {

    private static final int MOST_STEPS = 400;
    private static final int STEPS = 240;
    private static final int BATCH = 8;
    private static final float FLOOR = 0.3f;
    private static final Program OPTIMIZER = Program.parse("""
            def train(w, g, m, v, lr):
              m = interp(g, m, 0.8)
              g2 = square(g)
              v = interp(g2, v, 0.95)
              size = sqrt(v)
              u = m / size
              decay = w * 0.01
              u = u + decay
              rate = lr * 0.01
              u = u * rate
              return u, m, v
            """);

    private static final int REMEMBERED = 1000;
    /** The latest used last. */
    private static final Map<Program, Resemblance> MEASURED = new LinkedHashMap<>(16, 0.75f, true);

    private ReferenceTraining() {}

    private static final class Once {
        static final Yardstick YARDSTICK = new Yardstick(record());
    }

    /** Names programs on these gradients. Trains at the first call, for some tenths of a second. */
    public static Yardstick yardstick() {
        return Once.YARDSTICK;
    }

    /**
     * What a program is on these gradients; the latest {@value #REMEMBERED} are remembered, since runs of one process
     * often found the same.
     *
     * @throws savanna.dsl.analysis.InvalidProgramException if it is not valid
     */
    public static Resemblance resemblance(Program program) {
        synchronized (MEASURED) {
            Resemblance known = MEASURED.get(program);
            if (known != null) {
                return known;
            }
        }
        Resemblance measured = yardstick().measure(program);
        synchronized (MEASURED) {
            MEASURED.put(program, measured);
            if (MEASURED.size() > REMEMBERED) {
                MEASURED.remove(MEASURED.keySet().iterator().next());
            }
        }
        return measured;
    }

    /**
     * Names programs on the gradients of a task, at most {@value #MOST_STEPS} steps of them, recorded while the same
     * optimizer trains on it with its first seed.
     *
     * @throws TaskException if the task has too few steps, or nobody can see its gradients
     */
    public static Yardstick yardstick(Task task, TrainingService trainings) {
        TrainingResult.Run run = trainings
                .train(TrainingRequest.of(task, OPTIMIZER, task.searchSeeds().subList(0, 1))
                        .telling(TrainingRequest.Wanted.GRADIENTS)
                        .endingAfter(MOST_STEPS))
                .runs()
                .get(0);
        GradientSample sample = run.seen()
                .gradients()
                .filter(recorded -> recorded.moments().size() >= Recording.FEWEST)
                .orElseThrow(() -> new TaskException(task.name() + ": gave the gradients of "
                        + run.seen()
                                .gradients()
                                .map(recorded -> recorded.moments().size())
                                .orElse(0)
                        + " steps; expected at least " + Recording.FEWEST + ", of a task that Java trains and AdamW"
                        + " does not fail on; leave the task out to compare programs on the reference training"));
        return new Yardstick(sample.recording());
    }

    private static Recording record() {
        Images digits = Digits.read();
        Model model = new VisionTransformer(digits.shape(), 4, new TransformerSize(8, 2, 1, 4), BATCH, Gemm.portable());
        Optimizer optimizer = Engine.block().compile(OPTIMIZER, model.layout());
        float[] weights = new float[model.layout().size()];
        model.initialize(weights, new SplittableRandom(17));
        Batch batch = new Batch(digits.shape(), BATCH);
        int[] order = digits.order(STEPS * BATCH, new SplittableRandom(18));
        List<Recording.Moment> moments = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            float[] gradient = new float[weights.length];
            digits.fill(batch, order, step * BATCH, BATCH);
            model.gradient(weights, batch, gradient);
            float schedule = 1 - (1 - FLOOR) * step / STEPS;
            moments.add(new Recording.Moment(weights.clone(), gradient, schedule));
            optimizer.step(weights, gradient, schedule);
        }
        return new Recording(model.layout(), moments);
    }
}
