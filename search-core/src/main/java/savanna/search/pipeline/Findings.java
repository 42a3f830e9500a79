package savanna.search.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import savanna.dsl.analysis.FunctionalHash;
import savanna.search.evolution.HallOfFame;
import savanna.search.evolution.Individual;

/** What searches found, in the order of the searches. */
final class Findings {

    private final List<RunOutcome.Search> summaries = new ArrayList<>();
    private final Map<FunctionalHash, HallOfFame.Entry> found = new LinkedHashMap<>();
    private final List<FunctionalHash> rested = new ArrayList<>();
    /** Best function of each search, by its name. */
    private final Map<String, FunctionalHash> leaders = new LinkedHashMap<>();

    /** A search, or a part of one, has ended. */
    void add(RunOutcome.Search summary, List<HallOfFame.Entry> hallOfFame) {
        summaries.add(summary);
        hallOfFame.forEach(this::add);
        hallOfFame.stream()
                .findFirst()
                .ifPresent(best -> leaders.put(summary.name(), best.individual().hash()));
    }

    /** A neighbourhood search came to rest. */
    void rest(HallOfFame.Entry entry) {
        add(entry);
        rested.add(entry.individual().hash());
    }

    /** All that further searches found. */
    void add(Findings further) {
        summaries.addAll(further.summaries);
        further.found.values().forEach(this::add);
        rested.addAll(further.rested);
        leaders.putAll(further.leaders);
    }

    /** What several have found has the score of the one that knows it on most seeds; of these, the first. */
    private void add(HallOfFame.Entry entry) {
        found.merge(
                entry.individual().hash(),
                entry,
                (one, other) ->
                        other.score().cases().size() > one.score().cases().size() ? other : one);
    }

    /** The searches and parts of searches. */
    List<RunOutcome.Search> summaries() {
        return summaries;
    }

    /** Best distinct functions, best first. */
    List<HallOfFame.Entry> hallOfFame() {
        return found.values().stream().sorted().toList();
    }

    /**
     * What enters the funnel: where the neighbourhood searches came to rest, which has stood its ground on many seeds,
     * then the best of each search, since what another found may be better at its own rate, then the best of the hall
     * of fame.
     *
     * @param count most of them
     */
    List<Individual> candidates(int count) {
        Stream<HallOfFame.Entry> stood = rested.stream().map(found::get);
        Stream<HallOfFame.Entry> led = leaders.values().stream().map(found::get).sorted();
        return Stream.of(stood, led, hallOfFame().stream())
                .flatMap(each -> each)
                .map(HallOfFame.Entry::individual)
                .distinct()
                .limit(count)
                .toList();
    }
}
