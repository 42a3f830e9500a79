package savanna.tasks.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import savanna.tasks.data.Batch;
import savanna.tasks.data.Examples;
import savanna.tasks.data.Images;
import savanna.tasks.data.Shape;
import savanna.tasks.gemm.Gemm;

/**
 * One forward and backward pass of each model against the same model in PyTorch, as
 * {@code src/test/python/make_golden.py} stored it.
 */
class GoldenTest {
    private static final int EXAMPLES = 6;
    private static final Shape.Image ROW = new Shape.Image(1, 16, 5);
    private static final Shape.Image SQUARE = new Shape.Image(4, 4, 5);
    private static final Shape.Tokens TEXT = new Shape.Tokens(5, 11);

    @Test
    void shouldAgreeWithPyTorchOnAnMlp() throws IOException {
        agree("mlp-relu", new Mlp(ROW, List.of(9, 7), Activation.RELU, EXAMPLES, Gemm.create()), ROW);
        agree("mlp-gelu", new Mlp(ROW, List.of(9, 7), Activation.GELU, EXAMPLES, Gemm.create()), ROW);
    }

    @Test
    void shouldAgreeWithPyTorchOnAVisionTransformer() throws IOException {
        agree(
                "vit",
                new VisionTransformer(SQUARE, 2, new TransformerSize(8, 2, 2, 4), EXAMPLES, Gemm.create()),
                SQUARE);
    }

    @Test
    void shouldAgreeWithPyTorchOnADecoder() throws IOException {
        agree(
                "transformer",
                new DecoderTransformer(TEXT, new TransformerSize(8, 2, 2, 4), EXAMPLES, Gemm.create()),
                TEXT);
    }

    private static void agree(String name, Model model, Shape shape) throws IOException {
        JsonNode golden;
        try (InputStream resource = GoldenTest.class.getResourceAsStream("/savanna/tasks/golden/" + name + ".json")) {
            golden = new ObjectMapper().readTree(resource);
        }
        float[] weights = floats(golden.get("weights"));
        float[] expected = floats(golden.get("gradient"));
        assertThat(model.layout().size()).isEqualTo(weights.length);
        float[] gradient = new float[weights.length];
        assertThat(model.gradient(weights, batch(golden, shape), gradient))
                .isCloseTo(golden.get("loss").asDouble(), within(2e-5));
        for (int i = 0; i < gradient.length; i++) {
            assertThat(gradient[i]).as("%s, gradient %d", name, i).isCloseTo(expected[i], within(2e-5f));
        }
    }

    private static Batch batch(JsonNode golden, Shape shape) {
        Batch batch = new Batch(shape, EXAMPLES);
        float[] inputs = floats(golden.get("inputs"));
        int[] targets = ints(golden.get("targets"));
        if (shape instanceof Shape.Image image) {
            Examples images = new Images(image, inputs, targets);
            images.fill(batch, IntStream.range(0, EXAMPLES).toArray(), 0, EXAMPLES);
        } else {
            TokenBatches.fill(batch, ints(golden.get("inputs")), targets);
        }
        return batch;
    }

    private static float[] floats(JsonNode numbers) {
        float[] floats = new float[numbers.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) numbers.get(i).asDouble();
        }
        return floats;
    }

    private static int[] ints(JsonNode numbers) {
        return IntStream.range(0, numbers.size())
                .map(i -> numbers.get(i).asInt())
                .toArray();
    }
}
