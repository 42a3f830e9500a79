package savanna.tasks.yaml;

import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Function;

/** Finds what the key {@code kind} names among the classes that are registered for {@link ServiceLoader}. */
public final class Registered {
    private Registered() {}

    /**
     * The one that is named.
     *
     * @param type interface that the classes are registered for
     * @param name of each, as YAML has it
     * @param what they are, for a message, such as {@code model}
     */
    public static <T> T find(YamlMap options, Class<T> type, Function<T, String> name, String what) {
        List<T> registered = ServiceLoader.load(type).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        String asked = options.choice(
                "kind",
                registered.stream().map(name).sorted().toList(),
                " or a " + what + " of a jar that SAVANNA_CLASSPATH names");
        return registered.stream()
                .filter(each -> name.apply(each).equals(asked))
                .findFirst()
                .orElseThrow();
    }
}
