package savanna.search.report;

import static j2html.TagCreator.h2;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.p;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import savanna.search.pipeline.Ranking;
import savanna.search.store.RankingTable;
import savanna.search.store.RunQueries;
import savanna.search.text.Numbers;
import savanna.search.text.Verdicts;

/** Who dropped out where, and why. */
record FunnelSection(RunQueries run) {

    List<DomContent> parts() {
        List<DomContent> parts = new ArrayList<>(List.of(h2("Funnel: who dropped out where, and why")));
        Verdicts funnel = new Verdicts(run.rankings());
        if (funnel.stages().isEmpty()) {
            parts.add(Pieces.note("No stage after the search has been run."));
            return parts;
        }
        funnel.stages().forEach((stage, rows) -> {
            parts.add(h3(stage + ": " + rows.get(0).task() + ", " + rows.get(0).seeds() + " fresh seeds"));
            parts.add(Pieces.tableOf(
                    List.of(
                            "",
                            "program",
                            "verdict",
                            "fitness",
                            "to baseline",
                            "live",
                            "states",
                            "tuned for the stage"),
                    rows.stream().map(row -> row(funnel, row)).toList()));
        });
        for (String stage : List.of("funnel-b", "funnel-c")) {
            if (run.config().has(stage) && !funnel.stages().containsKey(stage)) {
                parts.add(p(stage + " was not held: no program passed the stage before it."));
            }
        }
        parts.add(Pieces.note(Ranking.RULE));
        return parts;
    }

    private static List<String> row(Verdicts funnel, RankingTable.Row row) {
        return List.of(
                row.position() == 0 ? "base" : Integer.toString(row.position()),
                row.hash().substring(0, 8),
                funnel.reasoned(row),
                Pieces.withError(Numbers.fitness(row.fitness()), row.error()),
                Pieces.withError(Numbers.difference(row.difference()), row.differenceError()),
                Integer.toString(row.liveStatements()),
                Integer.toString(row.states()),
                Verdicts.tuned(row)
                        .map(words -> words.replaceFirst("^tuned: ", ""))
                        .orElse("-"));
    }
}
