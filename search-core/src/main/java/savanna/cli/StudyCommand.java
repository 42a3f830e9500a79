package savanna.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.program.Program;
import savanna.search.Discovery;
import savanna.search.config.RunConfig;
import savanna.search.config.TaskConfig;
import savanna.search.objective.Objective;
import savanna.search.pipeline.Catalog;
import savanna.search.pipeline.NamedFiles;
import savanna.search.pipeline.NamedThings;
import savanna.search.source.ProgramSource;
import savanna.search.store.RunFolder;
import savanna.search.store.RunQueries;
import savanna.search.study.FreshScores;
import savanna.search.study.Scores;
import savanna.search.study.Summary;
import savanna.search.study.Trial;
import savanna.search.study.Variant;
import savanna.tasks.Task;
import savanna.tasks.training.Tasks;
import savanna.tasks.training.TrainingService;
import savanna.tasks.workers.Workers;
import savanna.tasks.yaml.YamlOverride;

/** Runs variants of a config on the same seeds, and compares what they find. */
@Command(
        name = "study",
        mixinStandardHelpOptions = true,
        description =
                "Runs variants of a config on the same seeds, and compares what they find on fresh seeds and held-out tasks.",
        footer = {
            "",
            "Without --variants: evolution alone, neighbourhood search alone, half of each, constants only and random programs, with the same number of trainings before the funnel, which the searches of `search.repeats` share. "
                    + "A file of variants says what each changes in the config: \"viable: {search.selector: viable, search.seeds: absent}\". "
                    + "Each run is a folder as `savanna search` makes it, DIR/VARIANT-SEED. Begun again, a study goes on where it was, with further seeds and variants where they were added. "
                    + "Scores are of the test split; the winners are measured as they are on the config's tasks, and tuned with the same tries on held-out ones, as the programs of --beside are. "
                    + "Of a list of tasks the suite is shown too: the mean difference to the start program in its standard deviations, or in stated scales. "
                    + "Where states or statements have a price, so is what searches make small: the score with the price."
        })
final class StudyCommand implements Callable<Integer> {

