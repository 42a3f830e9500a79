package savanna.search.study;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import savanna.tasks.yaml.YamlException;
import savanna.tasks.yaml.YamlMap;
import savanna.tasks.yaml.YamlNode;
import savanna.tasks.yaml.YamlOverride;
import savanna.tasks.yaml.YamlReader;

/**
 * A variant of a config.
 *
 * @param name that may be part of the name of a folder
 * @param overrides what it changes
 */
public record Variant(String name, List<YamlOverride> overrides) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,60}";

    /** What all of {@link #ways} have in common: the funnel's first stage, and no limit but trainings. */
    private static final String ALONE = """
              search.programs: absent
              search.evaluations: absent
              search.training-time: absent
              search.time: absent
              search.plateau: absent
              search.target: absent
              search.restarts: 0
              time: absent
              meta-validation: absent
              funnel-b: absent
              funnel-c: absent
              simplification: absent
            """;

    private static final String WAYS = """
            evolution:
              search.strategy: evolution
              search.trainings: %1$d
              neighbourhood: absent
            neighbourhood:
              search.strategy: evolution
              search.population: 2
              search.tournament: 1
              search.offspring: 1
              search.programs: 2
              search.trainings: absent
              search.repeats: 1
              neighbourhood.follows: each
              neighbourhood.every: absent
              neighbourhood.trainings: %4$d
            both:
              search.strategy: evolution
              search.trainings: %2$d
              neighbourhood.follows: last
              neighbourhood.every: absent
              neighbourhood.trainings: %3$d
            constants:
              search.strategy: hyperparameters
              search.trainings: %1$d
              neighbourhood: absent
            random:
              search.strategy: random
              search.trainings: %1$d
              neighbourhood: absent
            """;

    public Variant {
        if (!name.matches(NAME)) {
            throw new IllegalArgumentException(
                    "expected a name of a variant of letters, digits, dots and dashes, found " + name);
        }
        overrides = List.copyOf(overrides);
    }

    /**
     * The ways to spend so many trainings: evolution alone, the neighbourhood search around the start program alone,
     * half of each, evolution of constants alone, and random programs. Searches that are repeated share them evenly.
     *
     * @param trainings whole ones, at least 2 a repeat, that each has before the funnel
     * @param repeats of each search but the neighbourhood search, which would come to the same
     */
    public static List<Variant> ways(long trainings, int repeats) {
        if (trainings < 2L * repeats) {
            throw new IllegalArgumentException(
                    "expected at least 2 trainings for each of " + repeats + " searches, found " + trainings);
        }
        long half = trainings / 2 / repeats;
        return variants(
                YamlReader.parse(
                        "variants", WAYS.formatted(trainings / repeats, half, trainings - half * repeats, trainings)),
                own ->
                        // What the variant says goes last, and wins.
                        YamlReader.parse("variants", ALONE.stripIndent()));
    }

    /**
     * Reads variants: a map from names to what each changes, keys with dots to values; {@code absent} takes a key or a
     * section out.
     *
     * @throws YamlException if the file is something else
     */
    public static List<Variant> read(Path file) {
        List<Variant> variants = variants(YamlReader.read(file), own -> own.emptyMap(""));
        if (variants.isEmpty()) {
            throw new YamlException(file + ": expected variants, such as \"viable: {search.selector: viable}\"");
        }
        return variants;
    }

    private static List<Variant> variants(YamlMap map, UnaryOperator<YamlMap> before) {
        List<Variant> variants = new ArrayList<>();
        for (String name : map.entries().keySet()) {
            YamlMap own = map.requiredMap(name);
            List<YamlOverride> overrides = new ArrayList<>();
            for (YamlMap each : List.of(before.apply(own), own)) {
                for (Map.Entry<String, YamlNode> entry : each.entries().entrySet()) {
                    String source = map.place().source() + ": " + name;
                    overrides.add(new YamlOverride(source, entry.getKey(), text(entry.getValue())));
                }
            }
            try {
                variants.add(new Variant(name, overrides));
            } catch (IllegalArgumentException wrong) {
                throw map.error(name, wrong.getMessage());
            }
        }
        return List.copyOf(variants);
    }

    /** As YAML of one line. */
    private static String text(YamlNode node) {
        if (node instanceof YamlNode.Scalar scalar && !scalar.quoted()) {
            return scalar.text();
        }
        try {
            return JSON.writeValueAsString(node.plain());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps, lists and texts can be written", e);
        }
    }
}
