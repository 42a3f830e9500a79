package savanna.search.mutation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import savanna.dsl.function.Function;
import savanna.dsl.function.Functions;
import savanna.dsl.text.Nearest;

/** The functions that new statements may call: a search's space. Programs may call others that they came with. */
public final class FunctionSet {

    private static final Map<String, FunctionSet> PRESETS = presets();

    private final List<Function> functions;
    /** By a number of arguments: the functions that take at least one and at most so many. */
    private final List<List<Function>> upTo;

    private final boolean hasKinds;

    private FunctionSet(List<Function> functions) {
        if (functions.stream().noneMatch(function -> function.arity() > 0)) {
            throw new IllegalArgumentException("expected functions, one of them with an argument; found " + functions);
        }
        this.functions = List.copyOf(functions);
        int most = functions.stream().mapToInt(Function::arity).max().orElseThrow();
        upTo = IntStream.rangeClosed(0, most)
                .mapToObj(arguments -> functions.stream()
                        .filter(function -> function.arity() >= 1 && function.arity() <= arguments)
                        .toList())
                .toList();
        hasKinds = functions.stream().anyMatch(Function::isLeafwise);
    }

    private static Map<String, FunctionSet> presets() {
        Map<String, FunctionSet> presets = new LinkedHashMap<>();
        presets.put("paper", new FunctionSet(Functions.paper()));
        presets.put("matrix", new FunctionSet(Functions.all()));
        return Collections.unmodifiableMap(presets);
    }

    /** The names of whole sets: {@code paper}, its 45 functions, and {@code matrix}, all there are. */
    public static List<String> presetNames() {
        return List.copyOf(PRESETS.keySet());
    }

    /** The 45 functions of the paper. */
    public static FunctionSet paper() {
        return PRESETS.get("paper");
    }

    /**
     * The functions of those names, which may be names of whole sets.
     *
     * @throws IllegalArgumentException if a name is unknown, or none of the functions has an argument
     */
    public static FunctionSet of(List<String> names) {
        Set<Function> chosen = new LinkedHashSet<>();
        for (String name : names) {
            FunctionSet preset = PRESETS.get(name);
            if (preset != null) {
                chosen.addAll(preset.functions);
            } else {
                chosen.add(Functions.find(name).orElseThrow(() -> unknown(name)));
            }
        }
        List<Function> ordered =
                Functions.all().stream().filter(chosen::contains).toList();
        return PRESETS.values().stream()
                .filter(preset -> preset.functions.equals(ordered))
                .findFirst()
                .orElseGet(() -> new FunctionSet(ordered));
    }

    private static IllegalArgumentException unknown(String name) {
        List<String> known = Stream.concat(PRESETS.keySet().stream(), Functions.names().stream())
                .toList();
        return new IllegalArgumentException("unknown function \"" + name
                + "\"; expected " + String.join(" or ", PRESETS.keySet())
                + " or names of functions (savanna list functions)" + Nearest.suggestion(name, known));
    }

    /** In the order of the language's table, each once; at least one has an argument. */
    public List<Function> functions() {
        return functions;
    }

    /** Those that take at least one and at most so many arguments. */
    List<Function> upTo(int arguments) {
        return upTo.get(Math.min(arguments, upTo.size() - 1));
    }

    /** Whether some make values that do not fit everywhere. */
    boolean hasKinds() {
        return hasKinds;
    }
}