    private static final Pattern RANGE = Pattern.compile("(\\d{1,15})(?:-(\\d{1,15}))?");
    private static final int MOST_SEEDS = 1000;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "CONFIG", description = "the config that all variants change")
    private Path config;

    @Option(
            names = "--seeds",
            paramLabel = "A-B",
            defaultValue = "1-5",
            description = "seeds of the runs, such as 1-10 or 1,4,9 (default: ${DEFAULT-VALUE})")
    private String seeds;

    @Option(
            names = "--variants",
            paramLabel = "FILE",
            description = "a YAML file of variants (default: the five ways above)")
    private Path variants;

    @Option(
            names = "--trainings",
            paramLabel = "N",
            defaultValue = "30000",
            description =
                    "without --variants: whole trainings that each way has before the funnel (default: ${DEFAULT-VALUE})")
    private long trainings;

    @Option(
            names = "--held-out",
            paramLabel = "TASK",
            split = ",",
            description = "tasks that no search saw, on which the winners are measured; may be a list (default: none)")
    private List<String> heldOut = List.of();

    @Option(
            names = "--beside",
            paramLabel = "PROGRAM",
            split = ",",
            description =
                    "known programs, tuned for the config's tasks beforehand, that are measured beside the winners (default: none)")
    private List<String> beside = List.of();

    @Option(
            names = "--fresh",
            paramLabel = "N",
            defaultValue = "16",
            description = "fresh seeds on which the winners are measured (default: ${DEFAULT-VALUE})")
    private int fresh;

    @Option(
            names = "--tries",
            paramLabel = "N",
            defaultValue = "8",
            description = "tries of tuning for each winner on each held-out task (default: ${DEFAULT-VALUE})")
    private int tries;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "sets a key of the config for all variants; may be repeated")
    private List<String> sets = List.of();

    @Option(names = "--out", paramLabel = "DIR", description = "folder of the study (default: runs/CONFIG-study)")
    private Path out;

    @Option(names = "--threads", paramLabel = "N", description = "training threads (default: the config's)")
    private Integer threads;

    @Option(names = "--json", description = "print one JSON document")
    private boolean json;

    @Option(names = "--quiet", description = "show no progress")
    private boolean isQuiet;

    @Override
    public Integer call() throws IOException {
        if (fresh < 2 || tries < 0) {
            throw new ParameterException(spec.commandLine(), "--fresh is at least 2, --tries at least 0");
        }
        List<Long> chosen = seeds();
        List<Variant> all = variants == null ? ways() : Variant.read(variants);
        Path folder = out != null
                ? out
                : Path.of("runs", config.getFileName().toString().replaceFirst("\\.ya?ml$", "") + "-study");
        // Everything that may be wrong is, before anything runs.
        Map<Variant, RunConfig> configs = new LinkedHashMap<>();
        for (Variant variant : all) {
            configs.put(variant, resolved(variant, chosen.get(0)));
        }
        RunConfig first = configs.values().iterator().next();
        Catalog catalog = Catalog.ofFiles(first.workers().setup());
        Map<String, Program> known = known(all, catalog);
        List<Task> tasks = Stream.concat(first.taskNames().stream(), heldOut.stream())
                .distinct()
                .map(catalog.tasks()::find)
                .toList();
        List<Trial> trials = new ArrayList<>();
        Map<Long, List<Scores>> scores = new LinkedHashMap<>();
        for (long seed : chosen) {
            Map<String, Program> programs = new LinkedHashMap<>();
            for (Variant variant : all) {
                Path run = folder.resolve(variant.name() + "-" + seed);
                int status = run(resolved(variant, seed), catalog, run);
                if (status != Main.DONE) {
                    spec.commandLine().getErr().println("The study goes on where it is with the same command.");
                    return status;
                }
                try (RunQueries queries = RunQueries.open(run)) {
                    Trial trial = Trial.of(variant.name(), seed, queries);
                    trials.add(trial);
                    trial.winner().ifPresent(winner -> programs.put(variant.name(), winner.program()));
                }
            }
            programs.put(Scores.START, catalog.programs().apply(first.start()));
            programs.putAll(known);
            scores.put(seed, scores(programs, first, tasks, seed, folder));
        }
        StudyView view = new StudyView(
                trials,
                scores,
                Summary.of(trials, scores),
                Summary.references(List.copyOf(known.keySet()), trials, scores));
        PrintWriter printed = spec.commandLine().getOut();
        if (json) {
            printed.println(Json.of(view.document()));
        } else {
            view.lines().forEach(printed::println);
        }
        printed.flush();
        return Main.DONE;
    }

    private List<Variant> ways() {
        int repeats = RunConfig.read(
                        config, sets.stream().map(YamlOverride::set).toList())
                .search()
                .repeats();
        if (trainings < 2L * repeats) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--trainings " + trainings + ": expected at least 2 for each of the " + repeats
                            + " searches of `search.repeats`");
        }
        return Variant.ways(trainings, repeats);
    }

    /** By their names, which no variant has. */
    private Map<String, Program> known(List<Variant> variants, Catalog catalog) {
        Map<String, Program> known = new LinkedHashMap<>();
        for (String each : beside) {
            String name = ProgramSource.name(each);
            Program program = catalog.programs().apply(each);
            boolean isTaken = name.equals(Scores.START)
                    || variants.stream().anyMatch(variant -> variant.name().equals(name));
            if (isTaken || known.put(name, program) != null) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--beside " + each + ": " + name
                                + " is the name of another program or variant; copy the file under a name of its own");
            }
        }
        return known;
    }

    private List<Long> seeds() {
        LinkedHashSet<Long> chosen = new LinkedHashSet<>();
        for (String part : seeds.split(",", -1)) {
            Matcher range = RANGE.matcher(part.strip());
            long from = range.matches() ? Long.parseLong(range.group(1)) : 0;
            long to = range.matches() && range.group(2) != null ? Long.parseLong(range.group(2)) : from;
            if (!range.matches() || to < from || to - from >= MOST_SEEDS) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--seeds " + seeds + ": expected seeds such as 1-10 or 1,4,9, at most " + MOST_SEEDS);
            }
            LongStream.rangeClosed(from, to).forEach(chosen::add);
        }
        return List.copyOf(chosen);
    }

    private RunConfig resolved(Variant variant, long seed) {
        List<YamlOverride> overrides = Stream.of(
                        sets.stream().map(YamlOverride::set).toList(),
                        variant.overrides(),
                        Overrides.of(seed, threads, null, null))
                .flatMap(List::stream)
                .toList();
        RunConfig resolved = NamedFiles.located(
                RunConfig.read(config, overrides),
                List.of(Path.of(""), config.toAbsolutePath().getParent()));
        NamedThings.check(
                resolved,
                config + ", variant " + variant.name(),
                Catalog.ofFiles(resolved.workers().setup()));
        return resolved;
    }

    /** Runs, or goes on; a run that has ended is left alone. */
    private int run(RunConfig resolved, Catalog catalog, Path folder) {
        if (!RunFolder.isRun(folder)) {
            tell(folder + ": begun");
            return session().silently(resolved, catalog, RunFolder.create(folder, resolved.yaml()), outcome -> {});
        }
        // Refuses a run of another config, ended or not.
        Discovery.resumed(folder, resolved, catalog).close();
        try (RunQueries before = RunQueries.open(folder)) {
            if (!before.comparison().isEmpty()) {
                return Main.DONE;
            }
        }
        tell(folder + ": goes on");
        return session().silently(resolved, catalog, Discovery.resumed(folder, resolved, catalog), outcome -> {});
    }

    private RunSession session() {
        return new RunSession(spec.commandLine(), isQuiet, false);
    }

    private List<Scores> scores(
            Map<String, Program> programs, RunConfig first, List<Task> tasks, long seed, Path folder)
            throws IOException {
        List<Scores> scores = new ArrayList<>();
        int places =
                first.threads() > 0 ? first.threads() : Runtime.getRuntime().availableProcessors();
        FreshScores measures = new FreshScores(folder.resolve("scores"), fresh);
        for (int i = 0; i < tasks.size(); i++) {
            tell("seed " + seed + ": " + programs.size() + " programs on "
                    + tasks.get(i).name());
            boolean isOwn = i < first.taskNames().size();
            try (TrainingService service = Workers.service(first.workers().setup(), places, Tasks.of(tasks.get(i)))) {
                scores.add(measures.of(programs, tasks.get(i), isOwn ? 0 : tries, seed, service));
            }
        }
        int own = first.taskNames().size();
        Optional<Scores> searched = own > 1
                ? Scores.suite(
                        scores.subList(0, own),
                        first.task().stream().map(TaskConfig::scale).toList())
                : Optional.of(scores.get(0));
        List<Scores> together = new ArrayList<>();
        if (own > 1) {
            searched.ifPresent(together::add);
        }
        Objective objective = first.objective()
                .objective()
                .over(tasks.subList(0, own).stream().map(Task::layout).toList());
        if (objective.hasPrices()) {
            searched.map(score -> score.priced(prices(programs, objective))).ifPresent(together::add);
        }
        scores.addAll(own, together);
        return scores;
    }

    private static Map<String, Double> prices(Map<String, Program> programs, Objective objective) {
        return programs.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> objective
                                .unmeasured(AbstractExecution.ofValid(entry.getValue()))
                                .price()));
    }

    private void tell(String message) {
        if (!isQuiet) {
            spec.commandLine().getErr().println(message);
            spec.commandLine().getErr().flush();
        }
    }
}
