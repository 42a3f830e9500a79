package savanna.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one can see of a run. */
class RunViewsTest {

    private static final String CONFIG = """
            task: quadratic-blocks
            start: adam
            search: {population: 20, offspring: 10, programs: 400}
            ranking: {candidates: 3, seeds: 2, tune: 8}
            report: {seeds: 2, rates: 1, references: [adam]}
            """;

    @TempDir
    static Path folder;

    private static Path run;
    private static Said search;

    private record Said(int status, String out, String err) {}

    private static Said say(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] texts =
                java.util.Arrays.stream(arguments).map(Object::toString).toArray(String[]::new);
        int status = Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(texts);
        return new Said(status, out.toString(), err.toString());
    }

    @BeforeAll
    static void search() throws Exception {
        run = folder.resolve("run");
        search = say("search", Files.writeString(folder.resolve("c.yaml"), CONFIG), "--out", run, "--quiet");
        assertThat(search.status()).as(search.err()).isZero();
    }

    @Test
    void shouldEndASearchWithFormulasAndFamilies() {
        assertThat(search.out())
                .contains("Hall of fame", "Pareto front of live statements, states and fitness", "family")
                .contains("      update = ");
    }

    @Test
    void shouldShowWhyProgramsFailedWithAnExampleEach() throws Exception {
        Said said = say("inspect", run, "--failures");
        assertThat(said.status()).isZero();
        assertThat(said.out())
                .contains("diverged", "the training loss rose beyond ten times that of a guess")
                .containsPattern("A typical one that is diverged: .*run@[0-9a-f]{8}");
        JsonNode failures = new ObjectMapper()
                .readTree(say("inspect", run, "--failures", "--json").out())
                .get("failures");
        assertThat(failures).isNotEmpty();
        JsonNode example = failures.get(0).get("example");
        assertThat(example.get("step").asInt()).isBetween(0, 300);
        assertThat(say("inspect", run + "@" + example.get("hash").asText()).status())
                .isZero();
    }

    @Test
    void shouldShowOnlyTheStepsThatChangedTheProgramUnlessAsked() throws Exception {
        JsonNode whole =
                new ObjectMapper().readTree(say("inspect", run, "--json").out()).get("lineage");
        long changed = 1;
        for (int i = 1; i < whole.size(); i++) {
            changed += whole.get(i).get("hash").equals(whole.get(i - 1).get("hash")) ? 0 : 1;
        }
        assertThat(steps(say("inspect", run).out())).isEqualTo(changed);
        assertThat(steps(say("inspect", run, "--lineage").out())).isEqualTo(whole.size());
    }

    private static long steps(String out) {
        return out.substring(out.indexOf("Lineage of"), out.indexOf("On 2 seeds"))
                .lines()
                .filter(line -> line.startsWith("#"))
                .count();
    }

    @Test
    void shouldShowWhatTheFunnelTunedAndOfferItAsAProgram() throws Exception {
        JsonNode funnel =
                new ObjectMapper().readTree(say("inspect", run, "--json").out()).get("funnel");
        long tuned = 0;
        for (JsonNode row : funnel) {
            JsonNode form = row.get("tuned");
            if (!form.isNull()) {
                tuned++;
                String id = form.get("hash").asText().substring(0, 8);
                assertThat(say("export", run + "@" + id, "--to", "text").out())
                        .contains(form.get("program").asText());
                assertThat(say("inspect", run).out())
                        .contains("tuned: " + form.get("changes").asText() + "; @" + id);
            }
        }
        assertThat(tuned).as("Adam's own rate is not the best here").isPositive();
        Path report = folder.resolve("tuned.html");
        assertThat(say("report", run, "--seeds", 0, "--out", report).status()).isZero();
        assertThat(Files.readString(report)).contains("tuned for the stage", "rate x ");
    }

    @Test
    void shouldPutRunsSideBySide() throws Exception {
        Path other = folder.resolve("other");
        assertThat(say("search", folder.resolve("c.yaml"), "--out", other, "--quiet", "--seed", 2, "--programs", 100)
                        .status())
                .isZero();
        Said said = say("inspect", run, other);
        assertThat(said.status()).as(said.err()).isZero();
        assertThat(said.out())
                .contains("What came of them", "Where the configs differ", "unused seeds: winner")
                .containsPattern("seed +1 +2\n")
                .containsPattern("search.programs +400 +100\n")
                .doesNotContain("search.population");
        JsonNode runs = new ObjectMapper()
                .readTree(say("inspect", run, other, "--json").out())
                .get("runs");
        assertThat(runs).hasSize(2);
        assertThat(runs.get(1).get("facts").get("programs made").asText()).isEqualTo("100");

        say("plot", run, other, "--out", folder.resolve("both"), "--format", "csv");
        assertThat(Files.readString(folder.resolve("both/figure-2-fitness.csv")))
                .as("no repeats: their budgets differ")
                .contains("run: evolution,", "other: evolution,");
    }

    @Test
    void shouldWriteFiguresInEveryFormat() throws Exception {
        Path figures = folder.resolve("figures");
        Said said = say("plot", run, "--out", figures, "--format", "svg,png,pdf,csv,tensorboard");
        assertThat(said.status()).as(said.err()).isZero();
        java.awt.image.BufferedImage image = javax.imageio.ImageIO.read(
                figures.resolve("figure-2-fitness.png").toFile());
        assertThat(image.getWidth()).isGreaterThan(1500);
        assertThat(java.util.Arrays.stream(
                                image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()))
                        .distinct()
                        .count())
                .as("text and curves on white")
                .isGreaterThan(50);
        byte[] pdf = Files.readAllBytes(figures.resolve("figure-2-fitness.pdf"));
        try (org.apache.pdfbox.pdmodel.PDDocument page = org.apache.pdfbox.Loader.loadPDF(pdf)) {
            assertThat(page.getNumberOfPages()).isEqualTo(1);
            assertThat(page.getPage(0).getContentStreams()).hasNext();
        }
        java.util.List<String> rows = Files.readAllLines(figures.resolve("figure-2-fitness.csv"));
        assertThat(rows.get(0)).isEqualTo("series,programs made,best fitness (lower is better),standard error");
        assertThat(rows)
                .anyMatch(row -> row.startsWith("evolution,400,"))
                .anyMatch(row -> row.startsWith("\"adam, tuned\",0,"));
        String last = rows.stream()
                .filter(row -> row.startsWith("evolution,400,"))
                .findFirst()
                .orElseThrow();
        float value = Float.parseFloat(last.split(",")[2]);
        assertThat(lastScalar(figures.resolve("tensorboard/evolution/events.out.tfevents.0.figure-2-fitness")))
                .isEqualTo("figure-2-fitness 400 " + value);
        assertThat(say("plot", run, "--format", "bmp").status()).isEqualTo(2);
        assertThat(say("compare", "adam", "--task", "quadratic-blocks", "--chart", folder.resolve("c.bmp"))
                        .err())
                .contains("expected a name that ends in .svg, .png, .pdf or .csv");
    }

    /** The last event of a file: tag, step and value, read by protobuf's own reader. */
    private static String lastScalar(Path file) throws Exception {
        java.nio.ByteBuffer events =
                java.nio.ByteBuffer.wrap(Files.readAllBytes(file)).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        String last = "";
        while (events.hasRemaining()) {
            byte[] data = new byte[(int) events.getLong()];
            events.getInt();
            events.get(data);
            int crc = events.getInt() - 0xa282ead8;
            java.util.zip.CRC32C computed = new java.util.zip.CRC32C();
            computed.update(data);
            assertThat(crc >>> 17 | crc << 15).isEqualTo((int) computed.getValue());
            com.google.protobuf.UnknownFieldSet event = com.google.protobuf.UnknownFieldSet.parseFrom(data);
            if (event.hasField(5)) {
                com.google.protobuf.UnknownFieldSet value = com.google.protobuf.UnknownFieldSet.parseFrom(
                        com.google.protobuf.UnknownFieldSet.parseFrom(event.getField(5)
                                        .getLengthDelimitedList()
                                        .get(0))
                                .getField(1)
                                .getLengthDelimitedList()
                                .get(0));
                last = value.getField(1).getLengthDelimitedList().get(0).toStringUtf8() + " "
                        + event.getField(2).getVarintList().get(0) + " "
                        + Float.intBitsToFloat(
                                value.getField(2).getFixed32List().get(0));
            }
        }
        return last;
    }

    @Test
    void shouldTellTheNearestCommandAndOption() {
        assertThat(say("serch", "x.yaml").err()).contains("did you mean \"search\"");
        assertThat(say("inspect", run, "--failure").err()).contains("did you mean \"--failures\"");
        assertThat(say("serch", "x.yaml").status()).isEqualTo(2);
    }

    @Test
    void shouldShowARunWhoseConfigCouldNotBeginOneAndSaySo() throws Exception {
        Path copy = Files.createDirectory(folder.resolve("copy"));
        Files.copy(run.resolve("run.db"), copy.resolve("run.db"));
        Files.writeString(
                copy.resolve("config.yaml"),
                Files.readString(run.resolve("config.yaml")).replace("population:", "populaton:"));
        Said said = say("inspect", copy);
        assertThat(said.status()).isZero();
        assertThat(said.err()).contains("unknown key \"populaton\"", "the run is shown as it is stored");
    }
}
