package savanna.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import savanna.dsl.family.Resemblance;
import savanna.dsl.program.Program;
import savanna.tasks.reference.ReferenceTraining;

/** What the winners in results/rediscovery are, on the reference training. */
class RediscoveredNamesTest {

    private static final Path RUNS = Path.of("../results/rediscovery/runs");

    @ParameterizedTest
    @CsvSource({
        "2001, other, other; nearest lion 0.72 / 0.89",
        "2002, lion-like, lion 0.61 / 0.952",
        "2003, signum-like, signum 0.69",
        "2004, rmsprop-like, rmsprop 0.81",
        "2005, lion-like, lion 0.45 / 0.9",
        "2006, lion-like, lion 0.66 / 0.9932",
        "2007, rmsprop-like, rmsprop 0.77",
        "2008, lion-like, lion 0.57 / 0.972",
        "2009, lion-like, lion 0.64 / 0.948",
        "2010, adam-like, adam 0.72 / 0.81"
    })
    void shouldNameTheWinnersOfTheTenRuns(String seed, String label, String brief) throws IOException {
        Resemblance winner = ReferenceTraining.yardstick()
                .measure(Program.parse(Files.readString(RUNS.resolve("lion-" + seed + "/winner.program"))));
        assertThat(winner.label()).isEqualTo(label);
        assertThat(winner.brief()).startsWith(brief + ", cosine ");
    }
}
