package savanna.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import savanna.search.config.RunConfig;
import savanna.search.store.RunFolder;
import savanna.tasks.yaml.YamlException;

/** Commands that only look at a run show it even if its config could not begin one, and say so. */
final class ConfigNote {
    private ConfigNote() {}

    /** What is wrong with the config of a run, if anything is. */
    static Optional<String> of(Path run) {
        try {
            RunConfig.read(RunFolder.configFile(run), List.of());
            return Optional.empty();
        } catch (YamlException wrong) {
            return Optional.of("note: " + wrong.getMessage() + "; the run is shown as it is stored");
        }
    }
}
