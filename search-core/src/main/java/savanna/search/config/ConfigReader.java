package savanna.search.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import savanna.search.mutation.Mutations;
import savanna.tasks.yaml.YamlException;
import savanna.tasks.yaml.YamlMap;
import savanna.tasks.yaml.YamlNode;
import savanna.tasks.yaml.YamlPlace;
import savanna.tasks.yaml.YamlReader;

/** Reads config records from YAML. All errors name file, line and key. */
final class ConfigReader {
    private ConfigReader() {}

    /** @throws YamlException at the first key that is unknown, missing or of the wrong type */
    static <R extends Record> R read(YamlMap map, Class<R> type) {
        List<ConfigKey> keys = ConfigKey.of(type);
        refuseMoved(map, type);
        map.onlyKeys(keys.stream().map(ConfigKey::name).toArray(String[]::new));
        Object[] values = keys.stream().map(key -> value(map, key)).toArray();
        return construct(map, type, values);
    }

    /** What stands where keys are absent, of those keys and sections that need not be there. */
    static Map<ConfigKey, Object> defaults(Class<? extends Record> type) {
        YamlMap nothing = new YamlMap(new YamlPlace("defaults", 0), "", Map.of(), Map.of());
        Map<ConfigKey, Object> defaults = new LinkedHashMap<>();
        for (ConfigKey key : ConfigKey.of(type)) {
            if (!key.isRequired()) {
                try {
                    defaults.put(key, value(nothing, key));
                } catch (YamlException incomplete) {
                    // A section that cannot do without something from the caller.
                    continue;
                }
            }
        }
        return defaults;
    }

    private static void refuseMoved(YamlMap map, Class<?> type) {
        for (Moved moved : type.getAnnotationsByType(Moved.class)) {
            if (map.has(moved.key())) {
                int dot = moved.to().lastIndexOf('.');
                throw map.error(
                        moved.key(),
                        "this key is now " + moved.to() + "; write "
                                + moved.to().substring(dot + 1) + " into the section "
                                + moved.to().substring(0, dot));
            }
        }
    }

