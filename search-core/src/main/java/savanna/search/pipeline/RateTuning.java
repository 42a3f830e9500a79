package savanna.search.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import savanna.dsl.function.Functions;
import savanna.dsl.program.Operand;
import savanna.dsl.program.Program;
import savanna.dsl.program.Statement;
import savanna.search.training.Candidate;
import savanna.search.training.Measurement;
import savanna.search.training.TrainingPool;
import savanna.tasks.Evaluation;
import savanna.tasks.Hurdles;
import savanna.tasks.Task;

/** Finds a program's best learning rate among multiples of its own, on given seeds: the least that a reference deserves. */
final class RateTuning {

    /** Neighbouring rates differ by half a decade. */
    private static final double STEP = Math.sqrt(10);

    /** A program with its rate multiplied. */
    record Tuned(double factor, Program program) {}

    private final TrainingPool pool;

    RateTuning(TrainingPool pool) {
        this.pool = pool;
    }

    /** The best of so many rates around the program's own, which is returned unchanged if none trains. */
    Tuned tune(Program program, int rates, Task task, List<Long> seeds) {
        List<Tuned> tried = IntStream.range(0, rates).mapToObj(i -> scaled(program, Math.pow(STEP, i - rates / 2))).toList();
        List<Candidate> candidates = tried.stream().map(tuned -> Candidate.of(tuned.program)).toList();
        List<Evaluation> evaluations = pool.train(task, candidates, seeds, Hurdles.none());
        Tuned best = new Tuned(1, program);
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < rates; i++) {
            double mean = Measurement.of(candidates.get(i), evaluations.get(i)).mean();
            if (mean < least) {
                least = mean;
                best = tried.get(i);
            }
        }
        return best;
    }

    /** The program with its update multiplied by a factor. */
    static Tuned scaled(Program program, double factor) {
        if (factor == 1) {
            return new Tuned(1, program);
        }
        double constant = Double.parseDouble(String.format(Locale.ROOT, "%.3g", factor));
        List<Statement> statements = new ArrayList<>(program.statements());
        statements.add(new Statement(program.update(), Functions.byOperator("*"), List.of(Operand.variable(program.update()), Operand.constant(constant))));
        return new Tuned(constant, program.withStatements(statements));
    }
}
