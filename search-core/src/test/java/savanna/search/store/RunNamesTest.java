package savanna.search.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import savanna.dsl.family.Resemblance;
import savanna.dsl.library.ProgramLibrary;
import savanna.dsl.program.Program;
import savanna.tasks.reference.ReferenceTraining;

class RunNamesTest {

    private static final Program LION = ProgramLibrary.find("lion").orElseThrow();
    /** With two rates and decay, with a rest, without rates, with a reason. */
    private static final List<Program> PROGRAMS = List.of(
            LION,
            program("c = interp(g, m, 0.6); u = sign(c); m = interp(g, m, 0.95); t = g * 5.0; u = u + t; u = u * lr"),
            program("u = g * lr"),
            program("u = w * lr"));

    @TempDir
    private Path run;

    @Test
    void shouldKeepWhatWasFoundToTheLastBit() {
        RunNames first = new RunNames(run);
        List<Resemblance> found = PROGRAMS.stream().map(first::resemblance).toList();
        Program simplified = first.simplified(LION.toString());
        first.keep();
        NameFile.Names kept = new NameFile(run).read();
        for (int i = 0; i < found.size(); i++) {
            assertThat(kept.resemblances()).containsEntry(PROGRAMS.get(i).toString(), found.get(i));
        }
        assertThat(kept.simplified()).containsEntry(LION.toString(), simplified);
    }

    @Test
    void shouldReadWhatIsKeptInsteadOfFindingItOutAgain() throws SQLException {
        keepLion();
        change("UPDATE resemblance SET cosine = 0.625");
        assertThat(new RunNames(run).resemblance(LION).cosine()).isEqualTo(0.625);
    }

    @Test
    void shouldAddToWhatOthersKept() {
        keepLion();
        RunNames second = new RunNames(run);
        second.resemblance(PROGRAMS.get(2));
        second.keep();
        assertThat(new NameFile(run).read().resemblances())
                .containsOnlyKeys(LION.toString(), PROGRAMS.get(2).toString());
    }

    @Test
    void shouldForgetWhatAnotherBuildFound() throws SQLException {
        keepLion();
        change("UPDATE resemblance SET method = 'another', cosine = 0.625");
        RunNames second = new RunNames(run);
        assertThat(second.resemblance(LION)).isEqualTo(measured());
        second.keep();
        assertThat(new NameFile(run).read().resemblances()).containsEntry(LION.toString(), measured());
    }

    /** The file may be a stranger's. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE resemblance SET nearest = 'unheard-of'",
                "UPDATE resemblance SET nearest = NULL",
                "UPDATE resemblance SET rates = '0.9'",
                "UPDATE resemblance SET rates = '0.9 1.5'",
                "UPDATE resemblance SET rates = 'a b'",
                "UPDATE resemblance SET cosine = 2",
                "UPDATE resemblance SET rest = char(27) || '[2J'",
                "UPDATE resemblance SET reason = char(10)",
                "DROP TABLE resemblance",
            })
    void shouldNotReadRowsThatWereNotWrittenHere(String change) throws SQLException {
        keepLion();
        change(change);
        assertThat(new RunNames(run).resemblance(LION)).isEqualTo(measured());
    }

    @Test
    void shouldNameProgramsWhereNothingCanBeReadOrWritten() throws IOException {
        Files.writeString(run.resolve("names.db"), "no database");
        keepLion();
        assertThat(run.resolve("names.db")).hasContent("no database");
        Files.delete(run.resolve("names.db"));
        Files.createDirectory(run.resolve("names.db"));
        keepLion();
        assertThat(run.resolve("names.db")).isEmptyDirectory();
    }

    private void keepLion() {
        RunNames names = new RunNames(run);
        assertThat(names.resemblance(LION)).isEqualTo(measured());
        names.keep();
    }

    private static Resemblance measured() {
        return ReferenceTraining.yardstick().measure(LION);
    }

    private void change(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + run.resolve("names.db"));
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private static Program program(String statements) {
        return Program.parse("def train(w, g, m, lr):\n  " + statements.replace("; ", "\n  ") + "\n  return u, m\n");
    }
}
