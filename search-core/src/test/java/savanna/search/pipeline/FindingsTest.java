package savanna.search.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import savanna.dsl.library.ProgramLibrary;
import savanna.search.evolution.Counts;
import savanna.search.evolution.HallOfFame;
import savanna.search.evolution.Individual;
import savanna.search.evolution.StopReason;
import savanna.search.evolution.Valuation;
import savanna.search.objective.Objective;
import savanna.tasks.Outcome;

class FindingsTest {

    private static HallOfFame.Entry entry(String name, String words, double fitness, int seeds) {
        return new HallOfFame.Entry(
                Individual.start(ProgramLibrary.find(name).orElseThrow(), words),
                new Valuation(
                        Outcome.TRAINED,
                        Objective.ofFitness().cost(fitness, 1, 9),
                        Collections.nCopies(seeds, fitness),
                        OptionalDouble.empty()));
    }

    private static Findings of(HallOfFame.Entry... entries) {
        Findings findings = new Findings();
        List.of(entries).forEach(findings::rest);
        return findings;
    }

    @Test
    void shouldBelieveTheSearchThatKnowsAFunctionOnMostSeeds() {
        Findings all = of(entry("lion", "lucky", 0.1, 2), entry("signum", "other", 0.3, 2));
        all.add(of(entry("lion", "well known", 0.4, 16)));
        all.add(of(entry("lion", "lucky again", 0.2, 4)));
        assertThat(all.hallOfFame())
                .extracting(each -> each.individual().mutation())
                .containsExactly("other", "well known");
    }

    /** The first three of one search are often one rule with other dead code. */
    @Test
    void shouldLetTheBestOfEachSearchEnterTheFunnel() {
        Findings all = new Findings();
        all.add(search("search-1"), List.of(entry("rmsprop", "a", 0.1, 2), entry("adagrad", "b", 0.2, 2)));
        all.add(search("search-2"), List.of(entry("signum", "c", 0.5, 2), entry("lion", "d", 0.6, 2)));
        assertThat(all.candidates(3)).extracting(Individual::mutation).containsExactly("a", "c", "b");
        assertThat(all.candidates(1)).extracting(Individual::mutation).containsExactly("a");
        all.rest(entry("sgd", "e", 0.9, 16));
        assertThat(all.candidates(3)).extracting(Individual::mutation).containsExactly("e", "a", "c");
    }

    private static RunOutcome.Search search(String name) {
        return new RunOutcome.Search(
                name,
                StopReason.PROGRAMS,
                Counts.none(),
                Counts.none(),
                Objective.ofFitness().cost(0, 0, 0));
    }

    @Test
    void shouldKeepTheFirstOfThoseThatKnowAFunctionAsWell() {
        Findings all = of(entry("lion", "first", 0.4, 4));
        all.add(of(entry("lion", "second", 0.4, 4)));
        assertThat(all.hallOfFame())
                .extracting(each -> each.individual().mutation())
                .containsExactly("first");
    }
}
