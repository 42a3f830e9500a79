package savanna.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.analysis.Analysis;
import savanna.dsl.function.LanguageReference;
import savanna.dsl.library.ProgramLibrary;
import savanna.search.config.JsonSchema;
import savanna.search.config.KeyTable;
import savanna.search.mutation.Mutations;
import savanna.search.registry.Registered;
import savanna.search.registry.Registry;
import savanna.search.strategy.Selectors;
import savanna.search.strategy.Strategies;

/** Lists what there is. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description =
                "Lists the functions of the language, the shipped tasks, the shipped programs, the keys of a config, or their JSON schema, or what computes on this machine.")
final class ListCommand implements Callable<Integer> {

    /** What can be listed. */
    enum Subject {
        FUNCTIONS,
        TASKS,
        PROGRAMS,
        KEYS,
        SCHEMA,
        STRATEGIES,
        SELECTORS,
        MUTATIONS,
        ENGINES
    }

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "functions|tasks|programs|keys|schema|strategies|selectors|mutations|engines",
            description = "what to list")
    private Subject subject;

    @Option(names = "--json", description = "print one JSON document")
    private boolean json;

    @Option(names = "--markdown", description = "print the keys, or the functions, as a Markdown page")
    private boolean isMarkdown;

    @Override
    public Integer call() {
        if (isMarkdown && subject != Subject.KEYS && subject != Subject.FUNCTIONS) {
            throw new ParameterException(spec.commandLine(), "--markdown is for keys and functions");
        }
        PrintWriter out = spec.commandLine().getOut();
        if (isMarkdown) {
            out.print(subject == Subject.KEYS ? KeyTable.markdown() : LanguageReference.markdown());
            out.flush();
        } else if (json || subject == Subject.SCHEMA) {
            out.println(Json.of(document()));
        } else {
            table().lines().forEach(out::println);
        }
        return Main.DONE;
    }

    private TextTable table() {
        switch (subject) {
            case FUNCTIONS -> {
                TextTable table = new TextTable("function", "name", "result", "error", "what it is");
                LanguageReference.rows()
                        .forEach(row ->
                                table.add(row.signature(), row.name(), row.result(), row.error(), row.document()));
                return table;
            }
            case TASKS -> {
                return TaskList.measure().table();
            }
            case KEYS -> {
                TextTable table = new TextTable("key", "type", "default", "meaning");
                KeyTable.rows().forEach(row -> table.add(row.path(), row.type(), row.fallback(), row.document()));
                return table;
            }
            case ENGINES -> {
                return EngineList.here().table();
            }
            case STRATEGIES, SELECTORS, MUTATIONS -> {
                TextTable table = new TextTable("name", "what it does");
                registry().all().forEach(part -> table.add(part.name(), part.document()));
                return table;
            }
            default -> {
                TextTable table = new TextTable("program", "statements", "states", "what it is");
                ProgramLibrary.names().forEach(name -> {
                    Analysis analysis = analysis(name);
                    table.add(
                            name,
                            Integer.toString(analysis.program().statements().size()),
                            Integer.toString(analysis.live().size()),
                            ProgramLibrary.summary(name).orElseThrow());
                });
                return table;
            }
        }
    }

    private Registry<? extends Registered> registry() {
        return switch (subject) {
            case STRATEGIES -> Strategies.KNOWN;
            case SELECTORS -> Selectors.KNOWN;
            default -> Mutations.KNOWN;
        };
    }

    private Object document() {
        return switch (subject) {
            case SCHEMA -> JsonSchema.document();
            case FUNCTIONS -> LanguageReference.rows();
            case TASKS -> TaskList.measure().document();
            case ENGINES -> EngineList.here().document();
            case STRATEGIES, SELECTORS, MUTATIONS ->
                registry().all().stream()
                        .map(part -> Json.object("name", part.name(), "summary", part.document()))
                        .toList();
            case KEYS ->
                KeyTable.rows().stream()
                        .map(row -> Json.object(
                                "key",
                                row.path(),
                                "type",
                                row.type(),
                                "default",
                                row.fallback(),
                                "meaning",
                                row.document()))
                        .toList();
            case PROGRAMS ->
                ProgramLibrary.names().stream()
                        .map(name -> {
                            Analysis analysis = analysis(name);
                            return Json.object(
                                    "name",
                                    name,
                                    "statements",
                                    analysis.program().statements().size(),
                                    "states",
                                    analysis.live().size(),
                                    "summary",
                                    ProgramLibrary.summary(name).orElseThrow(),
                                    "hash",
                                    analysis.hash().toString(),
                                    "text",
                                    analysis.program().toString());
                        })
                        .toList();
        };
    }

    private static Analysis analysis(String name) {
        return AbstractExecution.of(ProgramLibrary.find(name).orElseThrow());
    }
}
