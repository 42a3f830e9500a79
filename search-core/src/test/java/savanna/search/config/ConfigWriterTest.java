package savanna.search.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import savanna.tasks.workers.NumericsPolicy;

class ConfigWriterTest {

    @Property(tries = 500)
    void shouldReadBackEveryText(
            @ForAll("texts") String task,
            @ForAll("texts") String start,
            @ForAll @Size(max = 3) List<@From("texts") String> references,
            @ForAll boolean isSuite) {
        RunConfig small =
                RunConfig.parse("small", "task: a\nsearch: {programs: 3, time: 1234ms, hurdle-factor: 1.00001}\n");
        RunConfig config = new RunConfig(
                Long.MIN_VALUE,
                isSuite
                        ? List.of(TaskConfig.of(task), new TaskConfig(task + "2", OptionalDouble.of(0.25)))
                        : TaskConfig.named(task),
                start,
                List.of(),
                0,
                Optional.of(Duration.ofMinutes(90)),
                new WorkersConfig(
                        3,
                        List.of("ssh gpu1 'a \\ b' \"c\""),
                        references,
                        Optional.of("ray://head:10001"),
                        OptionalDouble.of(0.5),
                        NumericsPolicy.ANY,
                        Duration.ofMillis(1500)),
                small.objective(),
                small.search(),
                small.neighbourhood(),
                small.metaValidation(),
                small.ranking(),
                Optional.of(new FunnelConfig(
                        isSuite
                                ? List.of(new TaskConfig(task, OptionalDouble.of(2)), TaskConfig.of(task + "3"))
                                : TaskConfig.named(task),
                        8,
                        8,
                        24)),
                small.funnelC(),
                Optional.of(new SimplificationConfig(4, 3_000)),
                new ReportConfig(16, references, 5, 10));
        assertThat(RunConfig.parse("resolved", config.yaml())).isEqualTo(config);
    }

    /** What YAML could take for something else, and any characters that a file can hold. */
    @Provide
    static Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        "a\nb",
                        "\n",
                        "\r\n",
                        "a: b",
                        "# no comment",
                        "\"",
                        "\\",
                        "\\n",
                        "'",
                        "1e-3",
                        "true",
                        "null",
                        "~",
                        "",
                        " ",
                        " a ",
                        "-",
                        "- a",
                        "{a}",
                        "[",
                        "!tag",
                        "&a",
                        "*a",
                        "%",
                        "@",
                        "\t",
                        "\u0000",
                        "\u0085",
                        "\u2028",
                        "\ufeff",
                        "naïve/größe.yaml",
                        "\ud83e\udd81",
                        "a\u00a0b",
                        "x".repeat(300),
                        "a b ".repeat(100)),
                Arbitraries.strings()
                        .ofMaxLength(20)
                        .filter(text -> text.chars().noneMatch(c -> Character.isSurrogate((char) c))));
    }
}