    private static <R extends Record> R construct(YamlMap map, Class<R> type, Object[] values) {
        try {
            Constructor<R> constructor = type.getDeclaredConstructor(Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new));
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw map.error(refused.getMessage() + defaultsAmong(map, type, refused.getMessage()));
            }
            throw new IllegalStateException(type + " cannot be made", e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " cannot be made", e);
        }
    }

    /** Says which of the keys that a message speaks of are not in the file, and so cannot be found there. */
    private static String defaultsAmong(YamlMap map, Class<? extends Record> type, String message) {
        List<String> words = List.of(message.split("[^a-z-]+"));
        List<String> defaults = ConfigKey.of(type).stream()
                .filter(key -> !map.has(key.name())
                        && words.contains(key.name())
                        && !key.key().fallback().isEmpty())
                .map(key -> key.name() + " " + key.key().fallback() + " is the default")
                .toList();
        return defaults.isEmpty() ? "" : " (" + String.join(", ", defaults) + ")";
    }

    private static Object value(YamlMap map, ConfigKey key) {
        String name = key.name();
        if (key.isSection()) {
            return key.isOptional()
                    ? written(map, key).map(inner -> section(inner, key))
                    : section(written(map, key).orElse(map.emptyMap(name)), key);
        }
        if (key.isSections()) {
            return sections(map, key);
        }
        boolean present = map.has(name);
        if (key.component().getType() == OptionalLong.class) {
            return present ? OptionalLong.of((Long) scalar(map, key)) : OptionalLong.empty();
        }
        if (key.component().getType() == OptionalDouble.class) {
            return present ? OptionalDouble.of((Double) scalar(map, key)) : OptionalDouble.empty();
        }
        if (key.isOptional()) {
            return present ? Optional.of(scalar(map, key)) : Optional.empty();
        }
        return scalar(
                present || key.isRequired()
                        ? map
                        : YamlReader.parse(
                                "default of " + name, name + ": " + key.key().fallback()),
                key);
    }

    /** The section as it is written, be it in short. */
    private static Optional<YamlMap> written(YamlMap map, ConfigKey key) {
        return map.node(key.name())
                .flatMap(node -> inShort(node, map.emptyMap(key.name()).path(), key))
                .or(() -> map.map(key.name()));
    }

    /** The section that one value stands for. */
    private static Optional<YamlMap> inShort(YamlNode node, String path, ConfigKey key) {
        if (key.shorthand().isEmpty() || !(node instanceof YamlNode.Scalar scalar)) {
            return Optional.empty();
        }
        Shorthand shorthand = key.shorthand().get();
        boolean isNumber =
                scalar.plain() instanceof Number && !shorthand.number().isEmpty();
        String inner = isNumber ? shorthand.number() : shorthand.text();
        return Optional.of(new YamlMap(node.place(), path, Map.of(inner, node.place()), Map.of(inner, node)));
    }

    /** One section, or a list of them, each in short or not. */
    private static List<Record> sections(YamlMap map, ConfigKey key) {
        Optional<YamlNode> node = map.node(key.name());
        if (node.isEmpty() || node.get() instanceof YamlNode.Scalar) {
            // As one value: what is wrong with it is said of it alone.
            map.text(key.name());
        }
        String path = map.emptyMap(key.name()).path();
        List<YamlNode> items =
                node.get() instanceof YamlNode.Sequence sequence ? sequence.items() : List.of(node.get());
        List<Record> sections = new ArrayList<>();
        for (YamlNode item : items) {
            String own = items.size() == 1 ? path : path + "[" + sections.size() + "]";
            Optional<YamlMap> section =
                    item instanceof YamlMap written ? Optional.of(written) : inShort(item, own, key);
            sections.add(section(
                    section.orElseThrow(() -> new YamlMap(item.place(), own, Map.of(), Map.of())
                            .error("expected a text or a section, found " + item.described())),
                    key));
        }
        return sections;
    }

    private static Record section(YamlMap map, ConfigKey key) {
        return read(map, key.type().asSubclass(Record.class));
    }

    private static Object scalar(YamlMap map, ConfigKey key) {
        Class<?> type = key.type();
        String name = key.name();
        if (type == int.class) {
            return map.integer(name, (int) key.key().least(), (int)
                    Math.min(Integer.MAX_VALUE, key.key().most()));
        }
        if (type == long.class) {
            return map.longInteger(
                    name, 0, (long) key.key().least(), (long) key.key().most());
        }
        if (type == double.class) {
            return map.number(name, key.key().least(), key.key().most());
        }
        if (type == boolean.class) {
            return map.bool(name, false);
        }
        if (type == Duration.class) {
            return budget(map, name);
        }
        if (type.isEnum()) {
            return choice(map, name, type);
        }
        if (key.isWeights()) {
            return weights(map, key);
        }
        if (!key.isList() && key.key().from() != Names.FREE) {
            return map.choice(name, key.key().from().known());
        }
        boolean isOne = key.takesOne() && map.node(name).orElse(map) instanceof YamlNode.Scalar;
        return key.isList() && !isOne
                ? map.texts(name, List.of())
                : key.isList() ? List.of(map.text(name)) : map.text(name);
    }

    private static Map<String, Integer> weights(YamlMap map, ConfigKey key) {
        Names names = key.key().from();
        if (!(map.node(key.name()).orElse(map) instanceof YamlMap)) {
            return Mutations.PRESETS.get(map.choice(key.name(), names.presets(), ", or a map from names to weights"));
        }
        YamlMap weights = map.requiredMap(key.name());
        weights.onlyKeys(names.known().toArray(String[]::new));
        Map<String, Integer> read = new LinkedHashMap<>();
        weights.entries()
                .keySet()
                .forEach(name ->
                        read.put(name, weights.integer(name, 0, (int) key.key().most())));
        return read;
    }

    private static Duration budget(YamlMap map, String name) {
        Duration duration = map.duration(name, Duration.ZERO);
        if (duration.isZero()) {
            throw map.error(name, "expected a time of at least 1ms, such as 90s, 10m or 1.5h");
        }
        return duration;
    }

    private static <E extends Enum<E>> Object choice(YamlMap map, String name, Class<?> type) {
        @SuppressWarnings("unchecked")
        Class<E> choices = (Class<E>) type;
        return map.choice(name, choices);
    }
}
