package savanna.tasks.data;

import java.nio.file.Path;
import savanna.tasks.yaml.YamlMap;

/** {@code kind: digits}: the bundled 8x8 digits. */
public final class DigitsKind implements DataKind {
    @Override
    public String name() {
        return "digits";
    }

    @Override
    public Dataset read(YamlMap options, Path folder) {
        options.onlyKeys("kind", "validation", "test", "split-seed");
        return Splits.read(options, 0.22, 0.22).split("digits", Digits.read());
    }
}
