package savanna.tasks.workers;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import savanna.tasks.Task;
import savanna.tasks.TaskKind;
import savanna.tasks.yaml.YamlMap;

/**
 * Tasks that are Python functions: {@code train.py:small_gpt}, or a YAML file with {@code python: train.py:small_gpt}
 * and {@code parameters} for it.
 */
public final class PythonTaskKind implements TaskKind {

    @Override
    public String key() {
        return "python";
    }

    @Override
    public Optional<Task> find(String reference) {
        return PythonTask.isReference(reference)
                ? Optional.of(new PythonTask(reference, Map.of(), WorkerSetup.here()))
                : Optional.empty();
    }

    @Override
    public Task read(String name, YamlMap root, Path folder) {
        root.onlyKeys("description", "python", "parameters");
        String reference = root.text("python");
        if (!PythonTask.isReference(reference)) {
            throw root.error("python", "expected a function as FILE.py:FUNCTION, such as train.py:small_gpt");
        }
        Map<String, Object> parameters = new LinkedHashMap<>();
        root.map("parameters")
                .ifPresent(map -> map.entries().forEach((key, value) -> parameters.put(key, value.plain())));
        return new PythonTask(folder.resolve(reference).toString(), parameters, WorkerSetup.here());
    }
}
