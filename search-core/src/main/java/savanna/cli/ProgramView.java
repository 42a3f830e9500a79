package savanna.cli;

import java.util.ArrayList;
import java.util.List;
import savanna.dsl.algebra.Derivation;
import savanna.dsl.algebra.Simplifier;
import savanna.dsl.algebra.Step;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.analysis.Analysis;
import savanna.dsl.export.Target;
import savanna.dsl.family.Classification;
import savanna.dsl.family.Filter;
import savanna.dsl.function.Kind;
import savanna.dsl.program.Program;

/** A program as {@code inspect} shows it: its forms, how it is simplified, its family, its cost and its formula. */
record ProgramView(Analysis analysis, Derivation derivation, Classification classification, String formula) {

    private static final int WIDTH = 80;

    ProgramView(Analysis analysis) {
        this(analysis, new Simplifier().simplify(analysis.program()));
    }

    private ProgramView(Analysis analysis, Derivation derivation) {
        this(
                analysis,
                derivation,
                Classification.of(analysis.program()),
                Target.LATEX.export(derivation.result(), "program", "program"));
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        Program simplified = derivation.result();
        lines.add("Program " + analysis.hash().id() + ": "
                + analysis.program().statements().size() + " statements, " + analysis.liveStatements() + " live, "
                + simplified.statements().size() + " simplified");
        lines.addAll(DerivationText.wrapped(
                "Family: " + classification.family().label() + ", "
                        + classification.family().description(),
                WIDTH));
        classification
                .lines()
                .forEach(line -> DerivationText.wrapped(line, WIDTH - 2).forEach(part -> lines.add("  " + part)));
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
        Filter filter = classification.filter().orElse(null);
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
                classification.family().label(),
                "evidence",
                classification.evidence(),
                "filter",
                filter == null
                        ? null
                        : Json.object("weights", filter.weights(), "beta1", filter.mixing(), "beta2", filter.decay()),
                "statePerParameter",
                derivation.result().states().size(),
                "operationsPerParameter",
                tensorStatements(derivation.result()),
                "derivation",
                DerivationText.document(derivation),
                "latex",
                formula);
    }
}
