package savanna.search.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import savanna.dsl.program.Program;
import savanna.dsl.program.ProgramSyntaxException;
import savanna.search.objective.Cost;
import savanna.search.objective.Objective;
import savanna.tasks.Outcome;
import savanna.tasks.workers.WorkersStanding;
import savanna.tasks.yaml.YamlMap;
import savanna.tasks.yaml.YamlReader;

/** Reads the store of a run, without changing it. Names of programs that it finds out are kept beside it. */
public final class RunQueries implements AutoCloseable {

    /**
     * A function that a search trained.
     *
     * @param hash what it computes
     * @param stage the search
     * @param number of its first program in that search
     * @param program text of that program
     * @param statements number of statements
     * @param liveStatements number of statements that are not redundant
     * @param states numbers that its live states keep for each parameter
     * @param outcome how its training ended
     * @param fitness mean over the search seeds, lower is better
     * @param error standard error of the fitness, where functions earn seeds
     * @param price of its states and live statements by the config's objective, which is added to the fitness
     */
    public record FunctionRow(
            String hash,
            String stage,
            long number,
            String program,
            int statements,
            int liveStatements,
            double states,
            Outcome outcome,
            OptionalDouble fitness,
            OptionalDouble error,
            double price) {

        Cost cost() {
            return new Cost(fitness.orElse(Double.POSITIVE_INFINITY), states, liveStatements, price);
        }
    }

    /**
     * One step of a lineage.
     *
     * @param stage the search
     * @param number of the program in that search; 0 for its start
     * @param mutation what was done to the parent, in words
     * @param hash of the program
     * @param fitness of its function
     */
    public record Step(String stage, long number, String mutation, String hash, OptionalDouble fitness) {}

    /**
     * Totals of a search at one moment.
     *
     * @param trainings whole trainings; those that end early count by their steps; absent in stores brought along
     * @param best fitness of the best program, which is decided with its price; absent before there is one
     * @param price of that program; absent in stores brought along where there were prices
     */
    public record ProgressRow(
            String stage,
            long programs,
            long evaluations,
            OptionalDouble trainings,
            long statements,
            long redundantStatements,
            OptionalDouble best,
            OptionalDouble price) {}

    /** A number of functions by how their training ended. */
    public record OutcomeCount(Outcome outcome, long functions) {}

    private static final double MOST_PRICE = 1e9;

    private final Path run;
    private final YamlMap config;
    private final RunDatabase database;
    private final FunctionQueries functions;
    private final Objective objective;
    private final LineageQueries lineages;
    private final RunNames names;

    private RunQueries(Path run, YamlMap config, Objective objective, RunDatabase database, RunNames names) {
        this.run = run;
        this.config = config;
        this.database = database;
        this.functions = new FunctionQueries(database, objective);
        this.objective = objective;
        this.lineages = new LineageQueries(database, functions);
        this.names = names;
    }

    /**
     * Opens the folder of a run, which may be a stranger's: nothing that it names is loaded.
     *
     * @throws RunStoreException if the path is not the folder of a run, not of this version, or damaged
     * @throws savanna.tasks.yaml.YamlException if the config is not a map in YAML, or its prices are no prices
     */
    public static RunQueries open(Path run) {
        return open(run, new RunNames(run));
    }

    /**
     * As {@link #open(Path)}, for one look of several. @param names of the run's programs, as far as looks found them
     */
    public static RunQueries open(Path run, RunNames names) {
        RunFolder.requireRun(run);
        YamlMap config = YamlReader.read(RunFolder.configFile(run));
        return new RunQueries(run, config, objective(config), RunFolder.read(run), names);
    }

    private static Objective objective(YamlMap config) {
        YamlMap prices = config.map("objective").orElse(config.emptyMap("objective"));
        return new Objective(
                prices.number("state-price", 0, 0, MOST_PRICE), prices.number("statement-price", 0, 0, MOST_PRICE));
    }

    /** The config as it was read, its keys unchecked. */
    public YamlMap config() {
        return config;
    }

    /** The workers of the latest session. */
    public WorkersStanding workers() {
        return new WorkerTable(database).read();
    }

    public List<StageTable.Stage> stages() {
        return new StageTable(database).all();
    }

    /** Best distinct functions of all searches by cost, best first. */
    public List<FunctionRow> best(int count) {
        return functions.best(count);
    }

    /** Every function whose hash begins with the given digits, in the order in which they were made. */
    public List<FunctionRow> functions(String hashPrefix) {
        return functions.withPrefix(hashPrefix);
    }

    /** Texts of all programs, by their hashes, that begin with the given digits; one of each hash. */
    public Map<String, String> programs(String hashPrefix) {
        Map<String, String> programs = new LinkedHashMap<>();
        functions(hashPrefix).forEach(row -> programs.putIfAbsent(row.hash(), row.program()));
        for (String table : List.of("ranking", "comparison")) {
            database.rows(
                    "SELECT hash, program FROM " + table + " WHERE hash LIKE ? || '%'",
                    row -> programs.putIfAbsent(row.getString(1), row.getString(2)),
                    hashPrefix);
        }
        database.rows(
                "SELECT tuned_hash, tuned FROM ranking WHERE tuned_hash LIKE ? || '%'",
                row -> programs.putIfAbsent(row.getString(1), row.getString(2)), hashPrefix);
        return programs;
    }

