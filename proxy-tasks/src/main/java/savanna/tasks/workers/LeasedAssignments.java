package savanna.tasks.workers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import savanna.tasks.TaskDescription;
import savanna.tasks.TrainingRequest;
import savanna.tasks.TrainingResult;
import savanna.tasks.training.Assignment;
import savanna.tasks.training.Assignments;

/**
 * Leases of a coordinator as the work of this process's threads: each is a program whose seeds are trained in turn, up
 * to the first that fails. What comes out is told as it comes.
 */
final class LeasedAssignments implements Assignments {

    /** One seed of a lease. */
    private record Leased(int lease, TrainingRequest request, int index) implements Assignment {
        @Override
        public long seed() {
            return request.seeds().get(index);
        }

        @Override
        public boolean isWanted() {
            return true;
        }
    }

    private final Consumer<ObjectNode> answers;
    private final Deque<Leased> waiting = new ArrayDeque<>();
    private final Set<Integer> begun = new HashSet<>();
    private final Set<Integer> cancelled = new HashSet<>();
    private final Set<Integer> over = new HashSet<>();
    private boolean isClosed;

    /** @param answers takes what is told, from any thread */
    LeasedAssignments(Consumer<ObjectNode> answers) {
        this.answers = answers;
    }

    /** Has a program trained. */
    synchronized void lease(int lease, TrainingRequest request) {
        waiting.add(new Leased(lease, request, 0));
        notifyAll();
    }

    /** Nobody waits for a lease any more: what has begun is seen through, the rest is not. */
    void cancel(int lease) {
        boolean isWaiting;
        synchronized (this) {
            isWaiting = waiting.removeIf(each -> each.lease == lease);
            if (begun.contains(lease)) {
                cancelled.add(lease);
            }
        }
        if (isWaiting) {
            answers.accept(JsonLines.object().put("end", lease));
        }
    }

    synchronized void close() {
        isClosed = true;
        notifyAll();
    }

    @Override
    public synchronized Optional<Assignment> next(
            Optional<Assignment> last, Predicate<? super TaskDescription> trained) {
        if (last.isPresent()) {
            Leased before = (Leased) last.get();
            if (!over.remove(before.lease)) {
                return Optional.of(new Leased(before.lease, before.request, before.index + 1));
            }
        }
        while (!isClosed && waiting.isEmpty()) {
            try {
                wait();
            } catch (InterruptedException e) {
                // A slot ends with the process.
            }
        }
        if (isClosed) {
            return Optional.empty();
        }
        begun.add(waiting.peek().lease);
        return Optional.of(waiting.poll());
    }

    @Override
    public Optional<Assignment> poll(Optional<Assignment> last, Predicate<? super TaskDescription> trained) {
        throw new UnsupportedOperationException("threads wait for their next training");
    }

    @Override
    public void finish(Assignment assignment, TrainingResult.Run run) {
        Leased leased = (Leased) assignment;
        RunLines.of(leased.lease, run).forEach(answers);
        ended(leased, run.outcome().isFailure());
    }

    @Override
    public void lose(Assignment assignment, String text) {
        error((Leased) assignment, "CRASHED", text);
    }

    @Override
    public void giveBack(Assignment assignment) {
        ended((Leased) assignment, true);
    }

    @Override
    public void fail(Assignment assignment, Throwable reason) {
        error((Leased) assignment, reason instanceof OutOfMemoryError ? "OUT_OF_MEMORY" : "RAISED", reason.toString());
    }

    private void error(Leased leased, String kind, String text) {
        answers.accept(JsonLines.object()
                .put("error", leased.lease)
                .put("seed", leased.seed())
                .put("kind", kind)
                .put("text", text));
        ended(leased, true);
    }

    /** A seed has been seen through; with the last that is needed, so is the lease. */
    private void ended(Leased leased, boolean isLast) {
        synchronized (this) {
            if (!isLast
                    && !cancelled.contains(leased.lease)
                    && leased.index + 1 < leased.request.seeds().size()) {
                return;
            }
            begun.remove(leased.lease);
            cancelled.remove(leased.lease);
            over.add(leased.lease);
        }
        answers.accept(JsonLines.object().put("end", leased.lease));
    }
}
