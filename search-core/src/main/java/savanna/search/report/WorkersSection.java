package savanna.search.report;

import static j2html.TagCreator.h2;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import savanna.search.text.Numbers;
import savanna.tasks.workers.WorkerStanding;
import savanna.tasks.workers.WorkersStanding;

/** Who trains, or trained in the latest session; nothing for a run without workers. */
record WorkersSection(WorkersStanding standing) {

    List<DomContent> parts() {
        if (standing.workers().isEmpty()) {
            return List.of();
        }
        List<DomContent> parts = new ArrayList<>(List.of(
                h2("Workers"),
                Pieces.note(standing.present() + " of " + standing.workers().size() + " are there, " + standing.busy()
                        + " of " + standing.slots() + " slots busy; "
                        + Numbers.counted(standing.lostTrainings(), "training")
                        + " lost with a worker or a slot and made again."),
                Pieces.tableOf(
                        List.of("worker", "host", "task", "state", "slots", "trained", "busy", "lost", "note"),
                        standing.workers().stream().map(WorkersSection::row).toList())));
        if (standing.otherNumerics() > 0 || standing.otherBits() > 0) {
            parts.add(Pieces.note("Not reproducible bit for bit: " + standing.otherNumerics()
                    + " workers compute otherwise, and " + Numbers.counted(standing.otherBits(), "training")
                    + " that were made twice gave other results the second time."));
        }
        return parts;
    }

    private static List<String> row(WorkerStanding worker) {
        return List.of(
                worker.command(),
                worker.host().isEmpty() ? "-" : worker.host(),
                worker.task(),
                worker.state().name().toLowerCase(Locale.ROOT),
                Integer.toString(worker.slots()),
                Numbers.count(worker.trained()),
                String.format(Locale.ROOT, "%.0f s", worker.seconds()),
                Integer.toString(worker.lost()),
                note(worker));
    }

    /** Where the slots of one that has several machines are, and why it was lost or refused. */
    private static String note(WorkerStanding worker) {
        String slots = worker.where().isEmpty()
                ? ""
                : "slots: " + worker.where() + "; lost " + Numbers.count(worker.lostSlots()) + ". ";
        return slots + worker.note().lines().findFirst().orElse("");
    }
}
