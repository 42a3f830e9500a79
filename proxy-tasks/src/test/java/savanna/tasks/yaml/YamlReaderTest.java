package savanna.tasks.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlReaderTest {
    private enum Shape {
        COSINE,
        WARM_UP
    }

    private static final String TEXT = """
            task: digits-mlp
            search:
              population: 1_000
              share: 1e-3
              racing: true
              time: 90s
              shape: warm-up
              hurdles: [0.1, 0.25]
              quoted: "12"
            """;

    @Test
    void shouldReadValuesOfEachType() {
        YamlMap search = YamlReader.parse("a.yaml", TEXT).requiredMap("search");
        assertThat(search.integer("population", 2, 5000)).isEqualTo(1000);
        assertThat(search.number("share", 0, 1)).isEqualTo(0.001);
        assertThat(search.bool("racing", false)).isTrue();
        assertThat(search.duration("time", Duration.ZERO)).isEqualTo(Duration.ofSeconds(90));
        assertThat(search.choice("shape", Shape.COSINE)).isEqualTo(Shape.WARM_UP);
        assertThat(search.numbers("hurdles", List.of(), 0, 1)).containsExactly(0.1, 0.25);
        assertThat(search.text("quoted")).isEqualTo("12");
        assertThat(search.integer("absent", 7, 0, 10)).isEqualTo(7);
    }

    @Test
    void shouldRejectUnknownKeyWithItsLineAndTheNearestKey() {
        YamlMap search = YamlReader.parse("a.yaml", "search:\n  populaton: 3\n").requiredMap("search");
        assertThatThrownBy(() -> search.onlyKeys("population", "share"))
                .hasMessage("a.yaml:2: unknown key \"populaton\" in search; did you mean \"population\"?");
    }

    @Test
    void shouldListKnownKeysWhereNoneIsNear() {
        assertThatThrownBy(() -> YamlReader.parse("a.yaml", "xyz: 3").onlyKeys("task", "population"))
                .hasMessage("a.yaml:1: unknown key \"xyz\"; known keys: task, population");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ten | a.yaml:2: search.x: expected a whole number, found the text \"ten\"",
                "1.5 | a.yaml:2: search.x: expected a whole number, found 1.5",
                "'\"5\"' | a.yaml:2: search.x: expected a whole number, found the text \"5\"",
                "[1] | a.yaml:2: search.x: expected a whole number, found a list",
                "'' | a.yaml:2: search.x: expected a whole number, found nothing",
                "99 | a.yaml:2: search.x: expected a whole number from 1 to 9, found 99"
            })
    void shouldRejectWhatIsNotAWholeNumberInRange(String value, String message) {
        YamlMap search = YamlReader.parse("a.yaml", "search:\n  x: " + value).requiredMap("search");
        assertThatThrownBy(() -> search.integer("x", 1, 9))
                .isInstanceOf(YamlException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({"9223372036854775808", "-9223372036854775809", "9_223_372_036_854_775_808", "1e19"})
    void shouldRejectWholeNumbersBeyondTheLongest(String value) {
        assertThatThrownBy(() -> YamlReader.parse("a.yaml", "seed: " + value)
                        .longInteger("seed", 0, Long.MIN_VALUE, Long.MAX_VALUE))
                .isInstanceOf(YamlException.class)
                .hasMessageStartingWith("a.yaml:1: seed: expected a whole number ")
                .hasMessageEndingWith(", found " + value);
    }

    @Test
    void shouldReadTheLongestWholeNumbersToTheirLastDigit() {
        for (long value : new long[] {Long.MIN_VALUE, Long.MAX_VALUE, (1L << 53) + 1}) {
            assertThat(YamlReader.parse("a.yaml", "seed: " + value)
                            .longInteger("seed", 0, Long.MIN_VALUE, Long.MAX_VALUE))
                    .isEqualTo(value);
        }
    }

    @Test
    void shouldNameMissingKeyAndWhatItShouldBe() {
        assertThatThrownBy(() ->
                        YamlReader.parse("a.yaml", TEXT).requiredMap("search").text("name"))
                .hasMessage("a.yaml:3: missing key \"name\" in search; expected a text");
    }

    @Test
    void shouldSuggestTheNearestChoice() {
        YamlMap map = YamlReader.parse("a.yaml", "shape: cosin");
        assertThatThrownBy(() -> map.choice("shape", Shape.COSINE))
                .hasMessage(
                        "a.yaml:1: shape: expected one of cosine, warm-up, found the text \"cosin\"; did you mean \"cosine\"?");
    }

    @Test
    void shouldRejectKeyGivenTwice() {
        assertThatThrownBy(() -> YamlReader.parse("a.yaml", "a: 1\nb: 2\na: 3"))
                .hasMessage("a.yaml:3: key \"a\" is given twice; first in line 1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a: [1 | a.yaml:1: not YAML",
                "'- a' | a.yaml:1: expected a map of keys and values, found a list",
                "'' | a.yaml: expected a map of keys and values, found an empty file"
            })
    void shouldRejectWhatIsNotAMap(String text, String message) {
        assertThatThrownBy(() -> YamlReader.parse("a.yaml", text))
                .isInstanceOf(YamlException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void shouldRejectMissingAndBinaryFilesByTheirPath(@TempDir Path folder) throws Exception {
        Path binary = Files.write(folder.resolve("b.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
        assertThatThrownBy(() -> YamlReader.read(folder.resolve("none.yaml")))
                .hasMessage(folder.resolve("none.yaml") + ": no such file");
        assertThatThrownBy(() -> YamlReader.read(binary))
                .isInstanceOf(YamlException.class)
                .hasMessageStartingWith(binary + ": not a text file in UTF-8");
        assertThatThrownBy(() -> YamlReader.read(folder))
                .isInstanceOf(YamlException.class)
                .hasMessageContaining("it is a folder");
    }

    @Test
    void shouldReplaceAndAddValuesFromTheCommandLine() {
        YamlMap changed = YamlReader.withOverrides(
                YamlReader.parse("a.yaml", TEXT),
                Stream.of("search.population=50", "funnel.top=3", "task=digits-vit")
                        .map(YamlOverride::set)
                        .toList());
        assertThat(changed.requiredMap("search").integer("population", 2, 5000)).isEqualTo(50);
        assertThat(changed.requiredMap("funnel").integer("top", 1, 5)).isEqualTo(3);
        assertThat(changed.text("task")).isEqualTo("digits-vit");
        YamlMap fewer = YamlReader.withOverrides(
                changed,
                Stream.of("search.population=absent", "funnel=absent", "nothing.there=absent")
                        .map(YamlOverride::set)
                        .toList());
        assertThat(fewer.requiredMap("search").has("population")).isFalse();
        assertThat(fewer.requiredMap("search").entries()).isNotEmpty();
        assertThat(fewer.has("funnel")).isFalse();
        assertThat(fewer.has("nothing")).isFalse();
        assertThatThrownBy(() -> YamlReader.withOverrides(changed, List.of(YamlOverride.set("search.population=ten")))
                        .requiredMap("search")
                        .integer("population", 2, 9))
                .hasMessage(
                        "--set search.population=ten: search.population: expected a whole number, found the text \"ten\"");
        assertThatThrownBy(() -> YamlOverride.set("population")).hasMessageContaining("expected key=value");
        YamlMap commented = YamlReader.parse("a.yaml", "search:\n  # population: 3\nworkers: 2\n");
        assertThat(YamlReader.withOverrides(commented, List.of(YamlOverride.set("search.population=50")))
                        .requiredMap("search")
                        .integer("population", 2, 5000))
                .isEqualTo(50);
        assertThatThrownBy(() -> YamlReader.withOverrides(commented, List.of(YamlOverride.set("workers.count=3"))))
                .hasMessage(
                        "--set workers.count=3: \"workers\" is 2, not a map; write it as a section with keys of its own");
    }

    @Test
    void shouldEndOnAnAliasToItself() {
        assertThatThrownBy(() -> YamlReader.parse("a.yaml", "a: &x\n  b: *x\n")).isInstanceOf(YamlException.class);
    }
}
