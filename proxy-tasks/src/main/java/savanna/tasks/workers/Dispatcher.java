package savanna.tasks.workers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import savanna.tasks.TaskDescription;
import savanna.tasks.training.Assignment;
import savanna.tasks.training.Assignments;

/**
 * One thread that hands trainings to workers and hears what they say. All that is known of workers is its own; whatever
 * happens elsewhere is posted to it, so that nothing here needs a lock and nobody waits for a worker.
 */
final class Dispatcher {

    /** Has something done by the dispatcher's thread. */
    @FunctionalInterface
    interface Posting {
        void post(Runnable event);
    }

    /** Makes the workers of a task, once it is needed. */
    @FunctionalInterface
    interface Crews {
        /** @throws savanna.tasks.TaskException if no worker can be asked to train the task */
        Crew crew(TaskDescription task, Totals totals, Assignments assignments, Posting posting);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final long TICK_NANOS = 100_000_000L;
    /** Workers are given so long to end by themselves. */
    private static final long GRACE_NANOS = 2_000_000_000L;

    private final Predicate<? super TaskDescription> trained;
    private final Crews maker;
    private final Assignments assignments;
    private final BlockingQueue<Runnable> events = new LinkedBlockingQueue<>();
    private final AtomicBoolean isLooking = new AtomicBoolean();
    private final Totals totals = new Totals();
    private final Map<String, Crew> crews = new LinkedHashMap<>();
    private final Thread thread = new Thread(this::run, "workers");
    private volatile WorkersStanding standing = WorkersStanding.NONE;
    private volatile boolean isClosed;

    /** @param trained tasks that workers train */
    Dispatcher(Predicate<? super TaskDescription> trained, Crews maker, Assignments assignments) {
        this.trained = trained;
        this.maker = maker;
        this.assignments = assignments;
        thread.setDaemon(true);
        thread.start();
    }

    /** There may be something to train. */
    void look() {
        if (isLooking.compareAndSet(false, true)) {
            events.add(() -> isLooking.set(false));
        }
    }

    /** What workers are at; all that callers were told of is in it. From any thread but its own. */
    WorkersStanding standing() {
        CompletableFuture<WorkersStanding> answer = new CompletableFuture<>();
        events.add(() -> {
            tell();
            answer.complete(standing);
        });
        try {
            return isClosed ? standing : answer.get(TICK_NANOS, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return standing;
        } catch (ExecutionException | TimeoutException late) {
            return standing;
        }
    }

    /** The same as it was a moment ago. */
    WorkersStanding lastStanding() {
        return standing;
    }

    /** Ends all workers. */
    void close() {
        isClosed = true;
        look();
        try {
            thread.join(2 * GRACE_NANOS / 1_000_000L);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        long tick = System.nanoTime();
        while (!isClosed) {
            try {
                Runnable event = events.poll(TICK_NANOS, TimeUnit.NANOSECONDS);
                for (int i = 0; event != null; i++) {
                    event.run();
                    // Free slots first, then the rest of what was said.
                    event = i < 100 ? events.poll() : null;
                }
                give();
                long now = System.nanoTime();
                if (now - tick >= TICK_NANOS) {
                    tick = now;
                    crews.values().forEach(crew -> crew.tick(now));
                    tell();
                }
            } catch (InterruptedException e) {
                // It ends when it is closed, and not before.
            } catch (RuntimeException fault) {
                LOG.error("a fault in handing out trainings", fault);
            }
        }
        crews.values().forEach(Crew::hangUp);
        tell();
        long deadline = System.nanoTime() + GRACE_NANOS;
        crews.values().forEach(crew -> crew.awaitEnd(deadline));
    }

    private void tell() {
        Map<String, String> numerics = new LinkedHashMap<>();
        crews.values().forEach(crew -> crew.numerics().ifPresent(line -> numerics.put(crew.task(), line)));
        standing = totals.standing(
                crews.values().stream()
                        .flatMap(crew -> crew.standings().stream())
                        .toList(),
                numerics);
    }

    /** Takes as many trainings as workers are free for. */
    private void give() {
        for (Map.Entry<String, Crew> entry : List.copyOf(crews.entrySet())) {
            Crew crew = entry.getValue();
            Predicate<TaskDescription> own = task -> task.digest().value().equals(entry.getKey());
            Optional<Assignment> assignment = Optional.empty();
            do {
                assignment = crew.wantsMore() ? assignments.poll(crew.freed(), own) : Optional.empty();
                assignment.ifPresent(each -> take(crew, each));
            } while (assignment.isPresent());
        }
        Predicate<TaskDescription> other =
                task -> !crews.containsKey(task.digest().value()) && trained.test(task);
        for (Optional<Assignment> first = assignments.poll(Optional.empty(), other);
                first.isPresent();
                first = assignments.poll(Optional.empty(), other)) {
            begin(first.get());
        }
    }

    /** The first training of a task brings its workers. */
    private void begin(Assignment assignment) {
        TaskDescription task = assignment.request().task();
        try {
            Crew crew = maker.crew(task, totals, assignments, events::add);
            crews.put(task.digest().value(), crew);
            take(crew, assignment);
        } catch (RuntimeException impossible) {
            assignments.fail(assignment, impossible);
        }
    }

    private void take(Crew crew, Assignment assignment) {
        try {
            crew.take(assignment);
        } catch (RuntimeException impossible) {
            assignments.fail(assignment, impossible);
        }
    }
}
