package savanna.search.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The JSON schema of configs, from the config records: editors complete and check with it. */
public final class JsonSchema {
    private JsonSchema() {}

    /** As maps, lists and scalars. */
    public static Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("$schema", "http://json-schema.org/draft-07/schema#");
        document.put("title", "A search of Savanna");
        document.putAll(section(RunConfig.class));
        return document;
    }

    private static Map<String, Object> section(Class<?> type) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (ConfigKey key : ConfigKey.of(type)) {
            properties.put(key.name(), value(key));
            if (key.isRequired()) {
                required.add(key.name());
            }
        }
        Map<String, Object> section = new LinkedHashMap<>();
        section.put("type", "object");
        section.put("additionalProperties", false);
        if (!required.isEmpty()) {
            section.put("required", required);
        }
        section.put("properties", properties);
        return section;
    }

    private static Map<String, Object> value(ConfigKey key) {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("description", key.key().value());
        if (key.isSection() && key.shorthand().isPresent()) {
            // What is said of properties concerns objects only, and of smallest and largest values numbers only.
            Map<?, ?> properties = (Map<?, ?>) section(key.type()).get("properties");
            Map<?, ?> number = (Map<?, ?>) properties.get(key.shorthand().get().number());
            number.forEach((keyword, meaning) -> value.putIfAbsent(keyword.toString(), meaning));
            value.putAll(section(key.type()));
            value.put("type", List.of("object", number.get("type"), "string"));
        } else if (key.isSection()) {
            value.putAll(section(key.type()));
        } else if (key.isSections()) {
            Map<String, Object> item = new LinkedHashMap<>();
            item.put("anyOf", List.of(Map.of("type", "string"), section(key.type())));
            Map<String, Object> list = new LinkedHashMap<>();
            list.put("type", "array");
            list.put("minItems", 1);
            list.put("items", item);
            value.put("anyOf", List.of(Map.of("type", "string"), list, section(key.type())));
        } else if (key.takesOne()) {
            Map<String, Object> list = new LinkedHashMap<>();
            list.put("type", "array");
            list.put("items", text(key.key().from()));
            value.put("anyOf", List.of(text(key.key().from()), list));
        } else if (key.isList()) {
            value.put("type", "array");
            value.put("items", text(key.key().from()));
        } else if (key.isWeights()) {
            value.put("anyOf", List.of(Map.of("enum", key.key().from().presets()), weights(key)));
        } else if (key.key().orList()) {
            Map<String, Object> list = new LinkedHashMap<>();
            list.put("type", "array");
            list.put("minItems", 1);
            list.put("items", text(key.key().from()));
            value.put("anyOf", List.of(text(key.key().from()), list));
        } else {
            scalar(key, value);
        }
        return value;
    }

    /** Editors offer the names that are known, and take others, since jars may register more. */
    private static Map<String, Object> text(Names names) {
        Map<String, Object> any = Map.of("type", "string");
        List<String> all = Stream.concat(
                        names == Names.FUNCTIONS ? names.presets().stream() : Stream.of(), names.known().stream())
                .toList();
        return names == Names.FREE ? any : Map.of("anyOf", List.of(Map.of("enum", all), any));
    }

    private static Map<String, Object> weights(ConfigKey key) {
        // In this order, so that the file is the same whenever it is written.
        Map<String, Object> weight = new LinkedHashMap<>();
        weight.put("type", "integer");
        weight.put("minimum", 0);
        weight.put("maximum", key.key().most());
        Map<String, Object> properties = new LinkedHashMap<>();
        key.key().from().known().forEach(name -> properties.put(name, weight));
        Map<String, Object> weights = new LinkedHashMap<>();
        weights.put("type", "object");
        weights.put("properties", properties);
        weights.put("additionalProperties", weight);
        return weights;
    }

    private static void scalar(ConfigKey key, Map<String, Object> value) {
        Class<?> type = key.type();
        boolean isWhole = type == int.class || type == long.class;
        if (type.isEnum()) {
            value.put("enum", key.choices());
        } else if (isWhole || type == double.class) {
            value.put("type", isWhole ? "integer" : "number");
            if (key.key().least() > Long.MIN_VALUE) {
                value.put("minimum", key.key().least());
            }
            if (key.key().most() < Long.MAX_VALUE) {
                value.put("maximum", key.key().most());
            }
        } else if (type == Duration.class) {
            value.put("type", "string");
            value.put("pattern", "^[0-9]+(\\.[0-9]+)?\\s*(ms|s|m|h)$");
        } else {
            value.putAll(
                    type == boolean.class
                            ? Map.of("type", "boolean")
                            : text(key.key().from()));
        }
    }
}
