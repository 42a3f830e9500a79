package savanna.tasks.workers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import savanna.tasks.Numerics;
import savanna.tasks.TaskDigest;

/** Whether a worker may train a task: its build, its task and its arithmetic must be those of the search. */
final class Admission {

    /**
     * What was decided.
     *
     * @param refusal why it may not train; empty if it may
     * @param difference in what it is another, although it may
     */
    record Verdict(String refusal, String difference) {
        boolean isAdmitted() {
            return refusal.isEmpty();
        }
    }

    private static final String ANY =
            "; workers.numerics: any would take it, and the run would not be reproducible bit" + " for bit";
    private static final String UNPACKAGED = "unpackaged";

    private final RemoteTask task;
    private final NumericsPolicy policy;
    private final Build own;
    /** That of the first worker, where this process cannot tell. */
    private Optional<String> first = Optional.empty();

    /** @param own build of the search */
    Admission(RemoteTask task, NumericsPolicy policy, Build own) {
        this.task = task;
        this.policy = policy;
        this.own = own;
    }

    /** The arithmetic of the first worker, where this process cannot tell what it should be. */
    Optional<String> first() {
        return first;
    }

    /** @param hello that the worker said */
    Verdict of(ObjectNode hello) {
        if (hello.path("hello").asInt() != StdioWorker.PROTOCOL) {
            return refused(
                    "it speaks protocol " + JsonLines.shown(hello.path("hello").toString()) + ", this search "
                            + StdioWorker.PROTOCOL + "; install one version on both sides");
        }
        String version = hello.path("version").asText(UNPACKAGED);
        if (!List.of(version, own.version()).contains(UNPACKAGED) && !version.equals(own.version())) {
            return refused("it is Savanna " + JsonLines.shown(version) + ", this search is " + own.version()
                    + "; install one version on both sides");
        }
        TaskDigest found = ReceivedTask.digest(hello.path("task"));
        if (!found.value().equals(task.digest().value())) {
            List<String> differences = found.differences(task.digest());
            return refused("its " + task.name() + " is another task; they differ in "
                    + JsonLines.shown(differences.isEmpty() ? "their digests" : String.join(", ", differences)));
        }
        return compared(hello);
    }

    private Verdict compared(ObjectNode hello) {
        String difference = difference(hello);
        if (difference.isEmpty()) {
            return new Verdict("", "");
        }
        return policy == NumericsPolicy.ANY ? new Verdict("", difference) : refused(difference + ANY);
    }

    private String difference(ObjectNode hello) {
        String numerics = hello.path("numerics").asText();
        Optional<Numerics> here = task.numerics();
        if (here.isEmpty()) {
            String expected = first.orElse(numerics);
            first = Optional.of(expected);
            return expected.equals(numerics)
                    ? ""
                    : "it computes with " + JsonLines.shown(numerics) + ", the first worker with "
                            + JsonLines.shown(expected);
        }
        if (!here.get().isSame(numerics)) {
            return "it computes with " + JsonLines.shown(numerics) + ", this search with " + here.get();
        }
        String build = hello.path("build").asText();
        return build.equals(own.digest())
                ? ""
                : "it is another build of Savanna, " + JsonLines.shown(build) + ", this search is " + own.digest()
                        + ": build both from the same sources with the same Java, and give both the same SAVANNA_CLASSPATH";
    }

    private static Verdict refused(String why) {
        return new Verdict(why, "");
    }
}
