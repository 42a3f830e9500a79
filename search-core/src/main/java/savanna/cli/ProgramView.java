package savanna.cli;

import java.util.ArrayList;
import java.util.List;
import savanna.dsl.algebra.Derivation;
import savanna.dsl.algebra.Simplifier;
import savanna.dsl.algebra.Step;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.analysis.Analysis;
import savanna.dsl.export.Target;
import savanna.dsl.family.KnownOptimizer;
import savanna.dsl.family.Resemblance;
import savanna.dsl.function.Kind;
import savanna.dsl.program.Program;
import savanna.tasks.reference.ReferenceTraining;

/** A program as {@code inspect} shows it: its forms, how it is simplified, its family, its cost and its formula. */
record ProgramView(Analysis analysis, Derivation derivation, Resemblance resemblance, String formula) {

    private static final int WIDTH = 80;

    ProgramView(Analysis analysis) {
        this(analysis, ReferenceTraining.resemblance(analysis.program()));
    }

    ProgramView(Analysis analysis, Resemblance resemblance) {
        this(analysis, resemblance, new Simplifier().simplify(analysis.program()));
    }

    private ProgramView(Analysis analysis, Resemblance resemblance, Derivation derivation) {
        this(analysis, derivation, resemblance, Target.LATEX.export(derivation.result(), "program", "program"));
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        Program simplified = derivation.result();
        lines.add("Program " + analysis.hash().id() + ": "
                + analysis.program().statements().size() + " statements, " + analysis.liveStatements() + " live, "
                + simplified.statements().size() + " simplified");
        lines.addAll(DerivationText.wrapped("Family: " + resemblance.label() + ", " + resemblance.sentence(), WIDTH));
        DerivationText.wrapped("Nearest: " + resemblance.brief(), WIDTH).forEach(lines::add);
        lines.add("State: " + simplified.states().size() + (simplified.states().size() == 1 ? " number" : " numbers")
                + " per parameter (" + 4 * simplified.states().size() + " bytes); as written "
                + analysis.program().states().size());
        lines.add("Cost per step: " + tensorStatements(simplified) + " operations per parameter; as written "
                + tensorStatements(analysis.pruned()));
        lines.add("");
        lines.addAll(sideBySide("Raw", analysis.program(), "Live", analysis.pruned()));
        lines.add("");
        lines.addAll(sideBySide("Live", analysis.pruned(), "Simplified", simplified));
        lines.add("");
        lines.add("Derivation (savanna simplify shows the programs)");
        int number = 0;
        for (Step step : derivation.steps()) {
            lines.addAll(DerivationText.wrapped(
                    ++number + ". " + step.rule() + ": " + step.proof().text(), WIDTH));
        }
        lines.add("");
        lines.add("Formula");
        formula.lines().filter(line -> !line.startsWith("%")).forEach(lines::add);
        return lines;
    }

    private static int tensorStatements(Program program) {
        return (int) AbstractExecution.ofValid(program).kinds().stream()
                .filter(Kind::isPerParameter)
                .count();
    }

    /** Two programs in two columns, or one above the other where they are too wide. */
    private static List<String> sideBySide(String leftTitle, Program left, String rightTitle, Program right) {
        List<String> lefts = new ArrayList<>(List.of(leftTitle));
        left.toString()
                .lines()
                .map(line -> line.startsWith("  ") ? line.substring(2) : line)
                .forEach(lefts::add);
        List<String> rights = new ArrayList<>(List.of(rightTitle));
        right.toString()
                .lines()
                .map(line -> line.startsWith("  ") ? line.substring(2) : line)
                .forEach(rights::add);
        int width = lefts.stream().mapToInt(String::length).max().orElse(0) + 2;
        List<String> lines = new ArrayList<>();
        if (width + rights.stream().mapToInt(String::length).max().orElse(0) > WIDTH) {
            lines.addAll(lefts);
            lines.add("");
            lines.addAll(rights);
            return lines;
        }
        for (int i = 0; i < Math.max(lefts.size(), rights.size()); i++) {
            String first = i < lefts.size() ? lefts.get(i) : "";
            lines.add((first + " ".repeat(width - first.length()) + (i < rights.size() ? rights.get(i) : ""))
                    .stripTrailing());
        }
        return lines;
    }

    Object document() {
        return Json.object(
                "hash",
                analysis.hash().toString(),
                "statements",
                analysis.program().statements().size(),
                "liveStatements",
                analysis.liveStatements(),
                "liveStates",
                analysis.live().size(),
                "raw",
                analysis.program().toString(),
                "live",
                analysis.pruned().toString(),
                "simplified",
                derivation.result().toString(),
                "family",
                resemblance.label(),
                "resemblance",
                document(resemblance),
                "statePerParameter",
                derivation.result().states().size(),
                "operationsPerParameter",
                tensorStatements(derivation.result()),
                "derivation",
                DerivationText.document(derivation),
                "latex",
                formula);
    }

    /** What a program is, for {@code inspect} and {@code check}. */
    static Object document(Resemblance resemblance) {
        return Json.object(
                "family",
                resemblance.family().label(),
                "nearest",
                resemblance.nearest().map(KnownOptimizer::name).orElse(null),
                "rates",
                resemblance.rates(),
                "cosine",
                resemblance.cosine(),
                "decay",
                resemblance.decay().isPresent() ? resemblance.decay().getAsDouble() : null,
                "rest",
                resemblance.rest().orElse(null),
                "brief",
                resemblance.brief(),
                "sentence",
                resemblance.sentence());
    }
}