    /**
     * The winner, once there is one: the program that the funnel chose.
     *
     * @throws RunStoreException if {@code winner.program} in the folder is another program
     */
    public Optional<Program> winner() {
        Optional<Program> chosen =
                database
                        .rows("SELECT program FROM ranking WHERE chosen = 1", row -> Program.parse(row.getString(1)))
                        .stream()
                        .findFirst();
        Optional<Program> written = written();
        if (chosen.isPresent() && written.isPresent() && !chosen.equals(written)) {
            throw new RunStoreException(RunFolder.winnerFile(run)
                    + ": is not the program that the run chose; put it back with `savanna resume " + run
                    + "`, or move it elsewhere");
        }
        return chosen.or(() -> written);
    }

    private Optional<Program> written() {
        Path file = RunFolder.winnerFile(run);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Program.parse(Files.readString(file)));
        } catch (ProgramSyntaxException | IOException e) {
            throw new RunStoreException(file + ": " + e.getMessage(), e);
        }
    }

    /** Functions that no other surpasses in live statements, states and fitness at once, by fitness. */
    public List<FunctionRow> paretoFront() {
        return functions.paretoFront();
    }

    /** How a program came about: from the start of the first search, through every search in between, to itself. */
    public List<Step> lineage(String stage, long number) {
        return lineages.of(stage, number);
    }

    /** How a program came about, where it was made first; else, where one that computes the same was. */
    public List<Step> lineageOf(String hash, String program) {
        List<FunctionRow> rows = functions(hash);
        return rows.stream()
                .filter(row -> row.program().equals(program))
                .findFirst()
                .or(() -> rows.stream().findFirst())
                .map(row -> lineage(row.stage(), row.number()))
                .orElse(List.of());
    }

    /** Totals over the course of each search. */
    public List<ProgressRow> progress() {
        return database.rows(
                "SELECT stage, programs, evaluations, trainings, statements, redundant_statements, "
                        + "best, price FROM progress ORDER BY " + StageTable.position("progress")
                        + ", programs",
                row -> new ProgressRow(
                        row.getString(1),
                        row.getLong(2),
                        row.getLong(3),
                        Values.optional(row, 4),
                        row.getLong(5),
                        row.getLong(6),
                        Values.optional(row, 7),
                        Values.optional(row, 8)));
    }

    /** Whether states or statements have a price in the config. */
    public boolean hasPrices() {
        return objective.hasPrices();
    }

    /**
     * The price of a program in a stage of the funnel: of its states and live statements, by the config's objective.
     */
    public double price(RankingTable.Row row) {
        return objective.cost(0, row.states(), row.liveStatements()).price();
    }

    /**
     * Whether the course of its searches has the prices of the best programs: not in stores that were brought along.
     */
    public boolean knowsPrices() {
        return database.rows("SELECT 1 FROM progress WHERE best IS NOT NULL AND price IS NULL LIMIT 1", row -> true)
                .isEmpty();
    }

    /** The stages of the funnel, in order. */
    public List<RankingTable.Row> rankings() {
        return new RankingTable(database).all();
    }

    /** The final comparison, the winner first; empty before the run has come to it. */
    public List<ComparisonTable.Row> comparison() {
        return new ComparisonTable(database).all();
    }

    /** The meta-validation curves. */
    public List<MetaTable.Row> metaValidation() {
        return new MetaTable(database).all();
    }

    public List<OutcomeCount> outcomes() {
        return functions.outcomes();
    }

    /** How programs failed, most frequent first. */
    public List<Failure> failures() {
        return Failure.of(database);
    }

    /** All trainings of the run: how many, and the seconds they took, summed over threads. */
    public record Trainings(long count, double seconds) {}

    /** The content that the run began with, by its role, such as {@code task}; nothing in stores of before 0.2. */
    public Optional<FileTable.Content> content(String role) {
        return new FileTable(database).content(role);
    }

    /** Stages that the end of the run's time cut short, in order. */
    public List<String> cut() {
        return new TimeTable(database).cut();
    }

    /** Where the folder of the run was when its config was last written. */
    public Optional<Path> writtenAt() {
        return RunStore.writtenAt(database);
    }

    public Trainings trainings() {
        return database.rows(
                        "SELECT count(*), coalesce(sum(micros), 0) / 1e6 FROM training_row",
                        row -> new Trainings(row.getLong(1), row.getDouble(2)))
                .get(0);
    }

    /** The same for those that ended at that time or later. @param epochMillis on the clock of whoever made them */
    public Trainings trainingsSince(long epochMillis) {
        return database.rows(
                        "SELECT count(*), coalesce(sum(micros), 0) / 1e6 FROM training_row WHERE at_ms >= ?",
                        row -> new Trainings(row.getLong(1), row.getDouble(2)),
                        epochMillis)
                .get(0);
    }

    /** The program that the first search started from, once that has begun. */
    public Optional<Program> start() {
        return functions.start().map(Program::parse);
    }

    /** What the programs of the run are. */
    public RunNames names() {
        return names;
    }

    /** Keeps {@link #names} for whoever looks next. */
    @Override
    public void close() {
        database.close();
        names.keep();
    }
}
