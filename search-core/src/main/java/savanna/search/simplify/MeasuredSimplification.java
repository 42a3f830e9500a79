package savanna.search.simplify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import savanna.dsl.algebra.Derivation;
import savanna.dsl.algebra.Proof;
import savanna.dsl.algebra.Simplifier;
import savanna.dsl.algebra.Step;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.analysis.Analysis;
import savanna.dsl.function.Functions;
import savanna.dsl.function.Operation;
import savanna.dsl.program.Operand;
import savanna.dsl.program.Program;
import savanna.dsl.program.Statement;
import savanna.tasks.Task;
import savanna.tasks.training.TrainingService;

/**
 * Simplifies beyond what is equal: a statement goes if the task does not notice, that is, if putting one of its
 * arguments in its place changes the fitness by less than its noise; then constants lose digits on the same terms. The
 * paper's authors did this by hand (appendix).
 *
 * <p>A program may come from a longer task, with a rate so small that nothing would matter on this one. So all programs
 * are measured with their update times one factor, the best of 1, 3, 10, 30 and 100 for the program as given.
 */
public final class MeasuredSimplification {

    private static final List<Double> FACTORS = List.of(1.0, 3.0, 10.0, 30.0, 100.0);
    /** Factors keep this many digits at least: noise cannot tell less, but a reader may want to compare. */
    private static final int FEWEST_DIGITS = 4;

    private final Task task;
    private final int seeds;
    private final long seed;
    private final TrainingService trainings;
    private final Consumer<String> progress;

    /**
     * @param seeds trainings of each program, at least 2
     * @param seed chooses them
     * @param progress is told what is being measured
     */
    public MeasuredSimplification(
            Task task, int seeds, long seed, TrainingService trainings, Consumer<String> progress) {
        if (seeds < 2) {
            throw new IllegalArgumentException("differences need at least 2 seeds, not " + seeds);
        }
        this.task = task;
        this.seeds = seeds;
        this.seed = seed;
        this.trainings = trainings;
        this.progress = progress;
    }

    /**
     * What came out.
     *
     * @param derivation all steps, algebra and measurement
     * @param factor by which updates were multiplied in the measurements
     * @param kept by statement of the result: why it stays
     */
    public record Result(Derivation derivation, double factor, Map<String, Change> kept) {}

    /** Simplifies a program. @throws savanna.dsl.analysis.InvalidProgramException if it is not valid */
    public Result simplify(Program program) {
        Derivation derivation = new Simplifier().simplify(program);
        PairedTrainings paired = new PairedTrainings(task, seeds, seed, trainings);
        double factor = bestFactor(paired, derivation.result());
        paired.scaleUpdates(factor);
        Map<String, Change> kept = new LinkedHashMap<>();
        boolean goesOn = true;
        while (goesOn) {
            kept.clear();
            Program current = derivation.result();
            List<Ablation> ablations = ablations(current);
            progress.accept("measuring " + ablations.size() + " ablations of a program of "
                    + current.statements().size() + " statements on " + seeds + " seeds");
            List<Program> programs = new ArrayList<>(List.of(current));
            ablations.forEach(ablation -> programs.add(ablation.program()));
            List<List<Double>> fitness = paired.train(programs);
            if (fitness.get(0).isEmpty()) {
                return new Result(derivation, factor, kept);
            }
            Ablation best = null;
            Change bestChange = null;
            for (int i = 0; i < ablations.size(); i++) {
                Change change = Change.between(fitness.get(0), fitness.get(i + 1));
                kept.put(ablations.get(i).title(), change);
                if (change.isWithinNoise()
                        && (best == null || Math.abs(change.difference()) < Math.abs(bestChange.difference()))) {
                    best = ablations.get(i);
                    bestChange = change;
                }
            }
            goesOn = best != null;
            if (goesOn) {
                derivation = derivation.then(
                        new Step("ablation: " + best.title(), current, best.program(), measured(bestChange)));
                derivation = derivation.then(new Simplifier().simplify(best.program()));
            }
        }
        return new Result(rounded(derivation, paired), factor, kept);
    }

