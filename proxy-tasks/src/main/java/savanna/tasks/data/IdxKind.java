package savanna.tasks.data;

import java.io.IOException;
import java.nio.file.Path;
import savanna.tasks.yaml.YamlMap;

/** {@code kind: idx}: MNIST's format, plain or gzipped, from {@code images} and {@code labels}. */
public final class IdxKind implements DataKind {
    @Override
    public String name() {
        return "idx";
    }

    @Override
    public Dataset read(YamlMap options, Path folder) throws IOException {
        options.onlyKeys("kind", "images", "labels", "validation", "test", "split-seed");
        Path file = DataFile.find(options, "images", folder);
        Path labels = DataFile.find(options, "labels", folder);
        Images images = Idx.read(file, labels);
        return Splits.read(options, 0.15, 0.15)
                .split(file.getFileName().toString(), images)
                .from(file, labels);
    }
}
