package savanna.tasks.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import savanna.tasks.data.Batch;
import savanna.tasks.data.Shape;
import savanna.tasks.gemm.Gemm;

class AllocationTest {
    private static final Shape.Image IMAGE = new Shape.Image(4, 4, 5);
    private static final Shape.Tokens TEXT = new Shape.Tokens(8, 11);
    private static final int STEPS = 200;

    private static Stream<Arguments> models() {
        TransformerSize size = new TransformerSize(8, 2, 2, 4);
        return Stream.of(
                Arguments.of("MLP", new Mlp(IMAGE, List.of(9), Activation.GELU, 4, Gemm.create()), IMAGE),
                Arguments.of("ViT", new VisionTransformer(IMAGE, 2, size, 4, Gemm.create()), IMAGE),
                Arguments.of("Transformer", new DecoderTransformer(TEXT, size, 4, Gemm.create()), TEXT));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void shouldNotAllocateInAStep(String name, Model model, Shape shape) {
        Assumptions.assumeTrue(
                ManagementFactory.getThreadMXBean() instanceof com.sun.management.ThreadMXBean,
                "this JVM does not count allocations");
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        Batch batch = shape instanceof Shape.Tokens tokens
                ? TokenBatches.random(tokens, 4, 1)
                : ImageBatches.random(IMAGE, 4, 1);
        float[] weights = new float[model.layout().size()];
        float[] gradient = new float[weights.length];
        model.initialize(weights, new SplittableRandom(1));
        long least = Long.MAX_VALUE;
        for (int step = 0; step < STEPS; step++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            model.gradient(weights, batch, gradient);
            // The least, since the virtual machine itself may allocate in the name of the thread now and then.
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(least).isZero();
    }
}
