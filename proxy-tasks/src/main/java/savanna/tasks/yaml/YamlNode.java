package savanna.tasks.yaml;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A piece of YAML that knows where it stands: a scalar, a list or a map. Immutable. */
public sealed interface YamlNode permits YamlNode.Scalar, YamlNode.Sequence, YamlMap {

    YamlPlace place();

    /**
     * The same as plain Java: text, Long, Double, Boolean, List or Map; for printing. An absent value ({@code key:}) is
     * the empty text.
     */
    Object plain();

    /** What a message calls it: {@code "the text "x""}, {@code "a list"}. */
    String described();

    /**
     * A single value.
     *
     * @param text as written, without quotes
     * @param quoted whether it was in quotes, and so a text whatever it looks like
     */
    record Scalar(YamlPlace place, String text, boolean quoted) implements YamlNode {

        /** Characters of a text that a message repeats. */
        private static final int LONGEST = 60;

        boolean isBool() {
            return !quoted && (text.equals("true") || text.equals("false"));
        }

        /** Whether the text is a number as Java and YAML 1.2 write it; {@code 1e-3} and {@code 1_000} are. */
        boolean isNumber() {
            return !quoted && text.matches("[-+]?(\\d[\\d_]*(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d+)?");
        }

        boolean isEmpty() {
            return !quoted && (text.isEmpty() || text.equals("~") || text.equals("null"));
        }

        double number() {
            return Double.parseDouble(text.replace("_", ""));
        }

        @Override
        public Object plain() {
            if (isBool()) {
                return Boolean.valueOf(text);
            }
            if (isNumber()) {
                double value = number();
                return value == Math.rint(value) && Math.abs(value) < 1e15 && text.matches("[-+]?[\\d_]+")
                        ? (Object) (long) value
                        : (Object) value;
            }
            return isEmpty() ? "" : text;
        }

        @Override
        public String described() {
            if (isEmpty()) {
                return "nothing";
            }
            if (isBool() || isNumber()) {
                return text;
            }
            return text.length() <= LONGEST
                    ? "the text \"" + text + "\""
                    : "a text of " + text.length() + " characters that begins \""
                            + text.substring(0, LONGEST).replaceAll("\\p{Cntrl}+", " ") + "\"";
        }
    }

    /** A list. */
    record Sequence(YamlPlace place, List<YamlNode> items) implements YamlNode {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public Object plain() {
            return items.stream().map(YamlNode::plain).toList();
        }

        @Override
        public String described() {
            return "a list";
        }
    }

    /** Copies a map in its order. */
    static <V> Map<String, V> ordered(Map<String, V> entries) {
        return java.util.Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }
}
