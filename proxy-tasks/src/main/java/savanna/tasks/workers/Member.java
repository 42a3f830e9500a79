package savanna.tasks.workers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import savanna.tasks.training.Assignment;
import savanna.tasks.workers.WorkerStanding.State;

/** One command that starts a worker, over all its lives: its process, what it was given, how it does. */
final class Member {
    private static final long SECOND = 1_000_000_000L;
    private static final long LONGEST_PAUSE = 60 * SECOND;

    private final List<String> command;
    private final Peer.Starter starter;
    private final Map<Integer, Lease> leases = new LinkedHashMap<>();
    /** What ended here last: a further seed of its program is best made here. */
    private final Deque<Assignment> freed = new ArrayDeque<>();

    private State state = State.LOST;
    private Optional<Peer> connection = Optional.empty();
    private String host = "";
    private String note = "";
    private int slots;
    private boolean isPinged;
    private long heardNanos;
    private long pingNanos;
    private long startNanos;
    private int failures;
    private int lives;
    private int lost;
    private long lostSlots;
    private String where = "";
    private boolean isOther;
    /** What it said of this life: slots that it lost, and trainings that it made again. */
    private long toldLost;

    private long toldAgain;
    private long trained;
    private double seconds;

    Member(List<String> command, Peer.Starter starter) {
        this.command = command;
        this.starter = starter;
    }

    /** Its command as people see it, in short. */
    String name() {
        return JsonLines.shown(String.join(" ", command));
    }

    State state() {
        return state;
    }

    boolean isThere() {
        return state == State.READY || state == State.SILENT;
    }

    /** Which life it is in: what is heard from an earlier one no longer counts. */
    int life() {
        return lives;
    }

    /** Lives that ended in a row before anything was trained. */
    int failures() {
        return failures;
    }

    String note() {
        return note;
    }

    // ---- its life ----

    /** Starts its process and greets it. */
    void start(ObjectNode greeting, Peer.Listener listener, long nanos) {
        lives++;
        state = State.STARTING;
        host = "";
        isPinged = false;
        slots = 0;
        toldLost = 0;
        toldAgain = 0;
        where = "";
        heardNanos = nanos;
        try {
            Peer started = starter.start(command, listener);
            connection = Optional.of(started);
            started.say(greeting);
        } catch (IOException absent) {
            refuse("it cannot be started: " + absent.getMessage());
        }
    }

    /** It is ready to train. */
    void join(ObjectNode hello, String difference) {
        state = State.READY;
        host = JsonLines.shown(hello.path("host").asText());
        slots = Math.min(StdioWorker.MOST_SLOTS, Math.max(0, hello.path("slots").asInt(1)));
        isPinged = hello.path("ping").asBoolean();
        note = difference;
        isOther = !difference.isEmpty();
    }

    /** It is never to train this task. */
    void refuse(String why) {
        state = State.REFUSED;
        note = why;
        connection.ifPresent(Peer::hangUp);
    }

    /** Its process has ended. Returns what it was given and has not answered. */
    List<Lease> lose(String reason, long nanos) {
        lost += isThere() ? 1 : 0;
        state = state == State.REFUSED ? State.REFUSED : State.LOST;
        note = state == State.REFUSED ? note : reason;
        failures++;
        slots = 0;
        connection = Optional.empty();
        // At once after a life in which something was trained, then ever later.
        startNanos = nanos + (failures <= 1 ? 0 : Math.min(LONGEST_PAUSE, SECOND << Math.min(10, failures - 2)));
        List<Lease> open = new ArrayList<>(leases.values());
        leases.clear();
        freed.clear();
        return open;
    }

    /** Whether it has been lost for long enough to be started again. */
    boolean isDue(long nanos) {
        return state == State.LOST && nanos - startNanos >= 0;
    }

    void kill(String why) {
        connection.ifPresent(each -> each.kill(why));
    }

    void hangUp() {
        connection.ifPresent(Peer::hangUp);
    }

    void awaitEnd(long millis) {
        connection.ifPresent(each -> each.awaitEnd(millis));
    }

    // ---- whether it answers ----

    void heard(long nanos) {
        heardNanos = nanos;
        if (state == State.SILENT) {
            state = State.READY;
        }
    }

    /** Asks whether it is there, now and then; a worker that does not answer that is asked nothing. */
    void ping(long everyNanos, long nanos) {
        if (isThere() && isPinged && nanos - pingNanos >= everyNanos) {
            pingNanos = nanos;
            say(JsonLines.object().put("ping", lives));
        }
    }

    /** Nanoseconds in which nothing was heard although it was asked; 0 for one that is not asked. */
    long silence(long nanos) {
        return isPinged || state == State.STARTING ? nanos - heardNanos : 0;
    }

    void silent() {
        state = State.SILENT;
    }

    // ---- what it trains ----

    void slots(int count) {
        slots = Math.max(0, Math.min(StdioWorker.MOST_SLOTS, count));
        begin(System.nanoTime());
    }

    /**
     * Takes what a worker of many machines tells of them: {@code lost} and {@code again} count from its start.
     *
     * @return trainings that it has made again since it last said so
     */
    long machines(ObjectNode told) {
        long lostNow = Math.max(toldLost, told.path("lost").asLong());
        long againNow = Math.max(toldAgain, told.path("again").asLong());
        lostSlots += lostNow - toldLost;
        long again = againNow - toldAgain;
        toldLost = lostNow;
        toldAgain = againNow;
        where = told.has("where") ? JsonLines.shown(told.path("where").asText()) : where;
        return again;
    }

    /** Whether it computes otherwise than the search. */
    boolean isOther() {
        return isOther;
    }

    int slots() {
        return slots;
    }

    Collection<Lease> leases() {
        return leases.values();
    }

    Optional<Lease> lease(int number) {
        return Optional.ofNullable(leases.get(number));
    }

    /** Whether it takes more, with so many in advance. */
    boolean isFree(int ahead) {
        return state == State.READY && leases.size() < slots + (slots > 0 ? ahead : 0);
    }

    double load() {
        return leases.size() / (double) slots;
    }

    Optional<Assignment> freed() {
        return Optional.ofNullable(freed.poll());
    }

    void take(Lease lease, ObjectNode train) {
        leases.put(lease.number(), lease);
        lease.work().leases().add(lease);
        begin(System.nanoTime());
        say(train.put("train", lease.number()));
    }

    /** A worker takes leases in their order: those that its slots suffice for are under way. */
    private void begin(long nanos) {
        int slot = 0;
        for (Lease lease : leases.values()) {
            if (slot++ >= slots) {
                break;
            }
            lease.begin(nanos);
        }
    }

    void cancel(Lease lease) {
        lease.cancel();
        say(JsonLines.object().put("cancel", lease.number()));
    }

    /** A lease has ended. */
    void end(Lease lease) {
        leases.remove(lease.number());
        lease.work().leases().remove(lease);
        freed.add(lease.work().assignment());
        while (freed.size() > Math.max(1, slots)) {
            freed.remove();
        }
        begin(System.nanoTime());
    }

    void trained(double micros) {
        trained++;
        seconds += micros / 1e6;
        failures = 0;
    }

    void say(ObjectNode message) {
        connection.ifPresent(each -> each.say(message));
    }

    void say(Peer.Outgoing messages) {
        connection.ifPresent(each -> each.say(messages));
    }

    WorkerStanding standing(String task) {
        return new WorkerStanding(
                String.join(" ", command),
                task,
                host,
                state,
                slots,
                Math.min(slots, leases.size()),
                trained,
                lost,
                lostSlots,
                where,
                seconds,
                note);
    }
}
