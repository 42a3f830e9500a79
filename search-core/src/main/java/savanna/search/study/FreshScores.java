package savanna.search.study;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.program.Program;
import savanna.search.store.WholeFile;
import savanna.tasks.Task;
import savanna.tasks.compare.Comparison;
import savanna.tasks.compare.Contender;
import savanna.tasks.compare.Standing;
import savanna.tasks.training.TrainingService;

/**
 * Measures programs on a task and keeps what came out in a file, so that a study which is begun again does not measure
 * again. The file counts for the same programs, task, seeds and tries alone.
 */
public final class FreshScores {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final int seeds;

    /**
     * @param folder of the files
     * @param seeds fresh ones
     */
    public FreshScores(Path folder, int seeds) {
        this.folder = folder;
        this.seeds = seeds;
    }

    /** What a file says. @param asked all that it depends on */
    private record Kept(Map<String, String> asked, Map<String, List<Double>> test) {}

    /**
     * Of some programs, on the same seeds.
     *
     * @param programs by name
     * @param tries of tuning that each has on the task; 0: they are measured as they are
     * @param seed chooses the fresh seeds and the tries
     */
    public Scores of(Map<String, Program> programs, Task task, int tries, long seed, TrainingService trainings)
            throws IOException {
        Map<String, String> asked = new TreeMap<>();
        programs.forEach((name, program) -> asked.put(
                "program " + name, AbstractExecution.ofValid(program).hash().toString()));
        asked.put("task", task.digest().value());
        asked.put("seeds", seeds + " of " + seed);
        asked.put("tries", Integer.toString(tries));
        Path file = folder.resolve(seed + "-" + task.name().replaceAll("[^A-Za-z0-9._-]+", "_") + ".json");
        Optional<Kept> kept = kept(file).filter(before -> before.asked().equals(asked));
        if (kept.isPresent()) {
            return new Scores(task.name(), kept.get().test());
        }
        List<Contender> contenders = programs.entrySet().stream()
                .map(entry -> new Contender(
                        entry.getKey(),
                        AbstractExecution.ofValid(entry.getValue()).program()))
                .toList();
        Map<String, List<Double>> test = new LinkedHashMap<>();
        for (Standing standing : new Comparison(task, seeds, tries, seed).run(contenders, trainings, phase -> {})) {
            if (standing.isTrained()) {
                test.put(
                        standing.name(),
                        standing.runs().stream()
                                .map(run -> run.test().getAsDouble())
                                .toList());
            }
        }
        Files.createDirectories(folder);
        WholeFile.write(
                file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(Map.of("asked", asked, "test", test)));
        return new Scores(task.name(), test);
    }

    private static Optional<Kept> kept(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            Map<String, Object> read = JSON.readValue(Files.readString(file), new TypeReference<>() {});
            return Optional.of(new Kept(
                    JSON.convertValue(read.get("asked"), new TypeReference<>() {}),
                    JSON.convertValue(read.get("test"), new TypeReference<>() {})));
        } catch (JsonProcessingException | IllegalArgumentException broken) {
            // It is made again.
            return Optional.empty();
        }
    }
}