    private Proof measured(Change change) {
        return new Proof(
                Proof.Ground.MEASURED,
                String.format(Locale.ROOT, "on %s with %d seeds: %s", task.name(), seeds, change));
    }

    private double bestFactor(PairedTrainings paired, Program program) {
        double best = 1;
        double bestFitness = Double.POSITIVE_INFINITY;
        for (double factor : FACTORS) {
            progress.accept("finding the scale of the update: " + (int) factor);
            paired.scaleUpdates(factor);
            List<Double> fitness = paired.train(List.of(program)).get(0);
            double mean =
                    fitness.stream().mapToDouble(Double::doubleValue).average().orElse(Double.POSITIVE_INFINITY);
            if (mean < bestFitness) {
                best = factor;
                bestFitness = mean;
            }
        }
        return best;
    }

    // ---- ablation ----

    /** A statement left out, an argument in its place. */
    private record Ablation(String title, Program program) {}

    private static List<Ablation> ablations(Program program) {
        List<Ablation> ablations = new ArrayList<>();
        for (int i = 0; i < program.statements().size(); i++) {
            Statement statement = program.statements().get(i);
            for (Operand argument : statement.arguments().stream().distinct().toList()) {
                if (argument instanceof Operand.Variable variable) {
                    Program shorter = without(program, i, variable.name());
                    Analysis analysis = AbstractExecution.of(shorter);
                    if (analysis.isValid() && analysis.usesGradient()) {
                        ablations.add(
                                new Ablation(statement.toString() + ", " + variable.name() + " in its place", shorter));
                    }
                }
            }
        }
        return ablations;
    }

    /** The program without a statement; what read its target reads the other variable, as it stood at the statement. */
    private static Program without(Program program, int index, String other) {
        String target = program.statements().get(index).target();
        if (target.equals(other)) {
            List<Statement> rest = new ArrayList<>(program.statements());
            rest.remove(index);
            return program.withStatements(rest);
        }
        // Kept under a name of its own, since either variable may be assigned again later; algebra takes the copy out.
        List<Statement> statements = new ArrayList<>(program.statements());
        statements.set(
                index,
                new Statement(
                        target,
                        Functions.of(Operation.PRODUCT),
                        List.of(Operand.variable(other), Operand.constant(1))));
        return program.withStatements(statements);
    }

    // ---- constants ----

    private Derivation rounded(Derivation derivation, PairedTrainings paired) {
        Derivation current = derivation;
        Program start = derivation.result();
        for (int i = 0; i < start.statements().size(); i++) {
            Statement statement = start.statements().get(i);
            for (int k = 0; k < statement.arguments().size(); k++) {
                if (statement.arguments().get(k) instanceof Operand.Constant constant) {
                    current = shorter(current, paired, i, k, constant.value());
                }
            }
        }
        return current;
    }

    private Derivation shorter(Derivation derivation, PairedTrainings paired, int index, int argument, double value) {
        Program program = derivation.result();
        boolean isShare =
                program.statements().get(index).function().operation() == Operation.INTERPOLATION && argument == 2;
        progress.accept("rounding " + value);
        for (double rounder : roundings(value, isShare)) {
            List<Statement> statements = new ArrayList<>(program.statements());
            Statement statement = statements.get(index);
            List<Operand> arguments = new ArrayList<>(statement.arguments());
            arguments.set(argument, Operand.constant(rounder));
            statements.set(index, new Statement(statement.target(), statement.function(), arguments));
            Program shorter = program.withStatements(statements);
            List<List<Double>> fitness = paired.train(List.of(program, shorter));
            Change change = Change.between(fitness.get(0), fitness.get(1));
            if (change.isWithinNoise()) {
                return derivation.then(new Step(
                        "constant rounded: " + (float) value + " -> " + (float) rounder,
                        program,
                        shorter,
                        measured(change)));
            }
        }
        return derivation;
    }

    /**
     * The number with fewer digits, fewest first. Of a share of interpolation it is the distance to 1 that has digits,
     * from one on: 0.998 is 1 - 0.002.
     */
    static List<Double> roundings(double value, boolean isShare) {
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
