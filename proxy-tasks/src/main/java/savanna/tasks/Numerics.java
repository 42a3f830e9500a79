package savanna.tasks;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import savanna.dsl.execution.Engine;
import savanna.dsl.execution.Optimizer;
import savanna.dsl.library.ProgramLibrary;
import savanna.tasks.data.Batch;
import savanna.tasks.data.Digits;
import savanna.tasks.data.Images;
import savanna.tasks.gemm.Gemm;
import savanna.tasks.gemm.GemmKind;
import savanna.tasks.model.Activation;
import savanna.tasks.model.Mlp;
import savanna.tasks.model.Model;
import savanna.tasks.model.TransformerSize;
import savanna.tasks.model.VisionTransformer;

/**
 * The fingerprint of this machine's arithmetic. Results are equal to the bit wherever it is: another kernel of matrix
 * products rounds other sums, and in a search one exchanged rank makes another run.
 *
 * @param gemm what multiplies matrices
 * @param java version of Java, such as 17.0.15
 * @param probe digest of the weights that fixed short trainings give; 16 hexadecimal digits
 */
public record Numerics(GemmKind gemm, String java, String probe) {
    private static final String JAVA = ", Java ";
    private static final String PROBE = ", probe ";

    /** Of this process. Loads the library of matrix products and trains for some milliseconds. */
    public static Numerics here() {
        return new Numerics(GemmKind.chosen(), System.getProperty("java.version"), trained());
    }

    /** In one line, such as {@code openblas 0.3.31 (Cooperlake), Java 17.0.15, probe 0f47a2c1b3d4e5f6}. */
    @Override
    public String toString() {
        return gemm + JAVA + java + PROBE + probe;
    }

    /**
     * Whether a line that {@link #toString} made names the same arithmetic: equal products and an equal probe. Versions
     * of Java compute alike, so that an equal probe excuses another one.
     */
    public boolean isSame(String line) {
        return line.startsWith(gemm + JAVA) && line.endsWith(PROBE + probe);
    }

    private static String trained() {
        Images digits = Digits.read();
        MessageDigest digest = sha256();
        // Depths and widths on both sides of the kernels' block sizes, ReLU and attention.
        train(new Mlp(digits.shape(), List.of(32, 48), Activation.RELU, 48, Gemm.create()), digits, 48, digest);
        TransformerSize size = new TransformerSize(16, 2, 1, 4);
        train(new VisionTransformer(digits.shape(), 4, size, 16, Gemm.create()), digits, 16, digest);
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
    }

    private static void train(Model model, Images digits, int examples, MessageDigest digest) {
        Optimizer optimizer =
                Engine.block().compile(ProgramLibrary.find("adamw").orElseThrow(), model.layout());
        float[] weights = new float[model.layout().size()];
        float[] gradient = new float[weights.length];
        model.initialize(weights, new SplittableRandom(1));
        Batch batch = new Batch(digits.shape(), examples);
        int steps = 8;
        int[] order = digits.order(steps * examples, new SplittableRandom(2));
        for (int step = 0; step < steps; step++) {
            digits.fill(batch, order, step * examples, examples);
            model.gradient(weights, batch, gradient);
            optimizer.step(weights, gradient, 1f);
        }
        ByteBuffer octets = ByteBuffer.allocate(4 * weights.length);
        octets.asFloatBuffer().put(weights);
        digest.update(octets);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
