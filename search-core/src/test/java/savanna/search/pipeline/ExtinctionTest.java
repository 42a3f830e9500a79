package savanna.search.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import savanna.search.Discovery;
import savanna.search.RegressionTask;
import savanna.search.Runs;

/** Where most children fail, a population dies out unless parents are taken from what trains. */
class ExtinctionTest {

    private static final String HARSH = """
            task: regression
            search:
              mutations: connected
              population: 20
              offspring: 10
              tournament: 1
              hurdle-factor: 1.5
              programs: 1000
            ranking: {candidates: 1, seeds: 2, tune: 0}
            report: {seeds: 2, references: []}
            """;

    private static String end(String config) {
        List<String> ends = new ArrayList<>();
        RunListener listener = new RunListener() {
            @Override
            public void end(String words) {
                ends.add(words);
            }
        };
        Discovery.of(Runs.config(config))
                .task("regression", new RegressionTask(40))
                .listener(listener)
                .run();
        return ends.get(0);
    }

    @Test
    void shouldSayThatAPopulationDiedOutAndWhatToDo() {
        assertThat(end(HARSH)).contains("search-1 ended", "population died out", "search.selector: viable");
    }

    @Test
    void shouldNotDieOutWhereParentsAreTakenFromWhatTrains() {
        assertThat(end(HARSH.replace("search:", "search:\n  selector: viable")))
                .contains("search-1 ended")
                .doesNotContain("died out");
    }
}
