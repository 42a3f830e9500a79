package savanna.tasks.workers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
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
 * The workers of one task. Each is given as many trainings as it has slots, and some in advance where they are short.
 * What a worker was at when it ended is trained again; what seems stuck is given to an idle worker too, and the first
 * result counts. Used by the thread of the {@link Dispatcher} alone.
 */
final class Crew {

    private static final Logger LOG = LoggerFactory.getLogger(Crew.class);
    private static final long MILLI = 1_000_000L;

    /** A worker has trainings for so long waiting in it, so that it does not wait for the next. */
    private static final double AHEAD_MICROS = 50_000;
    /** Trainings in advance of a slot, at most. */
    private static final int MOST_AHEAD = 16;
    /** A worker that ends so often before it has trained anything will not do better alone. */
    private static final int MOST_FAILURES = 3;
    /** Time to import a task's libraries and data, or to be given a machine. */
    private static final long MOST_START_NANOS = 600_000 * MILLI;
    /** A training that takes so many times the usual time may be stuck. */
    private static final double STUCK = 5;

    private static final long LEAST_STUCK_NANOS = 3_000 * MILLI;

    private final RemoteTask task;
    private final WorkerSetup setup;
    private final Assignments assignments;
    private final Dispatcher.Posting post;
    private final Admission admission;
    private final List<Member> members = new ArrayList<>();
    private final Deque<Work> waiting = new ArrayDeque<>();
    private final Totals totals;
    private double usualMicros;
    private Optional<TaskException> failure = Optional.empty();

    /** What is counted over all crews. */
    static final class Totals {
        private int lastLease;
        private long trainedTwice;
        private long lostTrainings;
        private long otherBits;
        private int otherNumerics;
        private long otherTrainings;

        WorkersStanding standing(List<WorkerStanding> workers, Map<String, String> numerics) {
            return new WorkersStanding(
                    workers, trainedTwice, lostTrainings, otherBits, otherNumerics, otherTrainings, numerics);
        }
    }

    /** @param post has something done by the dispatcher's thread */
    Crew(
            RemoteTask task,
            List<List<String>> commands,
            Peer.Starter starter,
            WorkerSetup setup,
            Totals totals,
            Assignments assignments,
            Dispatcher.Posting post) {
        this.task = task;
        this.setup = setup;
        this.totals = totals;
        this.assignments = assignments;
        this.admission = new Admission(task, setup.numerics(), Build.here());
        commands.forEach(command -> members.add(new Member(command, starter)));
        this.post = post;
        members.forEach(this::start);
    }

    private void start(Member member) {
        int life = member.life() + 1;
        member.start(
                Greetings.of(task, setup),
                new Peer.Listener() {
                    @Override
                    public void heard(ObjectNode message) {
                        post.post(() -> ifAlive(member, life, () -> hear(member, message)));
                    }

                    @Override
                    public void ended(String reason) {
                        post.post(() -> ifAlive(member, life, () -> lost(member, reason)));
                    }
                },
                System.nanoTime());
        if (member.state() == State.REFUSED) {
            refused(member);
        }
    }

    private static void ifAlive(Member member, int life, Runnable event) {
        if (member.life() == life && member.state() != State.LOST) {
            event.run();
        }
    }

    // ---- giving ----

