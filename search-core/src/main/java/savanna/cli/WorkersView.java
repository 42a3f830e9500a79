package savanna.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import savanna.search.text.Numbers;
import savanna.tasks.workers.WorkerStanding;
import savanna.tasks.workers.WorkersStanding;

/** The workers of a run as {@code inspect} and the progress display show them. */
record WorkersView(WorkersStanding standing) {

    /** In a few words, for a line that shows other things too; empty where there are no workers. */
    String words() {
        if (standing.workers().isEmpty()) {
            return "";
        }
        String words = standing.present() + " of " + standing.workers().size() + " workers, " + standing.busy() + " of "
                + standing.slots() + " slots busy";
        words += standing.lost() > 0 ? ", lost " + standing.lost() : "";
        words += standing.lostSlots() > 0 ? ", slots lost " + standing.lostSlots() : "";
        return words + (standing.trainedTwice() > 0 ? ", trained twice " + standing.trainedTwice() : "");
    }

    List<String> lines() {
        if (standing.workers().isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>(List.of("", "Workers of the latest session"));
        TextTable table = new TextTable("worker", "host", "task", "state", "slots", "trained", "busy", "lost");
        for (WorkerStanding worker : standing.workers()) {
            table.add(
                    worker.command(),
                    worker.host().isEmpty() ? "-" : worker.host(),
                    worker.task(),
                    state(worker),
                    Integer.toString(worker.slots()),
                    Numbers.count(worker.trained()),
                    String.format(Locale.ROOT, "%.0f s", worker.seconds()),
                    Integer.toString(worker.lost()));
            if (!worker.where().isEmpty()) {
                table.note("slots: " + worker.where() + "; lost " + Numbers.count(worker.lostSlots()));
            }
            if (!worker.note().isEmpty()) {
                table.note(worker.note().lines().findFirst().orElse(""));
            }
        }
        lines.addAll(table.lines());
        lines.add(Numbers.count(standing.lostTrainings())
                + " trainings were lost with a worker or a slot and made again, "
                + Numbers.count(standing.trainedTwice()) + " were made twice");
        lines.addAll(warnings());
        return lines;
    }

    /** Why the run is not reproducible bit for bit; nothing where it is. */
    List<String> warnings() {
        List<String> lines = new ArrayList<>();
        if (standing.otherTrainings() > 0) {
            lines.add("Not reproducible bit for bit: workers.numerics is any, and "
                    + Numbers.count(standing.otherTrainings()) + " trainings were made with other arithmetic");
        }
        if (standing.otherBits() > 0) {
            lines.add("Not reproducible bit for bit: " + Numbers.count(standing.otherBits())
                    + " trainings that were made twice gave other results the second time; the first counted");
        }
        return lines;
    }

    List<Map<String, Object>> document() {
        List<Map<String, Object>> documents = new ArrayList<>();
        for (WorkerStanding worker : standing.workers()) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("command", worker.command());
            document.put("host", worker.host());
            document.put("task", worker.task());
            document.put("state", state(worker));
            document.put("slots", worker.slots());
            document.put("trained", worker.trained());
            document.put("busySeconds", worker.seconds());
            document.put("lost", worker.lost());
            document.put("lostSlots", worker.lostSlots());
            document.put("where", worker.where());
            document.put("note", worker.note());
            documents.add(document);
        }
        return documents;
    }

    Map<String, Object> totals() {
        Map<String, Object> totals = new LinkedHashMap<>();
        totals.put("lostTrainings", standing.lostTrainings());
        totals.put("trainedTwice", standing.trainedTwice());
        totals.put("lostSlots", standing.lostSlots());
        totals.put("otherNumerics", standing.otherNumerics());
        totals.put("otherTrainings", standing.otherTrainings());
        totals.put("otherBits", standing.otherBits());
        return totals;
    }

    private static String state(WorkerStanding worker) {
        return worker.state().name().toLowerCase(Locale.ROOT);
    }
}
