/**
 * Strict reading of YAML configurations, for tasks and for searches. Every error is a
 * {@link savanna.tasks.yaml.YamlException} whose message names file, line and key, what was found, and what was
 * expected.
 *
 * <p>How it is used:
 *
 * <pre>{@code
 * YamlMap root = YamlReader.read(path);                            // or parse("a name", text), or withOverrides(root, List.of(YamlOverride.set("search.population=50")))
 * root.onlyKeys("task", "search");                                 // refuses others, suggests the nearest
 * String task = root.text("task");                                 // required
 * YamlMap search = root.map("search").orElse(root.emptyMap("search"));
 * search.onlyKeys("population", "hurdles", "strategy", "time");
 * int population = search.integer("population", 1000, 2, 1_000_000);      // default, smallest, largest
 * double share = search.number("share", 0.5, 0, 1);
 * boolean racing = search.bool("racing", false);
 * Strategy strategy = search.choice("strategy", Strategy.EVOLUTION);      // an enum, in kebab-case
 * List<Double> hurdles = search.numbers("hurdles", List.of(), 0, 1);
 * Duration time = search.duration("time", Duration.ofMinutes(3));         // 90s, 10m, 1h
 * throw search.error("population", "expected an even number");     // an error of one's own, at the key's line
 * }</pre>
 */
@API(status = API.Status.EXPERIMENTAL)
package savanna.tasks.yaml;

import org.apiguardian.api.API;