    /** Whether an assignment would go to a worker at once; or whether nobody has begun to ask for workers. */
    boolean wantsMore() {
        return failure.isPresent()
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

    private void give() {
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

    private void hear(Member member, ObjectNode message) {
        member.heard(System.nanoTime());
        try {
            if (message.has("hello") && member.state() == State.STARTING) {
                hello(member, message);
            } else if (message.has("need") && member.state() == State.STARTING) {
                String digest = message.path("need").asText();
                member.say((JsonLines.Writer writer) -> task.send(digest, writer));
            } else if (message.path("error").asInt(-1) == 0) {
                String text = JsonLines.text(message.path("text").asText("it cannot work"));
                if (member.state() == State.STARTING) {
                    member.refuse(text);
                    refused(member);
                } else {
                    member.kill(text);
                }
            } else if (message.has("slots") && member.isThere()) {
                member.slots(message.path("slots").asInt());
                totals.lostTrainings += member.machines(message);
                give();
            } else if (!message.has("pong")) {
                answer(member, message);
            }
        } catch (JsonLines.ProtocolException wrong) {
            member.kill(wrong.getMessage());
        }
    }

    private void hello(Member member, ObjectNode hello) {
        Admission.Verdict verdict = admission.of(hello);
        if (verdict.isAdmitted()) {
            member.join(hello, verdict.difference());
            if (!verdict.difference().isEmpty()) {
                totals.otherNumerics++;
                LOG.warn(
                        "the worker \"{}\" trains although {}; the run is not reproducible bit for bit",
                        member.name(),
                        verdict.difference());
            }
            give();
        } else {
            member.refuse(verdict.refusal());
            refused(member);
        }
    }

    private void refused(Member member) {
        if (members.size() > 1) {
            LOG.warn("the worker \"{}\" does not train {}: {}", member.name(), task.name(), member.note());
        }
        failIfHopeless();
    }

    private void answer(Member member, ObjectNode message) throws JsonLines.ProtocolException {
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

    private void lost(Member member, String reason) {
        boolean isStarting = member.state() == State.STARTING;
        List<Lease> open = member.lose(reason, System.nanoTime());
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
        if (member.state() == State.LOST && members.size() > 1) {
            LOG.warn("{}{}", isStarting ? "before it could train, " : "", reason);
        }
        failIfHopeless();
    }

    /** Nobody is left, and nobody will come. */
    private void failIfHopeless() {
        boolean isHopeless = members.stream()
                .allMatch(member -> member.state() == State.REFUSED
                        || member.state() == State.LOST && member.failures() >= MOST_FAILURES);
        if (!isHopeless || failure.isPresent()) {
            return;
        }
        String reasons = members.stream()
                .map(member -> members.size() == 1 ? member.note() : "\n\"" + member.name() + "\": " + member.note())
                .collect(Collectors.joining());
        TaskException reason = new TaskException((members.size() == 1
                        ? "the worker of " + task.name() + ", \""
                                + members.get(0).name() + "\": "
                        : "no worker trains " + task.name() + ":")
                + reasons);
        failure = Optional.of(reason);
        waiting.forEach(work -> assignments.fail(work.assignment(), reason));
        waiting.clear();
    }

    // ---- now and then ----

    /** Looks after what is no longer wanted, who is silent, what is stuck, and who is to be started again. */
    void tick(long nanos) {
        waiting.removeIf(work -> {
            boolean isOver = !work.assignment().isWanted();
            if (isOver) {
                assignments.giveBack(work.assignment());
            }
            return isOver;
        });
        long patience = setup.silence().toNanos();
        for (Member member : members) {
            member.ping(patience / 12, nanos);
            long silence = member.silence(nanos);
            if (member.state() == State.READY && silence > patience / 4) {
                member.silent();
            } else if (member.state() == State.SILENT && silence > patience) {
                member.kill("it has said nothing for " + silence / 1_000_000_000L + " s");
            } else if (member.state() == State.STARTING && silence > MOST_START_NANOS) {
                member.kill("it has not said hello for " + silence / 1_000_000_000L + " s");
            }
            member.leases().stream()
                    .filter(lease ->
                            !lease.isCancelled() && !lease.work().assignment().isWanted())
                    .toList()
                    .forEach(member::cancel);
            if (failure.isEmpty() && member.isDue(nanos)) {
                start(member);
            }
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

    /** The arithmetic of the first worker, where only workers know it. */
    Optional<String> numerics() {
        return admission.first();
    }

    String task() {
        return task.name();
    }

    List<WorkerStanding> standings() {
        return members.stream().map(member -> member.standing(task.name())).toList();
    }

    void hangUp() {
        members.forEach(Member::hangUp);
    }

    void awaitEnd(long deadlineNanos) {
        members.forEach(member -> member.awaitEnd((deadlineNanos - System.nanoTime()) / MILLI));
    }
}
