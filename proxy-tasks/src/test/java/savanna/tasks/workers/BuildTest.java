package savanna.tasks.workers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildTest {

    @TempDir
    private Path folder;

    @Test
    void shouldKnowABuildByWhatIsAddedToItsTasksToo() throws IOException {
        String own = Build.digest(List.of());
        assertThat(own).isEqualTo(Build.here().digest());
        Path model = added("model", "savanna.tasks.model.ModelKind");
        String more = Build.digest(List.of(model));
        assertThat(more).isNotEqualTo(own);
        Files.writeString(model.resolve("Kind.class"), "another");
        assertThat(Build.digest(List.of(model))).isNotIn(own, more);
        // What adds to searches alone need not be where the workers are.
        assertThat(Build.digest(List.of(added("strategy", "savanna.search.evolution.StrategyKind"))))
                .isEqualTo(own);
    }

    private Path added(String name, String service) throws IOException {
        Path place = folder.resolve(name);
        Path services = Files.createDirectories(place.resolve("META-INF/services"));
        Files.writeString(services.resolve(service), "example.Kind");
        Files.writeString(place.resolve("Kind.class"), name);
        return place;
    }
}
