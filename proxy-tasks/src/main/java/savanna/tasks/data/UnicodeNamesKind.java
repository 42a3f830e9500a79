package savanna.tasks.data;

import java.nio.file.Path;
import java.util.List;
import savanna.tasks.yaml.YamlMap;

/** {@code kind: unicode-names}: the names of Unicode characters, at a {@code level}, in windows of {@code context}. */
public final class UnicodeNamesKind implements DataKind {
    @Override
    public String name() {
        return "unicode-names";
    }

    @Override
    public Dataset read(YamlMap options, Path folder) {
        options.onlyKeys("kind", "level", "context", "vocabulary", "validation", "test", "split-seed");
        TextLevel level = options.choice("level", TextLevel.CHARACTER);
        List<List<String>> lines = UnicodeNames.read().stream()
                .map(name -> level.tokens(name + "\n"))
                .toList();
        return Corpus.read(options).split("Unicode names", lines, Splits.read(options, 0.1, 0.1));
    }
}
