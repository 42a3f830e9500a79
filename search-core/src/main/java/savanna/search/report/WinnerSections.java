package savanna.search.report;

import static j2html.TagCreator.code;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.p;
import static j2html.TagCreator.text;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import savanna.dsl.algebra.Derivation;
import savanna.dsl.algebra.Step;
import savanna.dsl.export.ExportException;
import savanna.dsl.export.Target;
import savanna.dsl.family.Resemblance;
import savanna.dsl.program.Program;
import savanna.search.text.Numbers;
import savanna.search.text.Words;

/**
 * The winner: what it is, how its simplified form was derived, and how to use it.
 *
 * @param run name of the run
 * @param resemblance what the winner is
 * @param simplified from the winner as found to its simplified form
 * @param changes the lines that a step of the derivation changed
 */
record WinnerSections(
        String run, Resemblance resemblance, Derivation simplified, Function<Step, List<String>> changes) {

    /** How the exported code is called. */
    private static final Map<Target, String> CALLS = Map.of(
            Target.PYTORCH, "from discovered_pytorch import Discovered\n\noptimizer = Discovered(model.parameters())",
            Target.OPTAX,
                    "from discovered_optax import discovered\n\noptimizer = discovered()\nstate = optimizer.init(parameters)",
            Target.ND4J, "new NeuralNetConfiguration.Builder().updater(new Discovered())");

    List<DomContent> winner() {
        Program program = simplified.result();
        return List.of(
                p(sentence(resemblance.sentence()) + ". "
                        + Numbers.counted(program.states().size(), "number") + " of state per parameter."),
                Pieces.code(program.toString()),
                Pieces.note("By what it does: " + resemblance.brief()
                        + ". Cosine between its updates and those of the nearest known optimizer, rates fitted, on the"
                        + " gradients of a reference training; from .9 on it counts as that optimizer."));
    }

    List<DomContent> derivation() {
        List<DomContent> parts = new ArrayList<>(List.of(
                h2("Derivation"),
                p("From the winner as it was found to the form above; each step is proved as it says."),
                Pieces.folded(
                        "The winner as found: "
                                + simplified.start().statements().size() + " statements",
                        Pieces.code(simplified.start().toString()))));
        int number = 0;
        for (Step step : simplified.steps()) {
            parts.add(Pieces.folded(
                    ++number + ". " + step.rule(),
                    Pieces.note(step.proof().text()),
                    Pieces.difference(changes.apply(step))));
        }
        return parts;
    }

    List<DomContent> use() {
        return List.of(
                h2("Use it"),
                p(
                        text("In the folder of this run, "),
                        code("savanna export winner.program --to pytorch|optax|nd4j|latex|text"),
                        text(" writes these files; "),
                        code("savanna simplify winner.program --task T"),
                        text(" makes the program shorter still, as far as the task T does not notice.")),
                div(each(List.of(Target.values()), this::export)).withClass("files"),
                p("The files themselves are in the page that this was printed from.")
                        .withClass("note printed"));
    }

    private DomContent export(Target target) {
        String called = Words.of(target);
        try {
            String file = target.export(simplified.result(), "discovered", "Discovered by Savanna, run " + run + ".");
            String title = called + ": " + target.fileName("discovered");
            return CALLS.containsKey(target)
                    ? Pieces.folded(title, Pieces.code(CALLS.get(target)), Pieces.code(file))
                    : Pieces.folded(title, Pieces.code(file));
        } catch (ExportException e) {
            return Pieces.note(called + ": " + e.getMessage());
        }
    }

    private static String sentence(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
