package savanna.tasks.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import savanna.tasks.yaml.YamlMap;

/** {@code kind: text}: a text {@code file}, at a {@code level}, in windows of {@code context}. */
public final class TextKind implements DataKind {
    private static final int PIECE = 2_000;

    @Override
    public String name() {
        return "text";
    }

    @Override
    public Dataset read(YamlMap options, Path folder) throws IOException {
        options.onlyKeys("kind", "file", "level", "context", "vocabulary", "validation", "test", "split-seed");
        Path file = DataFile.find(options, "file", folder);
        List<String> tokens = options.choice("level", TextLevel.CHARACTER).tokens(DataFile.text(file));
        if (tokens.size() < 3 * PIECE) {
            throw new DataException(file + ": " + tokens.size() + " tokens of text; expected at least " + 3 * PIECE);
        }
        return Corpus.read(options)
                .split(file.getFileName().toString(), TextLevel.pieces(tokens, PIECE), Splits.read(options, 0.1, 0.1))
                .from(file);
    }
}
