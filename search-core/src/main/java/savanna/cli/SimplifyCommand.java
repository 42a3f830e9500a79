package savanna.cli;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import savanna.dsl.algebra.Derivation;
import savanna.dsl.algebra.Simplifier;
import savanna.dsl.export.ExportException;
import savanna.dsl.export.Target;
import savanna.dsl.program.Program;
import savanna.search.mutation.FunctionSet;
import savanna.search.pipeline.UnusableStartException;
import savanna.search.random.RandomStreams;
import savanna.search.rate.FirstLook;
import savanna.search.simplify.Change;
import savanna.search.simplify.MeasuredSimplification;
import savanna.search.source.ProgramSource;
import savanna.search.store.WholeFile;
import savanna.tasks.Task;
import savanna.tasks.suite.SuiteTrainings;
import savanna.tasks.training.TrainingService;

/** Simplifies a program and shows how. */
@Command(
        name = "simplify",
        mixinStandardHelpOptions = true,
        description =
                "Simplifies a program step by step: by algebra, and with --task by leaving out what the task does not notice.",
        footer = {
            "",
            "For example: savanna simplify lion-raw --task digits-vit --out lion",
            "",
            "Without --task the result behaves as the program does, up to rounding and the 1e-8 guard of division. With --task a statement goes if leaving it out changes the fitness by less "
                    + "than its noise, the standard error over the seeds; constants then lose digits on the same terms. Updates are multiplied by the best "
                    + "of factors from 0.003 to 100 while it measures; a program that is no better than weights left as they are is refused."
        })
