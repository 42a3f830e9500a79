package savanna.dsl.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LanguageReferenceTest {

    @Test
    void shouldBeCurrentInTheRepository() throws IOException {
        String page = Files.readString(Path.of(System.getProperty("savanna.root"), "dsl/LANGUAGE.md"));
        assertThat(page)
                .as("make it anew: ./savanna list functions --markdown > dsl/LANGUAGE.md")
                .isEqualTo(LanguageReference.markdown());
    }

    @Test
    void shouldHaveARowForEachFunction() {
        assertThat(LanguageReference.rows()).hasSameSizeAs(Functions.all()).allSatisfy(row -> {
            assertThat(row.document()).isNotBlank();
            assertThat(row.error()).matches("exact|sums in double|\\d\\.\\de-\\d\\d");
        });
    }
}
