package savanna.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import savanna.dsl.algebra.Derivation;
import savanna.dsl.algebra.Simplifier;
import savanna.dsl.algebra.Step;
import savanna.dsl.export.Target;
import savanna.dsl.library.ProgramLibrary;
import savanna.dsl.program.Program;

/** results/lion is what {@code savanna simplify lion-raw --task digits-vit --out results/lion} makes. */
class LionResultsTest {

    private static final Path FOLDER = Path.of(System.getProperty("savanna.root"), "results", "lion");

    private static String text(String file) throws IOException {
        return Files.readString(FOLDER.resolve(file));
    }

    @Test
    void shouldStartFromTheShippedProgramAndEndInLion() throws IOException {
        assertThat(Program.parse(text("raw.program")))
                .isEqualTo(ProgramLibrary.find("lion-raw").orElseThrow());
        assertThat(text("final.program")).isEqualTo("""
                def train(w, g, momentum, lr):
                  blend = interp(g, momentum, 0.9)
                  direction = sign(blend)
                  weight_decay = w * 0.4602
                  decayed = direction + weight_decay
                  learning_rate = lr * 2.172e-4
                  update = decayed * learning_rate
                  momentum = interp(g, momentum, 0.998)
                  return update, momentum
                """);
    }

    @Test
    void shouldShowTheStepsThatAlgebraTakesNow() throws IOException {
        String derivation = text("DERIVATION.md");
        Derivation algebra =
                new Simplifier().simplify(ProgramLibrary.find("lion-raw").orElseThrow());
        int number = 0;
        for (Step step : algebra.steps()) {
            assertThat(derivation)
                    .contains("## " + ++number + ". `" + step.rule() + "`")
                    .contains(String.join("\n", DerivationText.changed(step)));
        }
        assertThat(derivation)
                .contains(
                        "ablation: arcsin_clip_g = arcsin(clip_g), clip_g in its place",
                        "ablation: clip_g = clip(g, lr), g in its place")
                .endsWith(text("final.program") + "```\n");
    }

    @Test
    void shouldShipTheExportsThatAreMadeNow() throws IOException {
        Program program = Program.parse(text("final.program"));
        for (Target target : Stream.of(Target.values())
                .filter(target -> target != Target.TEXT)
                .toList()) {
            assertThat(text(target.fileName("lion")))
                    .isEqualTo(target.export(program, "lion", "Simplified by Savanna from the program lion-raw."));
        }
    }

    /**
     * The whole command, about a minute: {@code -Dsavanna.results=true}. Measured figures are those of one machine; the
     * programs are the same.
     */
    @Test
    @EnabledIfSystemProperty(named = "savanna.results", matches = "true")
    void shouldComeOutAgain(@TempDir Path folder) throws IOException {
        int status = Main.commandLine()
                .setOut(new PrintWriter(new StringWriter()))
                .setErr(new PrintWriter(new StringWriter()))
                .execute("simplify", "lion-raw", "--task", "digits-vit", "--out", folder.toString());
        assertThat(status).isZero();
        assertThat(Files.readString(folder.resolve("final.program"))).isEqualTo(text("final.program"));
    }
}
