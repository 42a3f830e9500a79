package savanna.tasks.suite;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;
import savanna.tasks.Hurdles;
import savanna.tasks.Outcome;
import savanna.tasks.Task;
import savanna.tasks.TaskDescription;
import savanna.tasks.TaskDigest;
import savanna.tasks.TrainingRequest;
import savanna.tasks.TrainingRequest.Wanted;
import savanna.tasks.TrainingResult;
import savanna.tasks.training.ChainBatch;
import savanna.tasks.training.TrainingCrashException;
import savanna.tasks.training.TrainingService;

/**
 * A training service that knows a suite: it trains on the suite's tasks by another service, and makes of what comes one
 * result. The start program is trained on the same seeds, without hurdles, once for each. All other requests go to the
 * other service as they are.
 */
public final class SuiteTrainings implements TrainingService {

    private final TrainingService trainings;
    private final Suite suite;
    private final TaskDigest digest;
    /** Fitness of the start program by seed, on each task. */
    private final List<Map<Long, Double>> starts = new ArrayList<>();

    /** @param trainings trains on the tasks; closed with this one */
    public SuiteTrainings(TrainingService trainings, Suite suite) {
        this.trainings = trainings;
        this.suite = suite;
        this.digest = suite.digest();
        suite.parts().forEach(part -> starts.add(new HashMap<>()));
    }

    /** The service itself, or one that knows the task if that is a suite. */
    public static TrainingService of(TrainingService trainings, Task task) {
        return task instanceof Suite suite ? new SuiteTrainings(trainings, suite) : trainings;
    }

    @Override
    public ChainBatch submitChains(List<List<TrainingRequest>> chains) {
        List<Chain> asked = chains.stream().map(this::chain).toList();
        List<TrainingRequest> own = starts(asked);
        ChainBatch batch = trainings.submitChains(
                Stream.concat(own.stream().map(List::of), asked.stream().map(Chain::requests))
                        .toList());
        return new ChainBatch() {
            @Override
            public List<List<TrainingResult>> await() {
                List<List<TrainingResult>> results = batch.await();
                for (int i = 0; i < own.size(); i++) {
                    learn(own.get(i), results.get(i).get(0));
                }
                List<List<TrainingResult>> answers = new ArrayList<>();
                for (int i = 0; i < asked.size(); i++) {
                    answers.add(asked.get(i).results(results.get(own.size() + i)));
                }
                return answers;
            }

            @Override
            public void abandon() {
                batch.abandon();
            }
        };
    }

    // ---- requests ----

    /** A request as one for each task of the suite; requests for other tasks stay what they are. */
    private record Link(TrainingRequest asked, List<TrainingRequest> requests, boolean isWhole) {}

    /** A chain of such, trained as one chain. */
    private final class Chain {
        private final List<Link> links;

        private Chain(List<Link> links) {
            this.links = links;
        }

        private List<TrainingRequest> requests() {
            return links.stream().flatMap(link -> link.requests.stream()).toList();
        }

        private List<TrainingResult> results(List<TrainingResult> trained) {
            List<TrainingResult> results = new ArrayList<>();
            int next = 0;
            for (Link link : links) {
                int end = Math.min(trained.size(), next + link.requests.size());
                if (next == end) {
                    break;
                }
                List<TrainingResult> own = trained.subList(next, end);
                results.add(link.isWhole ? combined(link.asked, own) : own.get(0));
                next = end;
            }
            return results;
        }
    }

    private Chain chain(List<TrainingRequest> requests) {
        return new Chain(requests.stream().map(this::link).toList());
    }

    private Link link(TrainingRequest request) {
        if (!request.task().digest().value().equals(digest.value())) {
            return new Link(request, List.of(request), false);
        }
        if (request.isForFitness()) {
            return new Link(request, suite.chain(request), true);
        }
        if (request.wants(Wanted.CURVE) || request.wants(Wanted.TEST)) {
            throw new IllegalArgumentException(suite.name()
                    + ": a suite tells fitness alone; for curves and test scores ask for one of its tasks");
        }
        // The first steps of a suite are those of its first task.
        TaskDescription first = TaskDescription.of(suite.tasks().get(0));
        TrainingRequest beginning = new TrainingRequest(
                request.program(),
                request.hash(),
                request.rounding(),
                first,
                request.seeds(),
                Hurdles.none(),
                request.wanted(),
                Math.min(request.steps(), first.steps()));
        return new Link(request, List.of(beginning), false);
    }

    // ---- the start program ----

