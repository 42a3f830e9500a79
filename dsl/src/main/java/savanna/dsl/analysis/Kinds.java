package savanna.dsl.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import savanna.dsl.function.Function;
import savanna.dsl.function.Kind;
import savanna.dsl.program.Program;
import savanna.dsl.program.Statement;

/**
 * The kinds of a program's values. States start at zero, which is of every kind, and take the kind of their new value:
 * the least fixpoint, from states of which nothing is known yet. A state of which nothing is known in the end stays
 * zero, as a scalar.
 */
final class Kinds {

    private final Dataflow flow;
    /** By value; null while nothing is known. */
    private final Kind[] kinds;

    private final List<Finding> errors = new ArrayList<>(0);

    /** The kinds as they follow from the program. */
    Kinds(Dataflow flow) {
        this(flow, new Kind[flow.states()]);
        if (infer()) {
            for (int k = 0; k < flow.states(); k++) {
                if (kinds[flow.state(k)] == null) {
                    kinds[flow.state(k)] = Kind.SCALAR;
                }
            }
            infer();
        }
        check();
    }

    private Kinds(Dataflow flow, Kind[] states) {
        this.flow = flow;
        kinds = new Kind[flow.values()];
        kinds[Dataflow.WEIGHTS] = Kind.TENSOR;
        kinds[Dataflow.GRADIENT] = Kind.TENSOR;
        kinds[flow.schedule()] = Kind.SCALAR;
        System.arraycopy(states, 0, kinds, flow.state(0), states.length);
    }

    /** By statement: its kind where every state is kept as a value of the given kind. */
    static List<Kind> whereStatesAre(Kind kind, Dataflow flow) {
        Kind[] states = new Kind[flow.states()];
        Arrays.fill(states, kind);
        Kinds kinds = new Kinds(flow, states);
        kinds.pass();
        kinds.check();
        if (!kinds.errors.isEmpty()) {
            throw new InvalidProgramException(kinds.errors.get(0).message());
        }
        return kinds.statements();
    }

    List<Finding> errors() {
        return errors;
    }

    /** By statement. */
    List<Kind> statements() {
        return Arrays.asList(kinds).subList(flow.inputs, kinds.length);
    }

    /** By state. */
    List<Kind> states() {
        return Arrays.asList(kinds).subList(flow.state(0), flow.schedule());
    }

    /** Raises the kinds of states until none changes. @return whether there was no conflict */
    private boolean infer() {
        boolean changed = true;
        while (changed) {
            changed = false;
            pass();
            for (int k = 0; k < flow.states(); k++) {
                Kind old = kinds[flow.state(k)];
                Kind next = kinds[flow.results[k + 1]];
                if (next != null && next != old) {
                    Optional<Kind> join = old == null ? Optional.of(next) : old.join(next);
                    if (join.isEmpty()) {
                        errors.add(new Finding(
                                Finding.Severity.ERROR,
                                flow.statement(flow.results[k + 1]),
                                "the state \"" + flow.program.states().get(k) + "\" is a " + old.described()
                                        + " after one step and a " + next.described()
                                        + " after another, expected kinds whose extents are equal or 1"));
                        return false;
                    }
                    changed |= join.get() != old;
                    kinds[flow.state(k)] = join.get();
                }
            }
        }
        return true;
    }

    private void pass() {
        List<Kind> arguments = new ArrayList<>(3);
        for (int i = 0; i < flow.arguments.length; i++) {
            Function function = flow.program.statements().get(i).function();
            arguments.clear();
            boolean isOpen = false;
            for (int argument : flow.arguments[i]) {
                Kind kind = kind(argument);
                if (kind != null) {
                    arguments.add(kind);
                }
                isOpen |= kind == null;
            }
            // What is zero so far takes any kind: only functions of single elements say something without it.
            boolean isUnknown = isOpen && (arguments.isEmpty() || !function.isElementwise());
            kinds[flow.value(i)] = isUnknown ? null : function.result(arguments).orElse(null);
        }
    }

    /** Whether an equal value may take the place of another: functions of whole leaves tell kinds apart. */
    boolean mayStandFor(int value, int other) {
        return kinds[value] == kinds[other]
                || flow.program.statements().stream()
                        .noneMatch(statement -> statement.function().isLeafwise());
    }

    /** Whether what is live has the same kinds in a program without the rest. */
    boolean holdWithout(Slice slice) {
        if (flow.program.statements().stream()
                .noneMatch(statement -> statement.function().isLeafwise())) {
            return true;
        }
        List<Statement> live = new ArrayList<>();
        List<Kind> expected = new ArrayList<>();
        for (int i = 0; i < flow.arguments.length; i++) {
            if (slice.isLive(flow.value(i))) {
                live.add(flow.program.statements().get(i));
                expected.add(kinds[flow.value(i)]);
            }
        }
        List<String> results = new ArrayList<>(flow.program.results());
        for (int k = 0; k < flow.states(); k++) {
            if (!slice.isLiveState(k)) {
                results.set(k + 1, flow.program.states().get(k));
            }
        }
        Kinds others = new Kinds(new Dataflow(new Program(flow.program.inputs(), live, results)));
        return others.errors.isEmpty() && others.statements().equals(expected);
    }

    /** Kinds of a statement's arguments. */
    List<Kind> arguments(int statement) {
        return Arrays.stream(flow.arguments[statement]).mapToObj(this::kind).toList();
    }

    private Kind kind(int value) {
        return Dataflow.isConstant(value) ? Kind.SCALAR : kinds[value];
    }

    /** Finds the first call that does not fit, and an update that is no step of the parameters. */
    private void check() {
        for (int i = 0; errors.isEmpty() && i < flow.arguments.length; i++) {
            if (kinds[flow.value(i)] == null) {
                errors.add(new Finding(Finding.Severity.ERROR, i, misfit(i)));
            }
        }
        Kind update = kinds[flow.results[0]];
        if (errors.isEmpty() && !update.broadcastsTo(Kind.TENSOR)) {
            errors.add(new Finding(
                    Finding.Severity.ERROR,
                    flow.statement(flow.results[0]),
                    "the update \"" + flow.program.update() + "\" is a " + update.described()
                            + ", expected one that broadcasts to " + Kind.TENSOR.described() + ": "
                            + Kind.TENSOR.accepted()));
        }
    }

    private String misfit(int statement) {
        Program program = flow.program;
        Function function = program.statements().get(statement).function();
        String found = Arrays.stream(flow.arguments[statement])
                .mapToObj(this::kind)
                .map(kind -> kind == null ? "a value of no kind" : kind.described())
                .collect(Collectors.joining(", "));
        return "statement " + (statement + 1) + " (" + program.statements().get(statement) + ") gives "
                + function.name() + " " + found + ", expected " + function.expectation();
    }
}
