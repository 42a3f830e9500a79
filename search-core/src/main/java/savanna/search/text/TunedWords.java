package savanna.search.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import savanna.dsl.program.Names;
import savanna.dsl.program.Operand;
import savanna.dsl.program.Program;
import savanna.dsl.program.Slot;
import savanna.dsl.program.Statement;
import savanna.dsl.rate.Rates;
import savanna.search.mutation.SingleAssignment;

/** What tuning changed in a program, in few words: {@code rate x 0.3, 0.9 -> 0.87}. */
public final class TunedWords {

    private TunedWords() {}

    /**
     * The words.
     *
     * @param found a valid program
     * @param tuned what tuning made of it: other constants, and perhaps a last statement that multiplies the update
     */
    public static String of(Program found, Program tuned) {
        Program before = SingleAssignment.of(found);
        if (before.equals(tuned)) {
            return "as found";
        }
        List<String> changes = new ArrayList<>();
        Optional<Program> after = withoutRate(tuned, before, changes);
        if (after.isEmpty() || !isSame(before, after.get())) {
            return "with other constants, without which some statements have no effect";
        }
        Optional<Slot> rate = rate(before);
        for (Slot slot : Slot.of(before)) {
            Operand old = slot.operand(before);
            Operand now = slot.operand(after.get());
            if (!old.equals(now)) {
                double from = ((Operand.Constant) old).value();
                double to = ((Operand.Constant) now).value();
                if (rate.equals(Optional.of(slot)) && from != 0) {
                    changes.add(0, "rate x " + digits(to / from));
                } else {
                    changes.add(digits(from) + " -> " + digits(to));
                }
            }
        }
        return String.join(", ", changes);
    }

    /** The program without a last statement that multiplies the update; what it multiplies with becomes words. */
    private static Optional<Program> withoutRate(Program tuned, Program before, List<String> changes) {
        int last = tuned.statements().size() - 1;
        if (last != before.statements().size()) {
            return Optional.of(tuned);
        }
        Statement product = tuned.statements().get(last);
        List<Operand> arguments = product.arguments();
        if (!product.target().equals(tuned.update())
                || arguments.size() != 2
                || !(arguments.get(0) instanceof Operand.Variable update)
                || !(arguments.get(1) instanceof Operand.Constant factor)) {
            return Optional.empty();
        }
        changes.add("rate x " + digits(factor.value()));
        List<String> results = new ArrayList<>(tuned.results());
        results.set(0, update.name());
        return Optional.of(new Program(tuned.inputs(), tuned.statements().subList(0, last), results));
    }

    /** Whether two programs differ in constants alone. */
    private static boolean isSame(Program before, Program after) {
        if (before.statements().size() != after.statements().size()
                || !before.inputs().equals(after.inputs())
                || !before.results().equals(after.results())) {
            return false;
        }
        for (int i = 0; i < before.statements().size(); i++) {
            Statement old = before.statements().get(i);
            Statement now = after.statements().get(i);
            if (old.function() != now.function() || !old.target().equals(now.target())) {
                return false;
            }
            for (int j = 0; j < old.arguments().size(); j++) {
                boolean areConstants = old.arguments().get(j) instanceof Operand.Constant
                        && now.arguments().get(j) instanceof Operand.Constant;
                if (!areConstants
                        && !old.arguments().get(j).equals(now.arguments().get(j))) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The constant that the update is proportional to, if there is one. */
    private static Optional<Slot> rate(Program program) {
        Program doubled = Rates.scaledExactly(program, 2);
        return !isSame(program, doubled)
                ? Optional.empty()
                : Slot.of(program).stream()
                        .filter(slot -> !slot.operand(program).equals(slot.operand(doubled)))
                        .findFirst();
    }

    private static String digits(double value) {
        double rounded = Double.parseDouble(String.format(Locale.ROOT, "%.4g", value));
        return Names.number(rounded).replaceFirst("\\.0(?=e|$)", "");
    }
}
