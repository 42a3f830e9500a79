package savanna.tasks.workers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import savanna.tasks.TaskException;
import savanna.tasks.training.Assignment;
import savanna.tasks.training.Assignments;
import savanna.tasks.workers.WorkerStanding.State;

/**
 * The workers of one task: who begins, is admitted, falls silent, ends and is started again. What they train is in the
 * hands of {@link Leases}. Used by the thread of the {@link Dispatcher} alone.
 */
final class Crew {

    private static final Logger LOG = LoggerFactory.getLogger(Crew.class);
    private static final long MILLI = 1_000_000L;

    /** A worker that ends so often before it has trained anything will not do better alone. */
    private static final int MOST_FAILURES = 3;
    /** Time to import a task's libraries and data, or to be given a machine. */
    private static final long MOST_START_NANOS = 600_000 * MILLI;

    private final RemoteTask task;
    private final WorkerSetup setup;
    private final Dispatcher.Posting post;
    private final Admission admission;
    private final List<Member> members = new ArrayList<>();
    private final Totals totals;
    private final Leases leases;

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
        this.leases = new Leases(task, members, totals, assignments);
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

    /** Whether an assignment would go to a worker at once; or whether nobody has begun to ask for workers. */
    boolean wantsMore() {
        return leases.wantMore();
    }

    /** What a free worker trained before. */
    Optional<Assignment> freed() {
        return leases.freed();
    }

    /** Takes an assignment on. */
    void take(Assignment assignment) {
        leases.take(assignment);
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
                leases.give();
            } else if (!message.has("pong")) {
                leases.answer(member, message);
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
            leases.give();
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

    // ---- losing ----

    private void lost(Member member, String reason) {
        boolean isStarting = member.state() == State.STARTING;
        leases.lose(member.lose(reason, System.nanoTime()), reason);
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
        if (!isHopeless || leases.haveFailed()) {
            return;
        }
        String reasons = members.stream()
                .map(member -> members.size() == 1 ? member.note() : "\n\"" + member.name() + "\": " + member.note())
                .collect(Collectors.joining());
        leases.fail(new TaskException((members.size() == 1
                        ? "the worker of " + task.name() + ", \""
                                + members.get(0).name() + "\": "
                        : "no worker trains " + task.name() + ":")
                + reasons));
    }

    // ---- now and then ----

    /** Looks after who is silent, who is to be started again, and what they train. */
    void tick(long nanos) {
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
            if (!leases.haveFailed() && member.isDue(nanos)) {
                start(member);
            }
        }
        leases.tick(nanos);
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
