package savanna.tasks.yaml;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import savanna.dsl.text.Nearest;

/**
 * A map with text keys, and typed access to its values. All getters throw {@link YamlException} at the value's line if
 * it is of another type or out of range; those without a default also if it is absent.
 *
 * @param place line of the map's first key
 * @param path dotted path from the root, empty for the root
 * @param keys where each key stands
 * @param entries in the order of the file
 */
public record YamlMap(YamlPlace place, String path, Map<String, YamlPlace> keys, Map<String, YamlNode> entries)
        implements YamlNode {
    private static final Pattern DURATION = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*(ms|s|m|h)");

    public YamlMap {
        keys = YamlNode.ordered(keys);
        entries = YamlNode.ordered(entries);
        if (!keys.keySet().equals(entries.keySet())) {
            throw new IllegalArgumentException("places for " + keys.keySet() + ", values for " + entries.keySet());
        }
    }

    /** Refuses all keys but these, and suggests the nearest. */
    public void onlyKeys(String... known) {
        for (String key : entries.keySet()) {
            if (!Arrays.asList(known).contains(key)) {
                String remedy = Nearest.to(key, Arrays.asList(known))
                        .map(near -> "did you mean \"" + near + "\"?")
                        .orElse("known keys: " + String.join(", ", known));
                throw keys.get(key)
                        .error("unknown key \"" + key + "\"" + (path.isEmpty() ? "" : " in " + path) + "; " + remedy);
            }
        }
    }

    public boolean has(String key) {
        return entries.containsKey(key);
    }

    /** The node of a key, of any kind. */
    public Optional<YamlNode> node(String key) {
        return Optional.ofNullable(entries.get(key));
    }

    /** An error of the caller's at the line of the key, or of the map where the key is absent. */
    public YamlException error(String key, String message) {
        return keys.getOrDefault(key, place).error(full(key) + ": " + message);
    }

    /** An error of the caller's at the line of the map. */
    public YamlException error(String message) {
        return place.error((path.isEmpty() ? "" : path + ": ") + message);
    }

    public String text(String key) {
        return required(key, "a text", this::toText);
    }

    public String text(String key, String absent) {
        return optional(key, this::toText).orElse(absent);
    }

    public Optional<String> optionalText(String key) {
        return optional(key, this::toText);
    }

    /** A whole number between smallest and largest, both included. */
    public int integer(String key, int smallest, int largest) {
        return required(key, "a whole number", at -> (int) toWhole(at, smallest, largest));
    }

    public int integer(String key, int absent, int smallest, int largest) {
        return optional(key, at -> (int) toWhole(at, smallest, largest)).orElse(absent);
    }

    public long longInteger(String key, long absent, long smallest, long largest) {
        return optional(key, at -> toWhole(at, smallest, largest)).orElse(absent);
    }

    /** A number between smallest and largest, both included. */
    public double number(String key, double smallest, double largest) {
        return required(key, "a number", at -> toNumber(at, smallest, largest));
    }

    public double number(String key, double absent, double smallest, double largest) {
        return optional(key, at -> toNumber(at, smallest, largest)).orElse(absent);
    }

    public boolean bool(String key, boolean absent) {
        return optional(key, at -> {
                    if (at.node() instanceof Scalar scalar && scalar.isBool()) {
                        return Boolean.valueOf(scalar.text());
                    }
                    throw at.expected("true or false");
                })
                .orElse(absent);
    }

    /** A time such as {@code 500ms}, {@code 90s}, {@code 10m} or {@code 1.5h}. */
    public Duration duration(String key, Duration absent) {
        return optional(key, at -> toDuration(at)).orElse(absent);
    }

    public Optional<Duration> optionalDuration(String key) {
        return optional(key, at -> toDuration(at));
    }

    /** One of an enum's constants, written in kebab-case. */
    public <E extends Enum<E>> E choice(String key, E absent) {
        return optional(key, at -> toChoice(at, absent.getDeclaringClass())).orElse(absent);
    }

    /** One of an enum's constants, written in kebab-case. */
    public <E extends Enum<E>> E choice(String key, Class<E> type) {
        return required(key, "one of " + String.join(", ", spellings(type)), at -> toChoice(at, type));
    }

    /** One of the given words. */
    public String choice(String key, List<String> words) {
        return choice(key, words, "");
    }

    /** One of the given words. @param others said after them where none was found: what else there may be */
    public String choice(String key, List<String> words, String others) {
        String expected = "one of " + String.join(", ", words) + others;
        return required(key, expected, at -> {
            String text = toText(at);
            if (!words.contains(text)) {
                throw at.expected(expected, Nearest.to(text, words));
            }
            return text;
        });
    }

    /** A map, if the key is there. */
    public Optional<YamlMap> map(String key) {
        return optional(key, at -> toMap(at));
    }

    public YamlMap requiredMap(String key) {
        return required(key, "a map", at -> toMap(at));
    }

    /** An empty map that stands for an absent one, with the path that the key would have. */
    public YamlMap emptyMap(String key) {
        return new YamlMap(place, full(key), Map.of(), Map.of());
    }

    public List<String> texts(String key, List<String> absent) {
        return optional(key, at -> items(at, "a list of texts", this::toText)).orElse(absent);
    }

    public List<Double> numbers(String key, List<Double> absent, double smallest, double largest) {
        return optional(key, at -> items(at, "a list of numbers", item -> toNumber(item, smallest, largest)))
                .orElse(absent);
    }

    public List<Integer> integers(String key, List<Integer> absent, int smallest, int largest) {
        return optional(key, at -> items(at, "a list of whole numbers", item -> (int) toWhole(item, smallest, largest)))
                .orElse(absent);
    }

    @Override
    public Object plain() {
        Map<String, Object> plain = new LinkedHashMap<>();
        entries.forEach((key, value) -> plain.put(key, value.plain()));
        return plain;
    }

    @Override
    public String described() {
        return "a map";
    }

    /** A value and how to speak of it. */
    private record At(YamlNode node, String key) {
        YamlException expected(String what) {
            return expected(what, Optional.empty());
        }

        YamlException expected(String what, Optional<String> nearest) {
            return node.place()
                    .error(key + ": expected " + what + ", found " + node.described()
                            + nearest.map(near -> "; did you mean \"" + near + "\"?")
                                    .orElse(""));
        }
    }

    private String full(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private <T> T required(String key, String what, Function<At, T> conversion) {
        return optional(key, conversion)
                .orElseThrow(() -> place.error(
                        "missing key \"" + key + "\"" + (path.isEmpty() ? "" : " in " + path) + "; expected " + what));
    }

    private <T> Optional<T> optional(String key, Function<At, T> conversion) {
        return node(key).map(node -> conversion.apply(new At(node, full(key))));
    }

    private <T> List<T> items(At at, String what, Function<At, T> conversion) {
        if (!(at.node() instanceof Sequence sequence)) {
            throw at.expected(what);
        }
        List<T> items = new ArrayList<>();
        for (YamlNode item : sequence.items()) {
            items.add(conversion.apply(new At(item, at.key() + "[" + items.size() + "]")));
        }
        return List.copyOf(items);
    }

    private String toText(At at) {
        if (at.node() instanceof Scalar scalar && !scalar.isEmpty()) {
            if (scalar.isBool() || scalar.isNumber()) {
                throw at.node()
                        .place()
                        .error(at.key() + ": expected a text, found " + scalar.text()
                                + "; put it in quotes if it is meant as a text");
            }
            return scalar.text();
        }
        throw at.expected("a text");
    }

    private long toWhole(At at, long smallest, long largest) {
        if (at.node() instanceof Scalar scalar && scalar.isNumber() && scalar.number() == Math.rint(scalar.number())) {
            // Digits are compared as they are: rounded to a double, they may pass for a limit that they lie beyond.
            Optional<BigInteger> digits = scalar.text().matches("[-+]?[\\d_]+")
                    ? Optional.of(new BigInteger(scalar.text().replace("_", "")))
                    : Optional.empty();
            boolean isTooSmall = scalar.number() < smallest
                    || digits.filter(whole -> whole.compareTo(BigInteger.valueOf(smallest)) < 0)
                            .isPresent();
            boolean isTooLarge = scalar.number() > largest
                    || digits.filter(whole -> whole.compareTo(BigInteger.valueOf(largest)) > 0)
                            .isPresent();
            if (isTooSmall || isTooLarge) {
                throw at.expected("a whole number " + range(smallest, largest, isTooLarge));
            }
            return digits.map(BigInteger::longValue).orElse((long) scalar.number());
        }
        throw at.expected("a whole number");
    }

    private static String range(long smallest, long largest, boolean isTooLarge) {
        boolean unbounded = largest == Integer.MAX_VALUE || largest == Long.MAX_VALUE;
        return unbounded && !isTooLarge ? "of at least " + smallest : "from " + smallest + " to " + largest;
    }

    private double toNumber(At at, double smallest, double largest) {
        if (at.node() instanceof Scalar scalar && scalar.isNumber()) {
            if (!(scalar.number() >= smallest && scalar.number() <= largest) || Double.isInfinite(scalar.number())) {
                throw at.expected("a number from " + smallest + " to " + largest);
            }
            return scalar.number();
        }
        throw at.expected("a number");
    }

    private Duration toDuration(At at) {
        Matcher matcher = DURATION.matcher(at.node() instanceof Scalar scalar ? scalar.text() : "");
        if (!matcher.matches()) {
            throw at.expected("a time such as 90s, 10m or 1.5h");
        }
        double millis = switch (matcher.group(2)) {
            case "ms" -> 1;
            case "s" -> 1_000;
            case "m" -> 60_000;
            default -> 3_600_000;
        };
        return Duration.ofMillis(Math.round(Double.parseDouble(matcher.group(1)) * millis));
    }

    private <E extends Enum<E>> E toChoice(At at, Class<E> type) {
        List<String> spellings = spellings(type);
        int index = at.node() instanceof Scalar scalar ? spellings.indexOf(scalar.text()) : -1;
        if (index < 0) {
            Optional<String> near =
                    at.node() instanceof Scalar scalar ? Nearest.to(scalar.text(), spellings) : Optional.empty();
            throw at.expected("one of " + String.join(", ", spellings), near);
        }
        return type.getEnumConstants()[index];
    }

    private static <E extends Enum<E>> List<String> spellings(Class<E> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant ->
                        constant.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'))
                .toList();
    }

    private YamlMap toMap(At at) {
        if (at.node() instanceof YamlMap map) {
            return map;
        }
        if (at.node() instanceof Scalar scalar && scalar.isEmpty()) {
            // A section all of whose keys are commented out.
            return new YamlMap(scalar.place(), at.key(), Map.of(), Map.of());
        }
        throw at.expected("a map");
    }
}
