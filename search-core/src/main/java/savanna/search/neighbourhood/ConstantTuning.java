package savanna.search.neighbourhood;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import savanna.dsl.program.Operand;
import savanna.dsl.program.Program;
import savanna.dsl.program.Slot;
import savanna.dsl.rate.Rates;

/**
 * Proposes other constants for a program. A constant between 0 and 1 moves, every other time, by its distance from 1,
 * as decay rates are best tuned; all others are multiplied by 2^a with a normal a. Now and then all constants move at
 * once, or only the learning rate.
 */
final class ConstantTuning {

    /** Every third variant moves so much further: from 0.999 to 0.9 it is a factor of a hundred. */
    private static final double FAR = 4;

    private ConstantTuning() {}

    /** So many variants of a program in single-assignment form; fewer if it has no constants to move. */
    static List<Program> variants(Program program, int count, double spread, RandomGenerator random) {
        List<Slot> constants = Slot.of(program).stream()
                .filter(slot -> slot.operand(program) instanceof Operand.Constant)
                .toList();
        List<Program> variants = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int kind = random.nextInt(4);
            double reach = random.nextInt(3) == 0 ? FAR * spread : spread;
            if (kind == 0 || constants.isEmpty()) {
                variants.add(Rates.scaled(program, Math.pow(2, reach * random.nextGaussian())));
            } else {
                Program variant = program;
                int chosen = random.nextInt(constants.size());
                for (int j = 0; j < constants.size(); j++) {
                    if (kind == 1 || j == chosen) {
                        variant = constants
                                .get(j)
                                .with(
                                        variant,
                                        moved(
                                                (Operand.Constant)
                                                        constants.get(j).operand(program),
                                                reach,
                                                random));
                    }
                }
                variants.add(variant);
            }
        }
        return variants;
    }

    private static Operand moved(Operand.Constant constant, double spread, RandomGenerator random) {
        double value = constant.value();
        double factor = Math.pow(2, spread * random.nextGaussian());
        boolean isDecay = value > 0 && value < 1 && random.nextBoolean();
        double moved = isDecay ? 1 - (1 - value) * factor : value * factor;
        double rounded = Double.parseDouble(String.format(Locale.ROOT, "%.4g", moved));
        return Float.isFinite((float) rounded) ? Operand.constant(rounded) : constant;
    }
}
