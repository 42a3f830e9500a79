package savanna.tasks.model;

import java.util.List;
import savanna.tasks.data.Shape;
import savanna.tasks.gemm.Gemm;
import savanna.tasks.yaml.YamlMap;

/** {@code kind: mlp}, with {@code hidden: [32]} and {@code activation: relu|gelu}. */
public final class MlpKind implements ModelKind {
    @Override
    public String name() {
        return "mlp";
    }

    @Override
    public Model create(YamlMap options, Shape shape, int batch) {
        options.onlyKeys("kind", "hidden", "activation");
        if (!(shape instanceof Shape.Row rows)) {
            throw options.error(
                    "kind",
                    "an mlp needs images or other rows of numbers, and the data is text; expected kind: transformer");
        }
        return new Mlp(
                rows,
                options.integers("hidden", List.of(32), 1, 1 << 20),
                options.choice("activation", Activation.RELU),
                batch,
                Gemm.create());
    }
}
