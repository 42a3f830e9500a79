package savanna.dsl.execution;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import savanna.dsl.RandomPrograms;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.analysis.Analysis;
import savanna.dsl.function.Function;
import savanna.dsl.function.Functions;
import savanna.dsl.library.ProgramLibrary;
import savanna.dsl.program.Program;

/**
 * Takes some steps with each function of the language over all sorts of floats, and with random programs, and writes a
 * digest of the bits of each: {@link SameBitsTest} compares them between processes whose Java compiles in other ways.
 * Each is run again and again, so that HotSpot compiles it on the way; bits that change meanwhile are told.
 */
final class SameBits {

    private static final ParameterLayout LAYOUT = ParameterLayout.builder()
            .add("a", 60, 20)
            .add("b", 37)
            .add("c", 3, 70)
            .build();
    private static final int STEPS = 5;

    private SameBits() {}

    /** @param arguments number of random programs, how often each is run */
    public static void main(String[] arguments) {
        int repetitions = Integer.parseInt(arguments[1]);
        float[][] gradients = gradients();
        programs(Integer.parseInt(arguments[0])).forEach((name, program) -> {
            String first = digest(program, gradients);
            String changed = "";
            for (int i = 1; i < repetitions && changed.isEmpty(); i++) {
                String now = digest(program, gradients);
                changed = now.equals(first) ? "" : ", then " + now;
            }
            System.out.println(name.replace("\n", "; ") + " = " + first + changed);
        });
    }

    private static Map<String, Program> programs(int random) {
        Map<String, Program> programs = new LinkedHashMap<>();
        for (Function function : Functions.all()) {
            String arguments = String.join(", ", List.of("g", "w", "m").subList(0, function.arity()));
            Program program = Program.parse("def train(w, g, m, lr):\n  m = interp(g, m, 0.5)\n  x = " + function.name()
                    + "(" + arguments + ")\n  x = x + m\n  return x, m");
            if (AbstractExecution.of(program).isValid()) {
                programs.put(function.name(), program);
            }
        }
        ProgramLibrary.names()
                .forEach(name -> programs.put(name, ProgramLibrary.find(name).orElseThrow()));
        RandomPrograms generator = new RandomPrograms(new SplittableRandom(1));
        for (int i = 0; i < random; i++) {
            Program program =
                    i % 2 == 0 ? generator.program(12) : generator.ofAllKinds().programOfKinds(12);
            programs.put("program " + i + ": " + program, program);
        }
        return programs;
    }

    /** Of usual size, of any, and of the edges of the range. */
    private static float[][] gradients() {
        RandomGenerator random = new SplittableRandom(2);
        float[] edges = {0, -0f, 1, -1, 0.5f, 2, (float) Math.PI, 1e-45f, 1e-38f, 1e38f, 8192, 8193, -1e6f, 88, 89, -104
        };
        float[][] gradients = new float[STEPS][LAYOUT.size()];
        for (int step = 0; step < STEPS; step++) {
            for (int i = 0; i < gradients[step].length; i++) {
                gradients[step][i] = switch (step) {
                    case 0, 1, 4 -> (float) random.nextGaussian();
                    case 2 -> (float) (random.nextGaussian() * Math.scalb(1.0, random.nextInt(-149, 127)));
                    default -> edges[random.nextInt(edges.length)];
                };
            }
        }
        return gradients;
    }

    private static String digest(Program program, float[][] gradients) {
        Analysis analysis = AbstractExecution.ofValid(program);
        Optimizer optimizer = Engine.block().compile(analysis, LAYOUT);
        MessageDigest digest = sha256();
        ByteBuffer octets = ByteBuffer.allocate(4 * LAYOUT.size());
        float[] weights = new float[LAYOUT.size()];
        for (float[] gradient : gradients) {
            // Each step begins with weights that are finite, so that it has something to say.
            RandomGenerator random = new SplittableRandom(3);
            for (int i = 0; i < weights.length; i++) {
                weights[i] = (float) random.nextGaussian();
            }
            optimizer.step(weights, gradient, 0.01f);
            octets.clear();
            for (float weight : weights) {
                // All NaN are alike.
                octets.putInt(Float.floatToIntBits(weight));
            }
            digest.update(octets.array());
        }
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
