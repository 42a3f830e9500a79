package savanna.cli;

import java.util.ArrayList;
import java.util.List;
import savanna.dsl.analysis.Analysis;

/** A program as {@code inspect} shows it: raw and without its redundant statements. */
record ProgramView(Analysis analysis) {

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("Program " + analysis.hash().id() + ": " + analysis.program().statements().size() + " statements, " + analysis.liveStatements() + " live; "
                + analysis.live().size() + " numbers of state per parameter");
        lines.add("");
        lines.add("Raw");
        analysis.program().toString().lines().forEach(lines::add);
        lines.add("");
        lines.add("Without redundant statements");
        analysis.pruned().toString().lines().forEach(lines::add);
        return lines;
    }

    Object document() {
        return Json.object("hash", analysis.hash().toString(), "statements", analysis.program().statements().size(), "liveStatements", analysis.liveStatements(),
                "liveStates", analysis.live().size(), "raw", analysis.program().toString(), "live", analysis.pruned().toString());
    }
}
