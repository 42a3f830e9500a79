package savanna.search.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;

/** Fills the builders of config records with what stands where a key is absent. */
final class Defaults {
    private Defaults() {}

    /**
     * The builder with every default that there is. Keys without one, and sections of which some key has none, are left
     * to the caller; the record's constructor says which are missing.
     */
    static <B> B into(B builder, Class<? extends Record> type) {
        ConfigReader.defaults(type).forEach((key, value) -> set(builder, key, value));
        return builder;
    }

    private static void set(Object builder, ConfigKey key, Object value) {
        try {
            setter(builder, key).invoke(builder, value);
        } catch (InvocationTargetException | IllegalAccessException e) {
            throw new IllegalStateException(key.component() + " cannot be set", e);
        }
    }

    /** The builder's method for the component; beside it there may be one that wraps into an {@code Optional}. */
    private static Method setter(Object builder, ConfigKey key) {
        return Arrays.stream(builder.getClass().getMethods())
                .filter(method -> method.getName().equals(key.component().getName())
                        && method.getParameterCount() == 1
                        && method.getParameterTypes()[0].isAssignableFrom(
                                key.component().getType()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(key.component() + " has no setter in its builder"));
    }
}
