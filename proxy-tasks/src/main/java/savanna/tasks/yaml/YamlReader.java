package savanna.tasks.yaml;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import savanna.tasks.file.BoundedFile;

/** Reads YAML into nodes that know their lines. A document is one map; keys are texts and appear once. */
public final class YamlReader {
    private static final int DEEPEST = 50;

    private YamlReader() {}

    /** Reads a file. @throws YamlException if it cannot be read, or is not a map in YAML */
    public static YamlMap read(Path path) {
        try {
            return parse(path.toString(), text(path));
        } catch (NoSuchFileException absent) {
            throw new YamlException(path + ": no such file", absent);
        } catch (MalformedInputException binary) {
            throw new YamlException(path + ": not a text file in UTF-8; expected YAML", binary);
        } catch (BoundedFile.TooLargeException large) {
            throw new YamlException(large.getMessage(), large);
        } catch (IOException unreadable) {
            throw new YamlException(
                    path + ": cannot be read: " + unreadable.getMessage()
                            + (Files.isDirectory(path) ? " (it is a folder; expected a YAML file)" : ""),
                    unreadable);
        }
    }

    private static String text(Path path) throws IOException {
        byte[] bytes = BoundedFile.read(path, BoundedFile.MOST_WRITTEN, "it is no config or task that a person wrote");
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    /** Reads a text; messages call it by the given name. */
    public static YamlMap parse(String source, String text) {
        Node root;
        try {
            LoaderOptions options = new LoaderOptions();
            options.setNestingDepthLimit(DEEPEST);
            root = new Yaml(options).compose(new StringReader(text));
        } catch (MarkedYAMLException broken) {
            int line = broken.getProblemMark() == null
                    ? 0
                    : broken.getProblemMark().getLine() + 1;
            String context = broken.getContext() == null ? "" : broken.getContext() + ", ";
            throw new YamlException(
                    new YamlPlace(source, line) + ": not YAML: " + context + broken.getProblem(), broken);
        } catch (YAMLException broken) {
            throw new YamlException(source + ": not YAML: " + broken.getMessage(), broken);
        }
        if (root == null) {
            throw new YamlException(source + ": expected a map of keys and values, found an empty file");
        }
        YamlNode node = convert(source, "", root, 0);
        if (node instanceof YamlMap map) {
            return map;
        }
        throw node.place().error("expected a map of keys and values, found " + node.described());
    }

    /** The map with values replaced or added. */
    public static YamlMap withOverrides(YamlMap root, List<YamlOverride> overrides) {
        YamlMap result = root;
        for (YamlOverride override : overrides) {
            if (override.value().equals(YamlOverride.ABSENT)) {
                result = without(result, List.of(override.path().split("\\.")));
                continue;
            }
            YamlMap read = parse(override.source(), "value: " + override.value());
            YamlNode value = withoutLines(read.entries().get("value"), override.source(), override.path());
            result = replaced(result, List.of(override.path().split("\\.")), value, override.source());
        }
        return result;
    }

    /** The map without a key; as it is if it has no such key. */
    private static YamlMap without(YamlMap map, List<String> path) {
        String key = path.get(0);
        Map<String, YamlNode> entries = new LinkedHashMap<>(map.entries());
        Map<String, YamlPlace> keys = new LinkedHashMap<>(map.keys());
        if (path.size() == 1) {
            entries.remove(key);
            keys.remove(key);
        } else if (entries.get(key) instanceof YamlMap inner) {
            entries.put(key, without(inner, path.subList(1, path.size())));
        }
        return new YamlMap(map.place(), map.path(), keys, entries);
    }

    private static YamlMap replaced(YamlMap map, List<String> path, YamlNode value, String source) {
        YamlPlace place = new YamlPlace(source, 0);
        String key = path.get(0);
        Map<String, YamlNode> entries = new LinkedHashMap<>(map.entries());
        Map<String, YamlPlace> keys = new LinkedHashMap<>(map.keys());
        if (path.size() == 1) {
            entries.put(key, value);
            keys.put(key, place);
        } else {
            // A section of which every key is commented out is an empty one.
            YamlNode inner = map.node(key)
                    .filter(node -> !(node instanceof YamlNode.Scalar scalar && scalar.isEmpty()))
                    .orElse(map.emptyMap(key));
            if (!(inner instanceof YamlMap innerMap)) {
                throw new YamlException(source + ": \"" + key + "\" is " + inner.described()
                        + ", not a map; write it as a section with keys of its own");
            }
            entries.put(key, replaced(innerMap, path.subList(1, path.size()), value, source));
            keys.putIfAbsent(key, place);
        }
        return new YamlMap(map.place(), map.path(), keys, entries);
    }

    private static YamlNode withoutLines(YamlNode node, String source, String path) {
        YamlPlace place = new YamlPlace(source, 0);
        if (node instanceof YamlNode.Scalar scalar) {
            return new YamlNode.Scalar(place, scalar.text(), scalar.quoted());
        }
        if (node instanceof YamlNode.Sequence sequence) {
            return new YamlNode.Sequence(
                    place,
                    sequence.items().stream()
                            .map(item -> withoutLines(item, source, path))
                            .toList());
        }
        YamlMap map = (YamlMap) node;
        Map<String, YamlPlace> keys = new LinkedHashMap<>();
        Map<String, YamlNode> entries = new LinkedHashMap<>();
        map.entries().forEach((key, value) -> {
            keys.put(key, place);
            entries.put(key, withoutLines(value, source, path + "." + key));
        });
        return new YamlMap(place, path, keys, entries);
    }

    private static YamlNode convert(String source, String path, Node node, int depth) {
        YamlPlace place = new YamlPlace(source, node.getStartMark().getLine() + 1);
        if (depth > DEEPEST) {
            throw place.error("nested more than " + DEEPEST + " deep, or an alias to itself");
        }
        if (node instanceof ScalarNode scalar) {
            return new YamlNode.Scalar(place, scalar.getValue(), scalar.getScalarStyle() != ScalarStyle.PLAIN);
        }
        if (node instanceof SequenceNode sequence) {
            List<YamlNode> items = new ArrayList<>();
            for (Node item : sequence.getValue()) {
                items.add(convert(source, path + "[" + items.size() + "]", item, depth + 1));
            }
            return new YamlNode.Sequence(place, items);
        }
        Map<String, YamlPlace> keys = new LinkedHashMap<>();
        Map<String, YamlNode> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : ((MappingNode) node).getValue()) {
            YamlPlace at =
                    new YamlPlace(source, tuple.getKeyNode().getStartMark().getLine() + 1);
            if (!(tuple.getKeyNode() instanceof ScalarNode keyNode)) {
                throw at.error("expected a key that is a text");
            }
            String key = keyNode.getValue();
            YamlPlace earlier = keys.put(key, at);
            if (earlier != null) {
                throw at.error("key \"" + key + "\" is given twice; first in line " + earlier.line());
            }
            entries.put(key, convert(source, path.isEmpty() ? key : path + "." + key, tuple.getValueNode(), depth + 1));
        }
        return new YamlMap(place, path, keys, entries);
    }
}
