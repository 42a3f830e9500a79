package savanna.search.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** One key of a config record: its component, seen as a key of a YAML map. */
record ConfigKey(RecordComponent component, Key key) {

    static List<ConfigKey> of(Class<?> record) {
        return Arrays.stream(record.getRecordComponents())
                .map(component -> new ConfigKey(component, component.getAnnotation(Key.class)))
                .toList();
    }

    /** In kebab-case. */
    String name() {
        return component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    boolean isOptional() {
        return component.getType() == Optional.class
                || component.getType() == OptionalLong.class
                || component.getType() == OptionalDouble.class;
    }

    boolean isRequired() {
        return !isOptional() && !isSection() && key.fallback().isEmpty();
    }

    /** The type of the value itself, without {@code Optional} or {@code List}. */
    Class<?> type() {
        if (component.getType() == OptionalLong.class) {
            return long.class;
        }
        if (component.getType() == OptionalDouble.class) {
            return double.class;
        }
        return component.getGenericType() instanceof ParameterizedType generic
                ? (Class<?>) generic.getActualTypeArguments()[0]
                : component.getType();
    }

    boolean isList() {
        return component.getType() == List.class;
    }

    /** Whether a list may be given as one of its names: that of a whole set, for one. */
    boolean takesOne() {
        return isList() && !key.from().presets().isEmpty() && key.from() != Names.MUTATIONS;
    }

    /** Whether the value is a map from names to weights, or the name of such a map. */
    boolean isWeights() {
        return component.getType() == Map.class;
    }

    /** Whether the value is a map with keys of its own. */
    boolean isSection() {
        return type().isRecord() && !isList();
    }

    /** Whether the value is one such map, in short or not, or a list of them. */
    boolean isSections() {
        return type().isRecord() && isList();
    }

    /** How the section may be written in short, if it may. */
    Optional<Shorthand> shorthand() {
        return Optional.ofNullable(type().getAnnotation(Shorthand.class));
    }

    /** Name of the type for users. */
    String typeName() {
        Class<?> type = type();
        if (type == int.class || type == long.class) {
            return "whole number";
        }
        if (type == double.class) {
            return "number";
        }
        if (type == boolean.class) {
            return "true or false";
        }
        if (type == Duration.class) {
            return "time";
        }
        if (type.isEnum()) {
            return String.join(", ", choices());
        }
        List<String> names = key.from().known();
        if (isSections()) {
            return "text, or a list of texts or of sections";
        }
        if (isWeights()) {
            return String.join(", ", key.from().presets()) + ", or a map from names to whole numbers; names: "
                    + String.join(", ", names);
        }
        if (takesOne()) {
            return String.join(", ", key.from().presets()) + ", or a list of these and of names: "
                    + String.join(", ", names);
        }
        if (isList()) {
            return "list of " + (names.isEmpty() ? "texts" : "names: " + String.join(", ", names));
        }
        return names.isEmpty() ? "text" : String.join(", ", names);
    }

    /** Spellings of an enum's constants. */
    List<String> choices() {
        return Arrays.stream(type().getEnumConstants())
                .map(choice -> spelling((Enum<?>) choice))
                .toList();
    }

    /** How a config spells an enum's constant: in kebab-case. */
    static String spelling(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The component's value. */
    Object value(Record config) {
        try {
            return component.getAccessor().invoke(config);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(component + " cannot be read", e);
        }
    }

    /** The range of a number in words, with a blank before; empty where there is none. */
    String range() {
        boolean isNumber = type() == int.class || type() == long.class || type() == double.class;
        return isNumber && key.least() > -1e9 ? range(key) : "";
    }

    static String range(Key key) {
        return key.most() >= Long.MAX_VALUE
                ? " of at least " + number(key.least())
                : " from " + number(key.least()) + " to " + number(key.most());
    }

    private static String number(double value) {
        return value == Math.rint(value) ? String.format(Locale.ROOT, "%d", (long) value) : Double.toString(value);
    }

    /** To be thrown where a value is not what the key takes. */
    IllegalArgumentException expected(String what, Object found) {
        return new IllegalArgumentException(name() + ": expected " + what + ", found " + found);
    }
}
