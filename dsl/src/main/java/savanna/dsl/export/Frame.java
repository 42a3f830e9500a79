package savanna.dsl.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.analysis.Analysis;
import savanna.dsl.function.Kind;
import savanna.dsl.program.Operand;
import savanna.dsl.program.Program;
import savanna.dsl.program.Statement;

/**
 * A program made ready for export: without dead states, and with its rate and its weight decay found, which become
 * arguments of the optimizer. The rate is the constant of {@code lr * c}, at least 0, where nothing else reads the
 * schedule; the decay is the constant of {@code w * c} where nothing else reads the weights.
 *
 * @param program live statements and states only
 * @param kinds by statement
 * @param name of the class
 * @param summary one line
 * @param rate the rate; absent if the schedule is used in another way: the optimizer then takes the schedule value
 *     itself, 1 by default
 * @param rateStatement index of the statement that makes it, or -1
 * @param decay the weight decay, if there is one
 * @param decayStatement index of the statement that applies it, or -1
 */
record Frame(
        Program program,
        List<Kind> kinds,
        String name,
        String summary,
        OptionalDouble rate,
        int rateStatement,
        OptionalDouble decay,
        int decayStatement) {

    static final String DECAY = "weight_decay";
    /** Classes of these names would hide one that the code uses, or are none in Python. */
    private static final Set<String> HIDING = Set.of(
            "None",
            "True",
            "False",
            "ValueError",
            "RuntimeError",
            "ArrayList",
            "List",
            "Map",
            "INDArray",
            "NDArrayIndex",
            "GradientUpdater",
            "IUpdater",
            "ISchedule",
            "Transforms",
            "Nd4j",
            "DoubleUnaryOperator",
            "Regularization",
            "L2Regularization",
            "WeightDecay",
            "Supplier",
            "Updater",
            "Math",
            "String",
            "Object",
            "Override",
            "IllegalArgumentException",
            "IllegalStateException");

    static Frame of(Program live, String name, String summary) {
        Analysis analysis = AbstractExecution.ofValid(live);
        List<String> inputs = new ArrayList<>(List.of(live.weights(), live.gradient()));
        List<String> results = new ArrayList<>(List.of(live.update()));
        for (int k = 0; k < live.states().size(); k++) {
            if (analysis.live().contains(live.states().get(k))) {
                inputs.add(live.states().get(k));
                results.add(live.results().get(k + 1));
            }
        }
        inputs.add(live.schedule());
        Program program = new Program(inputs, live.statements(), results);
        int scaled = scaling(program, program.schedule());
        // Optimizers refuse a learning rate below zero: such a factor stays in the step.
        int rate = constant(program, scaled).orElse(0) < 0 ? -1 : scaled;
        int decay = scaling(program, program.weights());
        return new Frame(
                program,
                analysis.kindsWhereStatesAre(Kind.TENSOR),
                className(name),
                summary,
                constant(program, rate),
                rate,
                constant(program, decay),
                decay);
    }

    /** The same frame around the program in other names. */
    Frame with(Program renamed) {
        return new Frame(renamed, kinds, name, summary, rate, rateStatement, decay, decayStatement);
    }

    /** Index of the only statement that reads the input, if it multiplies it by a constant; else -1. */
    private static int scaling(Program program, String input) {
        int found = -1;
        for (int i = 0; i < program.statements().size(); i++) {
            Statement statement = program.statements().get(i);
            boolean reads = statement.arguments().contains(Operand.variable(input));
            if (reads) {
                boolean scales = statement.function().name().equals("multiply")
                        && statement.arguments().stream().anyMatch(Operand.Constant.class::isInstance);
                if (found >= 0 || !scales) {
                    return -1;
                }
                found = i;
            }
            if (statement.target().equals(input)) {
                return found;
            }
        }
        return program.results().contains(input) ? -1 : found;
    }

    private static OptionalDouble constant(Program program, int statement) {
        if (statement < 0) {
            return OptionalDouble.empty();
        }
        return program.statements().get(statement).arguments().stream()
                .filter(Operand.Constant.class::isInstance)
                .mapToDouble(operand -> ((Operand.Constant) operand).value())
                .findFirst();
    }

    /** {@code sgd-momentum} as {@code SgdMomentum}. */
    static String className(String name) {
        StringBuilder text = new StringBuilder();
        for (String part : name.split("[^A-Za-z0-9]+")) {
            if (!part.isEmpty()) {
                text.append(Character.toUpperCase(part.charAt(0))).append(part.substring(1));
            }
        }
        if (HIDING.contains(text.toString())) {
            text.append("Optimizer");
        }
        return text.isEmpty() || Character.isDigit(text.charAt(0)) ? "Optimizer" + text : text.toString();
    }

    /** The first statement whose function is one of the whole model. */
    Optional<Statement> ofModel() {
        return program.statements().stream()
                .filter(statement -> statement.function().isOfModel())
                .findFirst();
    }

    /** Kind of an operand of the statement at that index. */
    Kind kind(Operand operand, int statement) {
        if (operand instanceof Operand.Constant) {
            return Kind.SCALAR;
        }
        String name = ((Operand.Variable) operand).name();
        for (int i = statement - 1; i >= 0; i--) {
            if (program.statements().get(i).target().equals(name)) {
                return kinds.get(i);
            }
        }
        return name.equals(program.schedule()) ? Kind.SCALAR : Kind.TENSOR;
    }
}
