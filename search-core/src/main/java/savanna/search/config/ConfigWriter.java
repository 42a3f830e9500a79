package savanna.search.config;

import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Writes config records as YAML, every key spelled out in the order of the records; reading it back gives an equal
 * record. Texts are always in quotes: what is a number to one reader of YAML, such as {@code 1e-3}, is a text to
 * another.
 */
final class ConfigWriter {
    private ConfigWriter() {}

    static String yaml(Record config) {
        DumperOptions options = new DumperOptions();
        options.setSplitLines(false);
        options.setAllowUnicode(true);
        StringWriter text = new StringWriter();
        new Yaml(options).serialize(map(config), text);
        return text.toString();
    }

    private static MappingNode map(Record config) {
        List<NodeTuple> entries = new ArrayList<>();
        for (ConfigKey key : ConfigKey.of(config.getClass())) {
            present(key.value(config)).ifPresent(value -> entries.add(new NodeTuple(plain(key.name()), node(value))));
        }
        return new MappingNode(Tag.MAP, entries, FlowStyle.BLOCK);
    }

    /** The value itself, without {@code Optional}. */
    private static Optional<?> present(Object value) {
        if (value instanceof Optional<?> optional) {
            return optional;
        }
        if (value instanceof OptionalLong optional) {
            return optional.isPresent() ? Optional.of(optional.getAsLong()) : Optional.empty();
        }
        if (value instanceof OptionalDouble optional) {
            return optional.isPresent() ? Optional.of(optional.getAsDouble()) : Optional.empty();
        }
        return Optional.of(value);
    }

    /** A section that says nothing but what it may be given as is written so. */
    private static Node section(Record config) {
        Map<String, Object> present = new LinkedHashMap<>();
        ConfigKey.of(config.getClass())
                .forEach(key -> present(key.value(config)).ifPresent(value -> present.put(key.name(), value)));
        Shorthand shorthand = config.getClass().getAnnotation(Shorthand.class);
        return shorthand != null && present.keySet().equals(Set.of(shorthand.text()))
                ? node(present.get(shorthand.text()))
                : map(config);
    }

    private static Node node(Object value) {
        if (value instanceof Record section) {
            return section(section);
        }
        if (value instanceof List<?> list) {
            List<Node> items = list.stream().map(ConfigWriter::node).toList();
            if (items.size() == 1 && list.get(0) instanceof Record) {
                return items.get(0);
            }
            return new SequenceNode(Tag.SEQ, items, FlowStyle.FLOW);
        }
        if (value instanceof Map<?, ?> weights) {
            List<NodeTuple> entries = new ArrayList<>();
            weights.forEach((name, weight) -> entries.add(new NodeTuple(plain(name.toString()), node(weight))));
            return new MappingNode(Tag.MAP, entries, FlowStyle.FLOW);
        }
        if (value instanceof Duration duration) {
            return plain(duration.toMillis() % 1000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms");
        }
        if (value instanceof Enum<?> choice) {
            return plain(ConfigKey.spelling(choice));
        }
        return value instanceof String text
                ? new ScalarNode(Tag.STR, text, null, null, ScalarStyle.DOUBLE_QUOTED)
                : plain(value.toString());
    }

    /** Tagged as what the text resolves to, so that it is written without quotes and without its tag. */
    private static ScalarNode plain(String text) {
        Tag tag = new Resolver().resolve(NodeId.scalar, text, true);
        return new ScalarNode(tag, text, null, null, ScalarStyle.PLAIN);
    }
}
