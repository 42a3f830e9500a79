package savanna.tasks.workers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import savanna.tasks.Outcome;
import savanna.tasks.TaskException;
import savanna.tasks.TrainingResult;
import savanna.tasks.training.Assignment;
import savanna.tasks.training.Assignments;
import savanna.tasks.workers.WorkerStanding.State;

/**
 * The trainings of one task that wait, and those that its workers have. Each worker is given as many as it has slots,
 * and some in advance where they are short. What a worker was at when it ended is trained again; what seems stuck is
 * given to an idle worker too, and the first result counts. Used by the thread of the {@link Dispatcher} alone.
 */
final class Leases {

    private static final Logger LOG = LoggerFactory.getLogger(Leases.class);

    /** A worker has trainings for so long waiting in it, so that it does not wait for the next. */
    private static final double AHEAD_MICROS = 50_000;
    /** Trainings in advance of a slot, at most. */
    private static final int MOST_AHEAD = 16;
    /** A training that takes so many times the usual time may be stuck. */
    private static final double STUCK = 5;

    private static final long LEAST_STUCK_NANOS = 3_000_000_000L;

    private final RemoteTask task;
    private final List<Member> members;
    private final Totals totals;
    private final Assignments assignments;
    private final Deque<Work> waiting = new ArrayDeque<>();
    private double usualMicros;
    private Optional<TaskException> failure = Optional.empty();

    /** @param members of the crew, which come to be */
    Leases(RemoteTask task, List<Member> members, Totals totals, Assignments assignments) {
        this.task = task;
        this.members = members;
        this.totals = totals;
        this.assignments = assignments;
    }

    // ---- giving ----

    /** Whether an assignment would go to a worker at once; or whether nobody has begun to ask for workers. */
    boolean wantMore() {
        return haveFailed()
                || waiting.isEmpty()
                        && (freest().isPresent() || members.stream().noneMatch(Member::isThere));
    }

    /** What a free worker trained before. */
    Optional<Assignment> freed() {
        return freest().flatMap(Member::freed);
    }

    /** Takes an assignment on. */
    void take(Assignment assignment) {
        Optional<TrainingResult.Run> known = task.known(assignment.request(), assignment.seed());
        if (failure.isPresent()) {
            assignments.fail(assignment, failure.get());
        } else if (known.isPresent()) {
            assignments.finish(assignment, known.get());
        } else {
            waiting.add(new Work(assignment));
            give();
        }
    }

    /** Gives what waits to whoever is free. */
    void give() {
        while (!waiting.isEmpty()) {
            Optional<Member> free = freest();
            if (free.isEmpty()) {
                return;
            }
            lease(free.get(), waiting.poll());
        }
    }

    private void lease(Member member, Work work) {
        Lease lease = new Lease(++totals.lastLease, work);
        member.take(
                lease, task.train(work.assignment().request(), work.assignment().seed()));
    }

    private Optional<Member> freest() {
        return members.stream()
                .filter(member -> member.isFree(ahead(member)))
                .min(Comparator.comparingDouble(Member::load));
    }

    private int ahead(Member member) {
        return usualMicros <= 0
                ? 0
                : (int) Math.min(
                        (long) MOST_AHEAD * member.slots(), Math.round(member.slots() * AHEAD_MICROS / usualMicros));
    }

    // ---- hearing ----

    /** Takes what a worker says of one of its leases. */
    void answer(Member member, ObjectNode message) throws JsonLines.ProtocolException {
        for (String kind : List.of("result", "part", "end", "error", "report")) {
            if (message.has(kind)) {
                if (!message.get(kind).isInt()) {
                    throw new JsonLines.ProtocolException("expected " + kind + " with the number of a lease, found "
                            + JsonLines.shown(message.toString()));
                }
                Optional<Lease> lease = member.lease(message.get(kind).asInt());
                if (lease.isPresent()) {
                    answer(member, lease.get(), kind, message);
                }
                return;
            }
        }
        throw new JsonLines.ProtocolException("expected result, part, end, error, report, slots or pong, found "
                + JsonLines.shown(message.toString()));
    }

    private void answer(Member member, Lease lease, String kind, ObjectNode message)
            throws JsonLines.ProtocolException {
        switch (kind) {
            case "part" -> lease.collector().part(message);
            case "result" -> {
                if (!message.path("outcome").asText().equals("CANCELLED")) {
                    boolean isOther = member.isOther()
                            || message.path("numerics").asText().equals("other");
                    result(member, lease, lease.collector().result(message));
                    totals.otherTrainings += isOther ? 1 : 0;
                }
            }
            case "error" ->
                result(
                        member,
                        lease,
                        TrainingResult.Run.crashed(
                                lease.work().assignment().seed(),
                                JsonLines.shown(message.path("kind").asText("CRASHED")) + ": "
                                        + JsonLines.text(message.path("text").asText())));
            case "end" -> end(member, lease);
            default -> {
                // A report tells of a loss on the way, which the result repeats.
            }
        }
    }

