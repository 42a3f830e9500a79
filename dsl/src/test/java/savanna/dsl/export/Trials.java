package savanna.dsl.export;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import savanna.dsl.algebra.Simplifier;
import savanna.dsl.execution.Engine;
import savanna.dsl.execution.Optimizer;
import savanna.dsl.execution.ParameterLayout;
import savanna.dsl.library.ProgramLibrary;
import savanna.dsl.program.Program;

/** Programs, gradients and what Savanna's engine makes of them over 50 steps. */
final class Trials {

    static final int STEPS = 50;
    static final int[] LENGTHS = {6, 4, 1};
    static final ParameterLayout LAYOUT = ParameterLayout.builder().add("kernel", 2, 3).add("bias", 4).add("scale", 1).build();

    private Trials() {}

    /** Every shipped program, its simplified form, and programs with the parts of the language that those lack. */
    static Map<String, Program> programs() {
        Map<String, Program> programs = new LinkedHashMap<>();
        for (String name : ProgramLibrary.names()) {
            Program program = ProgramLibrary.find(name).orElseThrow();
            programs.put(name, program);
            programs.put(name + "-simplified", new Simplifier().simplify(program).result());
        }
        programs.put("whole-model", Program.parse("""
                def train(w, g, m, lr):
                  n = global_norm(g)
                  c = cosine_sim(g, m)
                  g = clip_by_global_norm(g, 0.5)
                  d = dot(g, w)
                  leaf = norm(w)
                  s = d * leaf
                  t = tanh(s)
                  m = interp(g, m, 0.8)
                  x = m / n
                  y = x * t
                  z = y + c
                  lr = lr * 0.01
                  update = z * lr
                  return update, m
                """));
        programs.put("elementwise", Program.parse("""
                def train(w, g, m, lr):
                  lambda = cbrt(g)
                  a = power(2.0, g)
                  b = maximum(a, 0.9)
                  c = minimum(b, lr)
                  d = arctan(c)
                  e = exp2(d)
                  f = log1p(m)
                  h = clip(f, lr)
                  i = arcsinh(h)
                  j = cos(0.5)
                  k = i * j
                  l = -2.0 * k
                  n = lambda / e
                  m = interp(n, m, 0.5)
                  o = m + l
                  p = sqrt(lr)
                  q = o * p
                  update = q * 0.01
                  return update, m
                """));
        return programs;
    }

    static boolean needsWholeModel(String name) {
        return name.equals("whole-model");
    }

    static float schedule(int step) {
        return 1 - step / (2f * STEPS);
    }

    static float[] start() {
        return numbers(1, LAYOUT.size(), 1);
    }

    static float[][] gradients() {
        float[][] gradients = new float[STEPS][];
        for (int step = 0; step < STEPS; step++) {
            gradients[step] = numbers(100 + step, LAYOUT.size(), 0.5);
        }
        return gradients;
    }

    private static float[] numbers(long seed, int n, double scale) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        float[] numbers = new float[n];
        for (int i = 0; i < n; i++) {
            numbers[i] = (float) (random.nextGaussian() * scale);
        }
        return numbers;
    }

    /** Weights after each step. */
    static float[][] expected(Program program) {
        Optimizer optimizer = Engine.block().compile(program, LAYOUT);
        float[] weights = start();
        float[][] trace = new float[STEPS][];
        float[][] gradients = gradients();
        for (int step = 0; step < STEPS; step++) {
            optimizer.step(weights, gradients[step], schedule(step));
            trace[step] = weights.clone();
        }
        return trace;
    }
}
