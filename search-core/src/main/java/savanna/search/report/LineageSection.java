package savanna.search.report;

import static j2html.TagCreator.h2;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.program.Program;
import savanna.search.store.RunQueries;
import savanna.search.text.Lineage;
import savanna.search.text.Numbers;

/** How the winner came about: the steps that changed what it computes, with what each was worth. */
record LineageSection(RunQueries run, Program winner) {

    List<DomContent> parts() {
        Lineage lineage = Lineage.of(
                run.lineageOf(AbstractExecution.ofValid(winner).hash().toString(), winner.toString()));
        if (lineage.steps().isEmpty()) {
            return List.of();
        }
        List<DomContent> parts = new ArrayList<>(List.of(
                h2("Lineage: how it came about"),
                Pieces.note(
                        "From the start program on, the steps that changed what the program computes; the change is that of the fitness, negative where it is better."),
                table(lineage.changes())));
        if (lineage.neutral() > 0) {
            parts.add(Pieces.folded(
                    "All " + Numbers.counted(lineage.steps().size(), "step") + ", those that changed nothing too",
                    table(lineage.steps())));
        }
        return parts;
    }

    private static DomContent table(List<Lineage.Change> changes) {
        return Pieces.tableOf(
                List.of("made", "fitness", "change", "program", "mutation"),
                changes.stream()
                        .map(change -> List.of(
                                change.step().stage() + " #" + change.step().number(),
                                Numbers.fitness(change.step().fitness()),
                                Numbers.difference(change.fitness()),
                                change.step().hash().substring(0, 8),
                                change.step().mutation()))
                        .toList());
    }
}
