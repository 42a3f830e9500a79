package savanna.search;

import java.util.List;
import java.util.function.Function;
import savanna.tasks.TrainingRequest;
import savanna.tasks.TrainingResult;
import savanna.tasks.training.TrainingBatch;
import savanna.tasks.training.TrainingService;

/**
 * A training service that trains nothing: its results are what the test says. A batch is trained when it is awaited.
 */
public class ScriptedTrainings implements TrainingService {

    private final Function<TrainingRequest, TrainingResult> script;
    private long made;

    public ScriptedTrainings(Function<TrainingRequest, TrainingResult> script) {
        this.script = script;
    }

    @Override
    public TrainingBatch submit(List<TrainingRequest> requests) {
        return new TrainingBatch() {
            @Override
            public List<TrainingResult> await() {
                List<TrainingResult> results = requests.stream().map(script).toList();
                results.forEach(result -> made += result.runs().size());
                return results;
            }

            @Override
            public void abandon() {
                // Nothing is under way.
            }
        };
    }

    @Override
    public <T, R> List<R> map(List<T> items, Function<? super T, ? extends R> function) {
        return items.stream().<R>map(function).toList();
    }

    @Override
    public TrainingService share() {
        return this;
    }

    @Override
    public int slots() {
        return 1;
    }

    @Override
    public long made() {
        return made;
    }

    @Override
    public long nanos() {
        return made;
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
