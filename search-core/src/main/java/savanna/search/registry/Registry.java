package savanna.search.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import savanna.dsl.text.Nearest;

/**
 * The parts of one kind that are found by name: those of Savanna and those of jars, all of them registered for
 * {@link ServiceLoader}, which is asked once.
 *
 * @param <T> the kind
 */
public final class Registry<T extends Registered> {

    private final String what;
    private final Map<String, T> byName = new TreeMap<>();

    private Registry(String what) {
        this.what = what;
    }

    /**
     * All registered parts of a kind.
     *
     * @param type the interface that is registered
     * @param what the kind in messages, such as {@code "mutation"}
     * @throws IllegalStateException if two parts have one name
     */
    public static <T extends Registered> Registry<T> of(Class<T> type, String what) {
        Registry<T> registry = new Registry<>(what);
        for (T part : ServiceLoader.load(type, type.getClassLoader())) {
            T other = registry.byName.putIfAbsent(part.name(), part);
            if (other != null) {
                throw new IllegalStateException("two parts are the " + what + " \"" + part.name() + "\": "
                        + other.getClass().getName() + " and " + part.getClass().getName()
                        + "; take one of their jars off the class path");
            }
        }
        return registry;
    }

    /** In the order of their names. */
    public List<T> all() {
        return List.copyOf(byName.values());
    }

    public List<String> names() {
        return new ArrayList<>(byName.keySet());
    }

    public Optional<T> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The part of that name. @throws IllegalArgumentException with the nearest name, if there is none */
    public T get(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalArgumentException("unknown " + what + " \"" + name + "\"; "
                        + Nearest.to(name, names())
                                .map(near -> "did you mean \"" + near + "\"?")
                                .orElse("known: " + String.join(", ", names()))));
    }
}
