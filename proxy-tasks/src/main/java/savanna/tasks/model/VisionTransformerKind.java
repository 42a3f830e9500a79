package savanna.tasks.model;

import savanna.tasks.data.Shape;
import savanna.tasks.gemm.Gemm;
import savanna.tasks.yaml.YamlMap;

/** {@code kind: vit}, with {@code patch}, {@code width}, {@code heads}, {@code layers} and {@code expansion}. */
public final class VisionTransformerKind implements ModelKind {
    @Override
    public String name() {
        return "vit";
    }

    @Override
    public Model create(YamlMap options, Shape shape, int batch) {
        options.onlyKeys("kind", "patch", "width", "heads", "layers", "expansion");
        if (!(shape instanceof Shape.Image image)) {
            throw options.error(
                    "kind",
                    shape instanceof Shape.Real
                            ? "a vit needs images in classes, and the data has real targets; expected kind: mlp"
                            : "a vit needs images, and the data is text; expected kind: transformer");
        }
        int patch = options.integer("patch", 2, 1, 1 << 10);
        if (image.height() % patch != 0 || image.width() % patch != 0) {
            throw options.error(
                    "patch",
                    "patches of " + patch + " do not divide images of " + image.height() + " x " + image.width());
        }
        return new VisionTransformer(image, patch, TransformerSize.read(options), batch, Gemm.create());
    }
}
