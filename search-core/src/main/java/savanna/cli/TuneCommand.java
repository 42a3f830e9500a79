package savanna.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import savanna.dsl.program.Program;
import savanna.search.neighbourhood.Tuning;
import savanna.search.random.RandomStreams;
import savanna.search.rate.FirstLook;
import savanna.search.source.ProgramSource;
import savanna.search.store.WholeFile;
import savanna.search.training.Candidate;
import savanna.tasks.Hurdles;
import savanna.tasks.Outcome;
import savanna.tasks.Task;
import savanna.tasks.TrainingResult;
import savanna.tasks.suite.SuiteTrainings;
import savanna.tasks.training.TrainingService;

/** Tunes all constants of a program for a task. */
@Command(
        name = "tune",
        mixinStandardHelpOptions = true,
        description = "Tunes all constants of a program for a task and prints the program.",
        footer = {
            "",
            "Rounds of 8 variants: first a ladder of learning rates, then one of weight decays, then one of rates in smaller steps, then rates, single constants, and all constants at once. Variants race on the same seeds, and the best replaces "
                    + "the program if it is better by more than its error. The funnel of a search tunes its baseline so; the same number of tries makes comparisons fair."
        })
final class TuneCommand implements Callable<Integer> {

    private static final int VARIANTS = 8;

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
            required = true,
            description =
                    "a task's name or YAML file, see savanna list tasks; or several with commas between, on which the mean difference to the program as it is counts, in units of its deviation over seeds, or of a scale stated for each: noisy-vit=0.08,zipf-lm-4=0.02")
    private String task;

    @Option(
            names = "--tries",
            paramLabel = "K",
            defaultValue = "48",
            description = "variants to try, rounded up to a multiple of 8 (default: ${DEFAULT-VALUE})")
    private int tries;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "8",
            description = "paired seeds that a variant must last (default: ${DEFAULT-VALUE})")
    private int seeds;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "chooses the variants and the seeds (default: ${DEFAULT-VALUE})")
    private long seed;

    @Mixin
    private WorkerOptions workerOptions;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "0",
            description = "trainings at a time, 0 for one a processor (default: ${DEFAULT-VALUE})")
    private int threads;

    @Option(names = "--out", paramLabel = "FILE", description = "write the program to this file instead of stdout")
    private Path out;

    @Override
    public Integer call() throws IOException {
        if (tries < 1 || seeds < 2 || threads < 0) {
            throw new ParameterException(
                    spec.commandLine(), "--tries is at least 1, --seeds at least 2 and --threads at least 0");
        }
        if (out != null) {
            OutputPath.requireFile(spec, "--out", out);
        }
        Program start = ProgramSource.find(program);
        TasksOption tasks = new TasksOption(task, workerOptions);
        tasks.tell(spec.commandLine().getErr());
        int rounds = (tries + VARIANTS - 1) / VARIANTS;
        RandomStreams random = new RandomStreams(seed);
        List<Long> drawn = random.stream("tune", "seeds")
                .longs(seeds)
                .map(each -> each >>> 11)
                .boxed()
                .toList();
        int workers = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
        Task found;
        Program tuned;
        TrainingResult last;
        try (TrainingService service = tasks.service(workers)) {
            Program trainable = start;
            for (Task each : tasks.each()) {
                trainable = FirstLooks.require(
                        ProgramSource.name(program),
                        trainable,
                        new FirstLook(each, FirstLook.LOWER_RATES),
                        service,
                        "Nothing was tuned");
            }
            found = tasks.asOne(trainable, service, random, spec.commandLine().getErr(), "Nothing was tuned");
            TrainingService trainings = SuiteTrainings.of(service, found);
            tuned = Tuning.tune(
                    trainable,
                    found,
                    trainings,
                    rounds,
                    VARIANTS,
                    drawn,
                    new RandomStreams(random.stream("tune", "variants").nextLong()));
            last = trainings.train(Candidate.of(tuned).request(found, drawn, Hurdles.none()));
        }
        String name = ProgramSource.name(program);
        if (last.outcome() != Outcome.TRAINED) {
            spec.commandLine()
                    .getErr()
                    .println("savanna: neither " + name + " nor any of " + rounds * VARIANTS
                            + " variants could be trained on " + found.name() + " (the program: "
                            + last.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' ')
                            + "); nothing was tuned");
            return Main.FAILED;
        }
        String text = String.format(
                        Locale.ROOT,
                        "# %s, constants tuned for %s with %d variants on %d seeds (seed %d).\n",
                        name,
                        found.name(),
                        rounds * VARIANTS,
                        seeds,
                        seed)
                + tuned + "\n";
        if (out == null) {
            spec.commandLine().getOut().print(text);
            spec.commandLine().getOut().flush();
        } else {
            WholeFile.write(out, text);
        }
        return Main.DONE;
    }
}
