package savanna.search.simplify;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import savanna.dsl.function.Operation;
import savanna.dsl.program.Operand;
import savanna.dsl.program.Program;
import savanna.dsl.program.Slot;

/** Constants with fewer digits. */
final class Roundings {

    /** Factors keep this many digits at least: noise cannot tell less, but a reader may want to compare. */
    private static final int FEWEST_DIGITS = 4;

    private Roundings() {}

    /**
     * The program with one constant shortened.
     *
     * @param words what was done
     */
    record Rounded(Program program, String words) {}

    /** Where constants stand. */
    static List<Slot> constants(Program program) {
        return Slot.of(program).stream()
                .filter(slot -> !slot.isResult(program) && slot.operand(program) instanceof Operand.Constant)
                .toList();
    }

    /** Variants with a shorter constant at a place, the shortest first. */
    static List<Rounded> at(Slot slot, Program program) {
        double value = ((Operand.Constant) slot.operand(program)).value();
        boolean isShare = program.statements().get(slot.statement()).function().operation() == Operation.INTERPOLATION
                && slot.position() == 2;
        return of(value, isShare).stream()
                .map(number -> new Rounded(
                        slot.with(program, Operand.constant(number)),
                        "constant rounded: " + (float) value + " -> " + (float) (double) number))
                .toList();
    }

    /**
     * The number with fewer digits, fewest first. Of a share of interpolation it is the distance to 1 that has digits,
     * from one on: 0.998 is 1 - 0.002.
     */
    static List<Double> of(double value, boolean isShare) {
        List<Double> roundings = new ArrayList<>();
        boolean nearOne = isShare && value > 0.5 && value < 1;
        for (int digits = nearOne ? 1 : FEWEST_DIGITS; digits < 7; digits++) {
            String text = String.format(Locale.ROOT, "%." + (digits - 1) + "e", nearOne ? 1 - value : value);
            double number = nearOne ? 1 - Double.parseDouble(text) : Double.parseDouble(text);
            double rounded = Double.parseDouble(Float.toString((float) number));
            if ((float) rounded == (float) value) {
                break;
            }
            if (Double.isFinite(rounded)) {
                roundings.add(rounded);
            }
        }
        return roundings.stream().distinct().toList();
    }
}
