package savanna.search;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import savanna.tasks.TrainingRequest;
import savanna.tasks.TrainingResult;
import savanna.tasks.training.ChainBatch;
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
    public ChainBatch submitChains(List<List<TrainingRequest>> chains) {
        return new ChainBatch() {
            @Override
            public List<List<TrainingResult>> await() {
                return chains.stream().map(ScriptedTrainings.this::results).toList();
            }

            @Override
            public void abandon() {
                // Nothing is under way.
            }
        };
    }

    private List<TrainingResult> results(List<TrainingRequest> chain) {
        List<TrainingResult> results = new ArrayList<>();
        for (TrainingRequest request : chain) {
            TrainingResult result = script.apply(request);
            results.add(result);
            made += result.runs().size();
            if (result.outcome().isFailure()) {
                break;
            }
        }
        return results;
    }

    @Override
    public <T, R> List<R> map(List<T> items, Function<? super T, ? extends R> function) {
        return items.stream().<R>map(function).toList();
    }

    @Override
    public TrainingService share(BooleanSupplier isUp) {
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