    /** What is not known yet of the start program on the seeds that are asked for. */
    private List<TrainingRequest> starts(List<Chain> chains) {
        List<Long> seeds = chains.stream()
                .flatMap(chain -> chain.links.stream())
                .filter(Link::isWhole)
                .flatMap(link -> link.asked.seeds().stream())
                .distinct()
                .toList();
        List<TrainingRequest> requests = new ArrayList<>();
        for (int i = 0; i < starts.size(); i++) {
            Task task = suite.tasks().get(i);
            Map<Long, Double> known = starts.get(i);
            // A request a seed: the seeds after one that fails count too.
            seeds.stream()
                    .filter(seed -> !known.containsKey(seed))
                    .forEach(seed -> requests.add(TrainingRequest.of(task, suite.start(), List.of(seed))));
        }
        return requests;
    }

    private void learn(TrainingRequest request, TrainingResult result) {
        if (result.outcome() == Outcome.CRASHED) {
            throw new TrainingCrashException(
                    "the start program crashed on " + request.task().name() + ": " + result.text());
        }
        for (int i = 0; i < starts.size(); i++) {
            Suite.Part part = suite.parts().get(i);
            if (part.task().digest().value().equals(request.task().digest().value())) {
                starts.get(i).put(request.seeds().get(0), result.fitness().orElse(part.mean()));
            }
        }
    }

    // ---- results ----

    /** @param byTask one result a task, up to the first that failed */
    private TrainingResult combined(TrainingRequest asked, List<TrainingResult> byTask) {
        TrainingResult last = byTask.get(byTask.size() - 1);
        if (last.outcome() != Outcome.TRAINED) {
            return TrainingResult.of(untilFailure(asked, byTask));
        }
        List<TrainingResult.Run> runs = new ArrayList<>();
        for (int i = 0; i < asked.seeds().size(); i++) {
            int index = i;
            runs.add(trained(
                    asked.seeds().get(i),
                    byTask.stream().map(result -> result.runs().get(index)).toList()));
        }
        return TrainingResult.of(runs);
    }

    private TrainingResult.Run trained(long seed, List<TrainingResult.Run> byTask) {
        List<Double> scaled = new ArrayList<>();
        for (int i = 0; i < byTask.size(); i++) {
            double difference =
                    byTask.get(i).fitness().getAsDouble() - starts.get(i).get(seed);
            scaled.add(difference / suite.parts().get(i).scale());
        }
        double sum = 0;
        for (double each : scaled) {
            sum += each;
        }
        return TrainingResult.Run.trained(seed, sum / byTask.size(), suite.steps(), losses(byTask))
                .with(new TrainingResult.Seen(List.of(), List.of(), OptionalDouble.empty(), Optional.empty(), scaled))
                .with(time(byTask));
    }

    /** The run that failed; before it those of other seeds, as far as they came: their steps were made, too. */
    private static List<TrainingResult.Run> untilFailure(TrainingRequest asked, List<TrainingResult> byTask) {
        int failed = byTask.get(byTask.size() - 1).runs().size() - 1;
        List<TrainingResult.Run> runs = new ArrayList<>();
        for (int i = 0; i < asked.seeds().size(); i++) {
            int seed = i;
            List<TrainingResult.Run> own = byTask.stream()
                    .filter(result -> seed < result.runs().size())
                    .map(result -> result.runs().get(seed))
                    .toList();
            if (i != failed && !own.isEmpty()) {
                runs.add(ended(own, Outcome.PARTIAL));
            }
        }
        List<TrainingResult.Run> last =
                byTask.stream().map(result -> result.runs().get(failed)).toList();
        runs.add(ended(last, last.get(last.size() - 1).outcome()));
        return runs;
    }

    /** What came of one seed on the first tasks. */
    private static TrainingResult.Run ended(List<TrainingResult.Run> byTask, Outcome outcome) {
        TrainingResult.Run last = byTask.get(byTask.size() - 1);
        return new TrainingResult.Run(
                last.seed(),
                outcome,
                OptionalDouble.empty(),
                byTask.stream().mapToInt(TrainingResult.Run::steps).sum(),
                losses(byTask),
                TrainingResult.Seen.NOTHING,
                time(byTask),
                last.text());
    }

    private static List<Double> losses(List<TrainingResult.Run> runs) {
        return runs.stream().flatMap(run -> run.hurdleLosses().stream()).toList();
    }

    private static TrainingResult.Time time(List<TrainingResult.Run> runs) {
        double micros = runs.stream().mapToDouble(run -> run.time().micros()).sum();
        return new TrainingResult.Time(micros, Double.NaN);
    }

    // ---- the other service ----

    @Override
    public <T, R> List<R> map(List<T> items, Function<? super T, ? extends R> function) {
        return trainings.map(items, function);
    }

    @Override
    public TrainingService share(BooleanSupplier isUp) {
        return new SuiteTrainings(trainings.share(isUp), suite);
    }

    @Override
    public int slots() {
        return trainings.slots();
    }

    @Override
    public long made() {
        return trainings.made();
    }

    @Override
    public long nanos() {
        return trainings.nanos();
    }

    @Override
    public void close() {
        trainings.close();
    }
}
