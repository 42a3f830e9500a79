package savanna.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.execution.Engine;
import savanna.dsl.execution.nd4j.Nd4jEngine;
import savanna.dsl.program.Program;
import savanna.search.chart.ChartFormat;
import savanna.search.chart.LearningCurves;
import savanna.search.rate.FirstLook;
import savanna.search.source.ProgramSource;
import savanna.tasks.Task;
import savanna.tasks.TaskCatalog;
import savanna.tasks.compare.Comparison;
import savanna.tasks.compare.Contender;
import savanna.tasks.compare.Standing;
import savanna.tasks.training.Interruption;
import savanna.tasks.training.Tasks;
import savanna.tasks.training.TrainingMemory;
import savanna.tasks.training.TrainingProgress;
import savanna.tasks.training.TrainingService;
import savanna.tasks.workers.Workers;

/** Compares programs on a task. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = "Tunes the constants of programs on a task, then scores them on fresh seeds and the test split.",
        footer = {
            "",
            "Tuning tries the program as it is, and factors from 1/100 to 100 on its learning rate and its weight decay, on the task's search seeds and the validation split. "
                    + "Results come from other seeds; test is the split that nothing selects on. Lower is better; a program wins a seed if none is better on it. "
                    + "The result does not depend on the number of threads; times do."
        })
final class CompareCommand implements Callable<Integer> {

    /** The engines by name. */
    enum EngineName {
        BLOCK,
        ND4J;

        Engine create() {
            return this == BLOCK ? Engine.block() : new Nd4jEngine();
        }
    }

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "PROGRAM", arity = "1..*", description = "program files or names of shipped programs")
    private List<String> programs;

    @Option(
            names = "--task",
            paramLabel = "T",
            defaultValue = "digits-mlp",
            description = "a task's name or YAML file (default: ${DEFAULT-VALUE}); see savanna list tasks")
    private String task;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "8",
            description = "fresh seeds (default: ${DEFAULT-VALUE})")
    private int seeds;

    @Option(
            names = "--tune",
            paramLabel = "K",
            defaultValue = "16",
            description = "tries of tuning for each program; 0 compares them as shipped (default: ${DEFAULT-VALUE})")
    private int tries;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "chooses the tries and the fresh seeds (default: ${DEFAULT-VALUE})")
    private long seed;

    @Mixin
    private WorkerOptions workerOptions;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "0",
            description = "trainings at a time, 0 for one a processor (default: ${DEFAULT-VALUE})")
    private int threads;

    @Option(
            names = "--engine",
            defaultValue = "block",
            description = "what executes the programs: block, or nd4j, the slow reference (default: ${DEFAULT-VALUE})")
    private EngineName engine;

    @Option(
            names = "--chart",
            paramLabel = "FILE",
            description =
                    "write learning curves to this file: .svg, .png, .pdf, or .csv for their numbers (default: none)")
    private Path chart;

    @Option(names = "--json", description = "print one JSON document")
    private boolean json;

    @Option(names = "--quiet", description = "show no progress")
    private boolean isQuiet;

    @Override
    public Integer call() throws IOException {
        if (seeds < 1 || tries < 0 || threads < 0 || seed < 0) {
            throw new ParameterException(
                    spec.commandLine(), "--seeds is at least 1, --tune, --threads and --seed at least 0");
        }
        Engine executing = engine();
        if (chart != null) {
            OutputPath.requireFile(spec, "--chart", chart);
            if (ChartFormat.of(chart).isEmpty()) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--chart " + chart + ": expected a name that ends in .svg, .png, .pdf or .csv");
            }
        }
        List<Contender> contenders = contenders();
        Task found = workerOptions.by(TaskCatalog.find(task));
        if (!isQuiet) {
            TaskFindings.tell(found, spec.commandLine().getErr());
        }
        int workers = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
        List<Standing> standings = run(found, contenders, workers, executing);
        PrintWriter out = spec.commandLine().getOut();
        ComparisonView view = new ComparisonView(found, seeds, tries, seed, standings);
        if (json) {
            out.println(Json.of(view.document()));
        } else {
            view.lines().forEach(out::println);
        }
        out.flush();
        if (chart != null) {
            ChartFormat.of(chart)
                    .orElseThrow()
                    .write(
                            LearningCurves.of(
                                    found.name() + ": mean of " + seeds + " seeds", found.metric(), standings),
                            chart);
            spec.commandLine().getErr().println("learning curves: " + chart);
        }
        return standings.stream().anyMatch(Standing::isTrained) ? Main.DONE : Main.FAILED;
    }

    private Engine engine() {
        try {
            return engine.create();
        } catch (IllegalStateException missing) {
            throw new ParameterException(spec.commandLine(), missing.getMessage());
        }
    }

    private List<Contender> contenders() {
        List<Contender> contenders = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (String program : programs) {
            String base = program.endsWith(".program") ? ProgramSource.name(program) : program;
            String name = base;
            for (int i = 2; !names.add(name); i++) {
                name = base + "-" + i;
            }
            contenders.add(new Contender(
                    name, AbstractExecution.ofValid(ProgramSource.find(program)).program()));
        }
        return contenders;
    }

    private List<Standing> run(Task found, List<Contender> contenders, int workers, Engine executing) {
        Comparison comparison = new Comparison(found, seeds, tries, seed);
        if (isQuiet) {
            return run(comparison, contenders, workers, executing, progress -> {}, phase -> {});
        }
        ProgressDisplay display = new ProgressDisplay(spec.commandLine().getErr(), System.console() != null);
        AtomicReference<String> phase = new AtomicReference<>("");
        AtomicLong made = new AtomicLong();
        List<Standing> standings = run(
                comparison,
                contenders,
                workers,
                executing,
                progress -> {
                    made.set(progress.trainings());
                    display.progress(
                            progress.ended(),
                            progress.programs(),
                            (tries > 1 && phase.get().equals("tuning") ? "variants" : "trainings") + "; "
                                    + phase.get());
                },
                phase::set);
        display.end(made + " trainings done");
        return standings;
    }

    private List<Standing> run(
            Comparison comparison,
            List<Contender> contenders,
            int workers,
            Engine executing,
            Consumer<TrainingProgress> progress,
            Consumer<String> phases) {
        Workers place = new Workers(workerOptions.setup(), workers, Tasks.of(comparison.task()), executing);
        try (TrainingService trainings = place.service(TrainingMemory.ofThisProcess(), new Interruption(), progress)) {
            phases.accept("first look");
            Map<String, Program> named = new LinkedHashMap<>();
            contenders.forEach(contender -> named.put(contender.name(), contender.program()));
            FirstLooks.requireAny(
                            named,
                            comparison.task(),
                            tries > 1 ? FirstLook.LOWER_RATES : List.of(),
                            trainings,
                            "Nothing was compared")
                    .forEach(spec.commandLine().getErr()::println);
            return comparison.run(contenders, trainings, phases);
        }
    }
}