    private void result(Member member, Lease lease, TrainingResult.Run told) throws JsonLines.ProtocolException {
        if (lease.run().isPresent()) {
            throw new JsonLines.ProtocolException("a second result of one lease");
        }
        Work work = lease.work();
        TrainingResult.Run run = task.seen(work.assignment().request(), told);
        lease.run(run);
        if (run.outcome() != Outcome.CRASHED) {
            member.trained(run.time().micros());
            usualMicros += (usualMicros <= 0 ? 1 : 0.05) * (run.time().micros() - usualMicros);
        }
        if (work.result().isPresent()) {
            again(member, work, run);
            return;
        }
        work.result(run);
        assignments.finish(work.assignment(), run);
        members.forEach(other -> other.leases().stream()
                .filter(each -> each.work() == work && each != lease && !each.isCancelled())
                .toList()
                .forEach(other::cancel));
    }

    /** The first result counts; that another is the same is a check that comes for nothing. */
    private void again(Member member, Work work, TrainingResult.Run run) {
        totals.trainedTwice++;
        TrainingResult.Run first = work.result().orElseThrow();
        if (run.outcome() != Outcome.CRASHED && first.outcome() != Outcome.CRASHED && !Work.isSame(first, run)) {
            totals.otherBits++;
            LOG.warn(
                    "TWO WORKERS DISAGREE on program {}, seed {}, of {}: {} and then, from \"{}\", {}. The first counts; their arithmetic is not the same, and the run is not reproducible bit for bit",
                    work.assignment().request().hash().id(),
                    run.seed(),
                    task.name(),
                    told(first),
                    member.name(),
                    told(run));
        }
    }

    private static String told(TrainingResult.Run run) {
        return run.fitness().isPresent()
                ? Double.toString(run.fitness().getAsDouble())
                : run.outcome() + " after " + run.steps() + " steps";
    }

    private void end(Member member, Lease lease) throws JsonLines.ProtocolException {
        Work work = lease.work();
        if (lease.run().isEmpty() && !lease.isCancelled()) {
            throw new JsonLines.ProtocolException("the worker ended a training without a result");
        }
        member.end(lease);
        if (work.result().isEmpty() && work.leases().isEmpty()) {
            assignments.giveBack(work.assignment());
        }
        give();
    }

    // ---- losing ----

    /** Takes back what a worker had when it ended. */
    void lose(List<Lease> open, String reason) {
        for (Lease lease : open) {
            Work work = lease.work();
            work.leases().remove(lease);
            if (work.result().isPresent() || !work.leases().isEmpty()) {
                continue;
            }
            if (lease.isBegun()) {
                totals.lostTrainings++;
                assignments.lose(work.assignment(), reason);
            } else {
                assignments.giveBack(work.assignment());
            }
        }
    }

    /** Nobody will train any more: what waits, and all that comes, fails. */
    void fail(TaskException reason) {
        failure = Optional.of(reason);
        waiting.forEach(work -> assignments.fail(work.assignment(), reason));
        waiting.clear();
    }

    boolean haveFailed() {
        return failure.isPresent();
    }

    // ---- now and then ----

    /** Looks after what is no longer wanted, and what is stuck. */
    void tick(long nanos) {
        waiting.removeIf(work -> {
            boolean isOver = !work.assignment().isWanted();
            if (isOver) {
                assignments.giveBack(work.assignment());
            }
            return isOver;
        });
        for (Member member : members) {
            member.leases().stream()
                    .filter(lease ->
                            !lease.isCancelled() && !lease.work().assignment().isWanted())
                    .toList()
                    .forEach(member::cancel);
        }
        hedge(nanos);
    }

    /** Gives what seems stuck to idle workers too, the oldest first. */
    private void hedge(long nanos) {
        for (Member idle : members) {
            int free = idle.state() == State.READY && waiting.isEmpty()
                    ? idle.slots() - idle.leases().size()
                    : 0;
            members.stream()
                    .filter(member -> member != idle)
                    .flatMap(member -> stuck(member, nanos))
                    .sorted(Comparator.comparingLong((Lease lease) -> -lease.age(nanos)))
                    .limit(Math.max(0, free))
                    .toList()
                    .forEach(lease -> lease(idle, lease.work()));
        }
    }

    /** What takes far longer than usual, and what waits behind it; all that a silent worker has. */
    private Stream<Lease> stuck(Member member, long nanos) {
        double longest = usualMicros > 0 ? Math.max(LEAST_STUCK_NANOS, STUCK * usualMicros * 1e3) : Double.MAX_VALUE;
        boolean isSilent = member.state() == State.SILENT;
        boolean isBehind = member.leases().stream().anyMatch(lease -> lease.age(nanos) > longest);
        return member.leases().stream()
                .filter(lease -> isSilent || lease.age(nanos) > longest || isBehind && !lease.isBegun())
                .filter(lease -> !lease.isCancelled())
                .filter(lease ->
                        lease.work().result().isEmpty() && lease.work().leases().size() == 1);
    }
}
