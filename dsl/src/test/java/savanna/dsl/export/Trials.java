package savanna.dsl.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import savanna.dsl.algebra.Simplifier;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.analysis.Dataflow;
import savanna.dsl.execution.Engine;
import savanna.dsl.execution.Optimizer;
import savanna.dsl.execution.ParameterLayout;
import savanna.dsl.library.ProgramLibrary;
import savanna.dsl.program.Names;
import savanna.dsl.program.Program;

/** Programs, gradients and what Savanna's engine makes of them over 50 steps. */
public final class Trials {

    static final int STEPS = 50;
    static final int[] LENGTHS = {6, 4, 1};
    static final ParameterLayout LAYOUT = ParameterLayout.builder()
            .add("kernel", 2, 3)
            .add("bias", 4)
            .add("scale", 1)
            .build();

    private static final Map<String, Program> PROGRAMS = makePrograms();

    private Trials() {}

    /** Every shipped program, its simplified form, and programs with the parts of the language that those lack. */
    static Map<String, Program> programs() {
        return new LinkedHashMap<>(PROGRAMS);
    }

    private static Map<String, Program> makePrograms() {
        Map<String, Program> programs = new LinkedHashMap<>();
        for (String name : ProgramLibrary.ofPaperFunctions()) {
            Program program = ProgramLibrary.find(name).orElseThrow();
            programs.put(name, program);
            programs.put(
                    name + "-simplified", new Simplifier().simplify(program).result());
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
        programs.put("constants", Program.parse("""
                def train(w, g, m, lr):
                  pi = get_pi()
                  e = get_e()
                  a = pi - e
                  b = g * a
                  eps = get_eps()
                  m = interp(b, m, 0.9)
                  c = abs(m)
                  c = c + eps
                  r = reciprocal(c)
                  update = m * r
                  return update, m
                """));
        programs.put("weights-as-divisor", Program.parse("""
                def train(w, g, lr):
                  d = w * 2.0
                  update = g / d
                  lr = lr * 0.0001
                  update = update * lr
                  return update
                """));
        programs.put("scaled-twice", Program.parse("""
                def train(w, g, m, lr):
                  m_1 = interp(g, m, 0.6)
                  update = sign(m_1)
                  update = update * lr
                  update = update * 0.0062
                  t = dot(update, update)
                  m = interp(m, m_1, t)
                  return update, m
                """));
        programs.put("no-schedule", Program.parse("""
                def train(w, g, m, lr):
                  m = interp(g, m, 0.9)
                  update = m * 0.01
                  return update, m
                """));
        programs.put("edges-of-the-schedule", Program.parse("""
                def train(w, g, m, lr):
                  r = reciprocal(lr)
                  e = lr * 100.0
                  e = exp10(e)
                  l = log(lr)
                  s = r + e
                  s = s - l
                  b = tanh(s)
                  m = interp(g, m, 0.9)
                  c = clip(m, b)
                  d = power(lr, 0.5)
                  c = c * d
                  update = c * 0.01
                  return update, m
                """));
        programs.put("decay-beside-the-rate", Program.parse("""
                def train(w, g, m, lr):
                  m = interp(g, m, 0.9)
                  step = m * lr
                  step = step * 0.01
                  decay = w * 0.001
                  update = step + decay
                  return update, m
                """));
        named(programs);
        return programs;
    }

    /**
     * Programs whose variables have other names than usual, or names that the code around the step has too, and that
     * assign or return their inputs.
     */
    private static void named(Map<String, Program> programs) {
        programs.put("own-names", Program.parse("""
                def train(theta, grad, moment, eta):
                  moment = interp(grad, moment, 0.9)
                  direction = sign(moment)
                  decay = theta * 0.1
                  sum = direction + decay
                  rate = eta * 0.01
                  update = sum * rate
                  return update, moment
                """));
        programs.put("clashing-locals", Program.parse("""
                def train(theta, g, m, eta):
                  m = interp(g, m, 0.9)
                  lr = sign(m)
                  rate = eta * 0.01
                  w = abs(theta)
                  update = lr * rate
                  w = w * 0.001
                  update = update + w
                  return update, m
                """));
        programs.put("clashing-states", Program.parse("""
                def train(g, lr, w, w_, lr_, eta):
                  w = interp(lr, w, 0.9)
                  lr_ = interp(w, lr_, 0.5)
                  w_ = interp(lr_, w_, 0.8)
                  decay = g * 0.1
                  x = w_ + decay
                  s = sqrt(eta)
                  s = s * 0.01
                  update = x * s
                  return update, w, w_, lr_
                """));
        programs.put("constant-step", Program.parse("""
                def train(theta, g, lr):
                  update = lr * 0.01
                  return update
                """));
        programs.put("assigned-inputs", Program.parse("""
                def train(theta, g, m, eta):
                  m = interp(g, m, 0.9)
                  w = theta * m
                  theta = eta * 0.01
                  g = theta + 0.5
                  eta = m * theta
                  w = w * theta
                  m = m * g
                  update = eta + w
                  theta = cos(0.5)
                  g = sqrt(theta)
                  return update, m
                """));
        programs.put("assigned-to-constant", Program.parse("""
                def train(w, g, lr):
                  w = sqrt(lr)
                  update = w * 0.01
                  return update
                """));
        programs.put("model-assigned-inputs", Program.parse("""
                def train(theta, grad, g, eta):
                  n = global_norm(grad)
                  g = interp(grad, g, 0.9)
                  lr = g / n
                  w = norm(theta)
                  theta = eta * 0.01
                  w = w * theta
                  grad = norm(0.5)
                  w = w * grad
                  update = lr * w
                  grad = dot(lr, theta)
                  theta = clip_by_global_norm(theta, grad)
                  update = update + theta
                  return update, g
                """));
        programs.put("inputs-as-states", Program.parse("""
                def train(w, g, a, b, c, d, lr):
                  x = w - c
                  y = b - d
                  z = x * 0.01
                  y = y * 0.01
                  update = y + z
                  return update, g, a, w, lr
                """));
        programs.put("model-inputs-as-states", Program.parse("""
                def train(w, g, a, b, c, d, lr):
                  n = global_norm(g)
                  x = w - c
                  y = b - d
                  y = y / n
                  z = x * 0.01
                  y = y * 0.01
                  update = y + z
                  return update, g, a, w, lr
                """));
        programs.put("old-state-as-update", Program.parse("""
                def train(w, g, a, b, lr):
                  b = g * 0.01
                  return a, b, a
                """));
        programs.put("decay-of-a-number", Program.parse("""
                def train(w, g, m, lr):
                  decay = w * 0.1
                  sum = decay + 0.5
                  rate = lr * 0.01
                  update = sum * rate
                  return update, m
                """));
        programs.put("negative-rate", Program.parse("""
                def train(w, g, lr):
                  rate = lr * -0.01
                  d = w - g
                  update = d * rate
                  return update
                """));
        programs.put("decay-of-a-scalar", Program.parse("""
                def train(w, g, m, lr):
                  half = cos(0.5)
                  decay = w * 0.1
                  sum = decay + half
                  rate = lr * 0.01
                  update = sum * rate
                  return update, m
                """));
    }

    /** Programs in which each of the words is a state, and a local variable. */
    static Map<String, Program> naming(Collection<String> words, boolean wholeModel) {
        Map<String, Program> programs = new LinkedHashMap<>();
        List<String> names = List.copyOf(words);
        String start = wholeModel ? "  n0 = global_norm(grad0)\n  sum0 = grad0 / n0\n" : "  sum0 = grad0 * 1.0\n";
        String end = "  sum0 = sum0 * 0.01\n  update0 = sum0 * eta0\n  return update0";
        for (int from = 0; from < names.size(); from += 50) {
            List<String> some = names.subList(from, Math.min(names.size(), from + 50));
            String all = String.join(", ", some);
            String updates = some.stream()
                    .map(name -> "  " + name + " = interp(sum0, " + name + ", 0.9)\n  sum0 = sum0 - " + name + "\n")
                    .collect(Collectors.joining());
            programs.put(
                    (wholeModel ? "model-states-" : "states-") + from,
                    Program.parse("def train(theta0, grad0, " + all + ", eta0):\n" + start + updates + end + ", " + all
                            + "\n"));
            programs.put(
                    (wholeModel ? "model-locals-" : "locals-") + from,
                    Program.parse("def train(theta0, grad0, eta0):\n" + start
                            + some.stream()
                                    .map(name -> "  " + name + " = sum0 * 0." + (some.indexOf(name) + 1) + "\n")
                                    .collect(Collectors.joining())
                            + some.stream()
                                    .map(name -> "  sum0 = sum0 - " + name + "\n")
                                    .collect(Collectors.joining()) + end + "\n"));
        }
        return programs;
    }

    /** Words that stand in the code of these programs, and more that differ from them by little. */
    static Set<String> words(Target target, Map<String, Program> programs, String keywords) {
        Set<String> words = new TreeSet<>(List.of(keywords.split("\\s+")));
        Pattern word = Pattern.compile("[A-Za-z_]\\w*");
        programs.forEach((name, program) ->
                word.matcher(target.export(program, name, "X.")).results().forEach(found -> words.add(found.group())));
        words.addAll(List.of(
                "_",
                "__",
                "_2",
                "_m",
                "__m",
                "m_",
                "lambda_",
                "w_",
                "lr_",
                "weight_decay_",
                "iterationValue",
                "a_b",
                "aB"));
        words.removeIf(each -> !Names.isName(each) || each.matches("(theta|grad|eta|sum|n|update)0"));
        return words;
    }

    /** Whether some statement looks at the whole model. */
    static boolean needsWholeModel(Program program) {
        return AbstractExecution.ofValid(program).pruned().statements().stream()
                .anyMatch(statement -> statement.function().isOfModel());
    }

    /** Begins at 0, rises above 1, ends at 0. */
    static float schedule(int step) {
        return step < 10 ? 0.15f * step : 1.5f * (STEPS - 1 - step) / (STEPS - 11);
    }

    /** Every different program that was found. */
    static Map<String, Program> found() throws IOException {
        Map<String, Program> programs = new LinkedHashMap<>();
        Set<String> seen = new TreeSet<>();
        Path results = Path.of("..", "results");
        try (Stream<Path> files = Files.walk(results)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".program")
                            && !path.getParent().equals(results))
                    .sorted()
                    .toList()) {
                Program program = Program.parse(Files.readString(file));
                if (seen.add(program.toString())) {
                    programs.put("found-" + programs.size(), program);
                }
            }
        }
        return programs;
    }

    /** Whether the program's rate follows the schedule; else its optimizer has a rate all the same. */
    public static boolean isScheduled(Program program) {
        Dataflow flow = AbstractExecution.ofValid(program).reduced().flow();
        return flow.isRead(flow.schedule()) || flow.isResult(flow.schedule());
    }

    /** Whether two numbers are the same up to rounding, or both NaN, or the same infinity. */
    static boolean agree(float actual, float expected) {
        return Float.compare(actual, expected) == 0
                || Math.abs(actual - expected) <= 2e-5f * Math.max(1, Math.abs(expected));
    }

    static float[] start() {
        return start(LAYOUT);
    }

    static float[] start(ParameterLayout layout) {
        return numbers(1, layout.size(), 1);
    }

    static float[][] gradients() {
        return gradients(LAYOUT);
    }

    static float[][] gradients(ParameterLayout layout) {
        float[][] gradients = new float[STEPS][];
        for (int step = 0; step < STEPS; step++) {
            gradients[step] = numbers(100 + step, layout.size(), 0.5);
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
        return expected(program, LAYOUT);
    }

    static float[][] expected(Program program, ParameterLayout layout) {
        Optimizer optimizer = Engine.block().compile(program, layout);
        float[] weights = start(layout);
        float[][] trace = new float[STEPS][];
        float[][] gradients = gradients(layout);
        for (int step = 0; step < STEPS; step++) {
            optimizer.step(weights, gradients[step], schedule(step));
            trace[step] = weights.clone();
        }
        return trace;
    }
}
