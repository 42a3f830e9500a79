package savanna.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.analysis.Analysis;
import savanna.dsl.analysis.Finding;
import savanna.dsl.family.Resemblance;
import savanna.dsl.family.Yardstick;
import savanna.dsl.function.Kind;
import savanna.dsl.program.Program;
import savanna.dsl.program.Statement;
import savanna.search.against.Against;
import savanna.search.against.Situation;
import savanna.search.source.ProgramSource;
import savanna.tasks.Task;
import savanna.tasks.TaskCatalog;
import savanna.tasks.reference.ReferenceTraining;
import savanna.tasks.training.Tasks;
import savanna.tasks.training.TrainingService;
import savanna.tasks.workers.WorkerSetup;
import savanna.tasks.workers.Workers;

/** Shows what abstract execution says about a program. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description =
                "Checks a program without training it: kinds, liveness, functional hash, findings, and what it is by what it does. With --against, whether an optimizer in PyTorch or Optax does the same.",
        footer = {
            "",
            "Exit status: 0 if the program is valid, and the optimizer does the same; 1 if it does not; 2 if the program is not valid."
        })
final class CheckCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "PROGRAM",
            description =
                    "a program file, the name of a shipped program, or a program of a run: RUN, RUN#3, RUN@02f0ae87")
    private String program;

    @Option(names = "--json", description = "print one JSON document")
    private boolean json;

    @Option(
            names = "--task",
            paramLabel = "T",
            description =
                    "a task's name or YAML file on whose gradients the program is compared with known optimizers (default: those of a reference training, the same everywhere)")
    private String task;

    @Option(
            names = "--against",
            paramLabel = "MODULE.py:NAME",
            description =
                    "a class of PyTorch or a function of Optax that is to do what the program does; both run side by side, in"
                            + " the Python that SAVANNA_PYTHON names (default: python3)")
    private String against;

    @Override
    public Integer call() {
        Analysis analysis = AbstractExecution.of(ProgramSource.find(program));
        PrintWriter out = spec.commandLine().getOut();
        if (against != null) {
            return compare(analysis.requireValid().program(), out);
        }
        Optional<Resemblance> resemblance =
                analysis.isValid() ? Optional.of(yardstick().measure(analysis)) : Optional.empty();
        out.println(
                json
                        ? Json.of(document(analysis, resemblance))
                        : String.join(System.lineSeparator(), lines(analysis, resemblance)));
        return analysis.isValid() ? Main.DONE : Main.WRONG_INPUT;
    }

    private Yardstick yardstick() {
        if (task == null) {
            return ReferenceTraining.yardstick();
        }
        Task recorded = TaskCatalog.find(task);
        TaskFindings.tell(recorded, spec.commandLine().getErr());
        try (TrainingService trainings = Workers.service(WorkerSetup.here(), 1, Tasks.of(recorded))) {
            return ReferenceTraining.yardstick(recorded, trainings);
        }
    }

    private int compare(Program checked, PrintWriter out) {
        List<Situation> situations = new Against(against).run(checked, ProgramSource.name(program));
        long wrong = situations.stream().filter(Situation::isWrong).count();
        if (json) {
            out.println(Json.of(Json.object(
                    "same",
                    wrong == 0,
                    "situations",
                    situations.stream().map(CheckCommand::document).toList())));
        } else {
            TextTable table = new TextTable("situation", "");
            situations.forEach(situation -> table.add(situation.name(), situation.described()));
            table.lines().forEach(out::println);
            out.println();
            out.println(
                    wrong == 0
                            ? against + " does what " + program + " does"
                            : against + " does not do what " + program + " does: "
                                    + (wrong == situations.size()
                                            ? "in no situation"
                                            : "not in " + wrong + " of " + situations.size() + " situations"));
        }
        return wrong == 0 ? Main.DONE : Main.FAILED;
    }

    private static Object document(Situation situation) {
        boolean parts = situation.outcome() == Situation.Outcome.PARTS;
        return Json.object(
                "name",
                situation.name(),
                "outcome",
                situation.outcome().words(),
                "step",
                parts ? situation.step() : null,
                "place",
                parts ? situation.place() : null,
                "theirs",
                parts ? situation.theirs() : null,
                "program",
                parts ? situation.program() : null,
                "message",
                situation.message().isEmpty() ? null : situation.message());
    }

    private static List<String> lines(Analysis analysis, Optional<Resemblance> resemblance) {
        List<String> lines = new ArrayList<>();
        TextTable table = new TextTable("#", "statement", "kind", "live for");
        List<Statement> statements = analysis.program().statements();
        for (int i = 0; i < statements.size(); i++) {
            table.add(Integer.toString(i + 1), statements.get(i).toString(), kind(analysis, i), serves(analysis, i));
        }
        lines.addAll(table.lines());
        lines.add("");
        if (analysis.isValid()) {
            lines.add(statements.size() + " statements, " + analysis.liveStatements() + " live; "
                    + analysis.program().states().size() + " states, "
                    + analysis.live().size() + " live"
                    + (analysis.live().isEmpty() ? "" : ": " + String.join(", ", new TreeSet<>(analysis.live()))));
            stateKinds(analysis).ifPresent(lines::add);
            lines.add("hash " + analysis.hash());
            lines.add("by what it does: " + resemblance.orElseThrow().sentence());
            lines.add("nearest: " + resemblance.orElseThrow().brief());
        }
        analysis.findings().forEach(finding -> lines.add(words(finding)));
        return lines;
    }

    private static String kind(Analysis analysis, int statement) {
        return statement < analysis.kinds().size()
                ? analysis.kinds().get(statement).label()
                : "?";
    }

    /** What the states are kept as, where it is not a number per parameter for each of them. */
    private static Optional<String> stateKinds(Analysis analysis) {
        List<String> states = analysis.program().states();
        return analysis.stateKinds().stream().allMatch(Kind::isPerParameter)
                ? Optional.empty()
                : Optional.of(IntStream.range(0, states.size())
                        .mapToObj(k -> states.get(k) + " is kept as a "
                                + analysis.stateKinds().get(k).described())
                        .collect(Collectors.joining(", ")));
    }

    private static String serves(Analysis analysis, int statement) {
        if (statement >= analysis.serves().size()) {
            return "?";
        }
        Set<String> served = analysis.serves().get(statement);
        return served.isEmpty() ? "nothing: redundant" : String.join(", ", new TreeSet<>(served));
    }

    private static String words(Finding finding) {
        return finding.severity().name().toLowerCase(Locale.ROOT) + ": " + finding.message();
    }

    private static Object document(Analysis analysis, Optional<Resemblance> resemblance) {
        List<Object> statements = new ArrayList<>();
        for (int i = 0; i < analysis.program().statements().size(); i++) {
            boolean known = i < analysis.kinds().size();
            statements.add(Json.object(
                    "text",
                    analysis.program().statements().get(i).toString(),
                    "kind",
                    known ? kind(analysis, i) : null,
                    "live",
                    known && analysis.isLive(i),
                    "serves",
                    known ? new TreeSet<>(analysis.serves().get(i)) : List.of()));
        }
        List<Object> findings = analysis.findings().stream()
                .map(finding -> (Object) Json.object(
                        "severity",
                        finding.severity().name().toLowerCase(Locale.ROOT),
                        "statement",
                        finding.statement() + 1,
                        "message",
                        finding.message()))
                .toList();
        return Json.object(
                "valid",
                analysis.isValid(),
                "hash",
                analysis.isValid() ? analysis.hash().toString() : null,
                "statements",
                statements,
                "liveStatements",
                analysis.liveStatements(),
                "redundantShare",
                analysis.redundantShare(),
                "liveStates",
                new TreeSet<>(analysis.live()),
                "stateKinds",
                analysis.stateKinds().stream().map(Kind::label).toList(),
                "findings",
                findings,
                "resemblance",
                resemblance.map(ProgramView::document).orElse(null));
    }
}
