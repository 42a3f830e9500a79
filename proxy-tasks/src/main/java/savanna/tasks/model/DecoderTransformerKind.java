package savanna.tasks.model;

import savanna.tasks.data.Shape;
import savanna.tasks.gemm.Gemm;
import savanna.tasks.yaml.YamlMap;

/**
 * {@code kind: transformer}, with {@code width}, {@code heads}, {@code layers} and {@code expansion}; context and
 * vocabulary are the data's.
 */
public final class DecoderTransformerKind implements ModelKind {
    @Override
    public String name() {
        return "transformer";
    }

    @Override
    public Model create(YamlMap options, Shape shape, int batch) {
        options.onlyKeys("kind", "width", "heads", "layers", "expansion");
        if (!(shape instanceof Shape.Tokens tokens)) {
            throw options.error(
                    "kind",
                    "a transformer needs text, and the data is rows of numbers; expected kind: mlp or kind: vit");
        }
        return new DecoderTransformer(tokens, TransformerSize.read(options), batch, Gemm.create());
    }
}
