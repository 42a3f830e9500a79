package savanna.search.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import savanna.search.store.RankingTable;

/** The stages after the search: who dropped out where, and why. */
final class Funnel {

    private final Map<String, List<RankingTable.Row>> stages;
    private final Optional<String> winner;

    /** @param winner hash of the winner, once there is one */
    Funnel(List<RankingTable.Row> rows, Optional<String> winner) {
        this.stages = rows.stream()
                .collect(Collectors.groupingBy(RankingTable.Row::stage, LinkedHashMap::new, Collectors.toList()));
        this.winner = winner;
    }

    /** Rows by stage, in order; in each the baseline comes first. */
    Map<String, List<RankingTable.Row>> stages() {
        return stages;
    }

    /** What became of a program in a stage. */
    String verdict(RankingTable.Row row) {
        if (row.position() == 0) {
            return row.verdict();
        }
        String verdict = row.verdict()
                .replace("beats the baseline", "passes")
                .replace("within the error of the best", "near the best");
        if (!isPassed(row)) {
            verdict = verdict.replaceFirst("dropped", "dropped: " + reason(row));
        } else if (!goesOn(row)) {
            verdict += "; the next stage takes fewer";
        }
        return verdict
                + (winner.filter(row.hash()::equals).isPresent() && row.stage().equals(choosing()) ? ", chosen" : "");
    }

    private static String reason(RankingTable.Row row) {
        if (row.fitness().isEmpty() || row.difference().isEmpty()) {
            return "not trained on every seed";
        }
        return row.difference().getAsDouble() >= 0 ? "no better than the baseline" : "better by less than the error";
    }

    private static boolean isPassed(RankingTable.Row row) {
        return row.position() > 0 && !row.verdict().startsWith("dropped");
    }

    /** Whether a program is in the next stage, or there is none. */
    private boolean goesOn(RankingTable.Row row) {
        List<String> names = List.copyOf(stages.keySet());
        int next = names.indexOf(row.stage()) + 1;
        return next == names.size()
                || stages.get(names.get(next)).stream()
                        .anyMatch(other -> other.hash().equals(row.hash()));
    }

    /** The last stage that any passed; the first if none did. */
    private String choosing() {
        List<String> passed = stages.entrySet().stream()
                .filter(stage -> stage.getValue().stream().anyMatch(Funnel::isPassed))
                .map(Map.Entry::getKey)
                .toList();
        return passed.isEmpty() ? stages.keySet().iterator().next() : passed.get(passed.size() - 1);
    }
}