final class SimplifyCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "PROGRAM",
            description =
                    "a program file, the name of a shipped program, or a program of a run: RUN, RUN#3, RUN@02f0ae87")
    private String program;

    @Option(
            names = "--task",
            paramLabel = "T",
            description =
                    "a task's name or YAML file that decides what may go; or several with commas between, on which the mean difference to the program counts, in units of its deviation over seeds, or of a scale stated for each: noisy-vit=0.08,zipf-lm-4=0.02 (default: none, algebra only)")
    private String task;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "16",
            description = "trainings a program with --task (default: ${DEFAULT-VALUE})")
    private int seeds;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "chooses the seeds of the trainings (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--functions",
            paramLabel = "F",
            split = ",",
            defaultValue = "paper",
            description =
                    "with --task, functions that may be put in a statement's place, besides those of the program: paper, matrix, or names with commas between (default: ${DEFAULT-VALUE})")
    private List<String> functions;

    @Mixin
    private WorkerOptions workerOptions;

    @Option(
            names = "--trainings",
            paramLabel = "N",
            defaultValue = "20000",
            description =
                    "with --task, no further step begins once so many trainings were asked for (default: ${DEFAULT-VALUE})")
    private long budget;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "0",
            description = "trainings at a time, 0 for one a processor (default: ${DEFAULT-VALUE})")
    private int threads;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "write the raw program, the derivation as Markdown, the final program and its exports there (default: none)")
    private Path out;

    @Option(names = "--json", description = "print one JSON document")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        if (seeds < 2 || threads < 0 || budget < 0) {
            throw new ParameterException(
                    spec.commandLine(), "--seeds is at least 2, --threads and --trainings at least 0");
        }
        if (out != null) {
            OutputPath.requireFolder(spec, "--out", out);
        }
        Program start = ProgramSource.find(program);
        Derivation derivation;
        List<String> notes = new ArrayList<>();
        Map<String, Object> more = new LinkedHashMap<>();
        if (task == null) {
            derivation = new Simplifier().simplify(start);
            notes.add(
                    "By algebra alone: the result behaves as the start does, up to rounding and the guard 1e-8 of division. Functions that bend or clip, such as arcsin or clip, are no identities and stay: "
                            + "whether a task notices them is measured with --task.");
        } else {
            int workers = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
            TasksOption tasks = new TasksOption(task, workerOptions);
            tasks.tell(spec.commandLine().getErr());
            MeasuredSimplification.Result result;
            try (TrainingService service = tasks.service(workers)) {
                // On a suite as it is, since differences to the program itself count there.
                List<Double> lower = tasks.each().size() == 1 ? FirstLook.LOWER_RATES : List.of();
                for (Task each : tasks.each()) {
                    FirstLooks.require(
                            ProgramSource.name(program),
                            start,
                            new FirstLook(each, lower),
                            service,
                            "Nothing was measured");
                }
                RandomStreams random = new RandomStreams(seed);
                Task measured =
                        tasks.asOne(start, service, random, spec.commandLine().getErr(), "Nothing was measured");
                TrainingService trainings = SuiteTrainings.of(service, measured);
                result = new MeasuredSimplification(
                                measured,
                                functions(start),
                                new MeasuredSimplification.Budget(seeds, budget),
                                random,
                                trainings,
                                message -> spec.commandLine().getErr().println(message))
                        .simplifyTraining(start)
                        .orElseThrow(this::untrained);
            }
            derivation = result.derivation();
            notes.add("Measured on " + task + " with " + seeds
                    + " seeds, paired; a lower fitness is better. Updates were multiplied by "
                    + BigDecimal.valueOf(result.factor()).stripTrailingZeros().toPlainString()
                    + " in the measurements, the best of 0.003 to 100 for this program on this task. "
                    + result.asked() + " trainings; "
                    + (result.isComplete()
                            ? "the task notices every further edit."
                            : "the budget of " + budget + " ended it: there may be shorter forms."));
            notes.add(
                    "What stays, since leaving it out changes the fitness by more than its noise (one that improves it stays too: leaving it out would be tuning, not simplification):");
            for (Map.Entry<String, Change> entry : result.kept().entrySet()) {
                notes.add("- `" + entry.getKey() + "`: " + entry.getValue());
            }
            more.put("factor", result.factor());
            more.put("trainings", result.asked());
            more.put("complete", result.isComplete());
            Map<String, Object> kept = new LinkedHashMap<>();
            result.kept().forEach((title, change) -> kept.put(title, change.toString()));
            more.put("kept", kept);
        }
        if (out != null) {
            write(derivation, notes);
        }
        if (json) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("derivation", DerivationText.document(derivation));
            document.putAll(more);
            spec.commandLine().getOut().println(Json.of(document));
        } else {
            List<String> lines = DerivationText.lines(derivation);
            lines.add("");
            notes.forEach(note -> lines.addAll(DerivationText.wrapped(note, 80)));
            lines.forEach(spec.commandLine().getOut()::println);
        }
        return Main.DONE;
    }

    private UnusableStartException untrained() {
        return new UnusableStartException(ProgramSource.name(program) + " is no better on " + task
                + " than a program that leaves the weights as they are, at the best of 0.003 to 100 times its rate on "
                + seeds + " seeds; tune it first (`savanna tune " + program + " --task " + task
                + "`). Nothing was simplified");
    }

    /** Those of the option, and those that the program calls itself. */
    private FunctionSet functions(Program start) {
        try {
            return FunctionSet.of(Stream.concat(
                            functions.stream().map(String::strip),
                            start.statements().stream()
                                    .map(statement -> statement.function().name()))
                    .toList());
        } catch (IllegalArgumentException unknown) {
            throw new ParameterException(spec.commandLine(), "--functions: " + unknown.getMessage());
        }
    }

    /** The name of the files: that of the program, without {@code -raw}. */
    private void write(Derivation derivation, List<String> notes) throws IOException {
        String name = ProgramSource.name(program).replaceFirst("-raw$", "");
        put("raw.program", derivation.start().toString());
        put(
                "DERIVATION.md",
                DerivationText.markdown(
                        "From the raw program to " + Character.toUpperCase(name.charAt(0)) + name.substring(1),
                        derivation,
                        notes));
        put("final.program", derivation.result().toString());
        for (Target target : Target.values()) {
            if (target != Target.TEXT) {
                try {
                    put(
                            target.fileName(name),
                            target.export(
                                    derivation.result(),
                                    name,
                                    "Simplified by Savanna from the program " + ProgramSource.name(program) + "."));
                } catch (ExportException e) {
                    spec.commandLine()
                            .getErr()
                            .println("no export to " + target.name().toLowerCase(java.util.Locale.ROOT) + ": "
                                    + e.getMessage());
                }
            }
        }
    }

    private void put(String file, String text) throws IOException {
        WholeFile.write(out.resolve(file), text);
    }
}
