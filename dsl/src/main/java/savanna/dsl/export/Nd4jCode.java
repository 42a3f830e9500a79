package savanna.dsl.export;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import savanna.dsl.program.Names;
import savanna.dsl.program.Operand;
import savanna.dsl.program.Program;
import savanna.dsl.program.Statement;

/**
 * An {@code IUpdater} and its {@code GradientUpdater}. An updater sees no weights: what a program does with them is
 * mostly weight decay added to the update ({@code WeightDecay}) or to the gradient ({@code L2Regularization}), which
 * Deeplearning4j applies itself; for any other use the updater is given the network's parameters.
 */
final class Nd4jCode {

    private final Frame frame;
    private final Program program;
    /** What Deeplearning4j does with the weights; empty for nothing. */
    private String regularization = "";

    private boolean readsWeights;
    private final Set<Integer> left = new LinkedHashSet<>();
    private final Nd4jBody body;

    Nd4jCode(Frame frame) {
        this.frame = frame;
        this.program = frame.program();
        this.body = decay();
    }

    /** Finds what is done with the weights, and writes the statements without it. */
    private Nd4jBody decay() {
        boolean reads = program.results().contains(program.weights())
                || program.statements().stream()
                        .anyMatch(statement -> statement.arguments().contains(Operand.variable(program.weights())));
        if (!reads) {
            return new Nd4jBody(frame, Set.of());
        }
        int at = frame.decayStatement();
        if (at < 0) {
            return reading();
        }
        int sum = onlyReader(program.statements().get(at).target(), at + 1);
        if (sum < 0 || !program.statements().get(sum).function().name().equals("add")) {
            return reading();
        }
        Statement addition = program.statements().get(sum);
        Operand other = addition.arguments()
                .get(
                        addition.arguments()
                                        .get(0)
                                        .toString()
                                        .equals(program.statements().get(at).target())
                                ? 1
                                : 0);
        if (!frame.kind(other, sum).isPerParameter()) {
            // What is left of such a sum is a number, or not even a variable.
            return reading();
        }
        boolean gradientOnly =
                other.equals(Operand.variable(program.gradient())) && onlyReader(program.gradient(), 0) == sum;
        if (gradientOnly) {
            regularization = "L2Regularization";
        } else if (endsInRate(addition.target(), sum + 1)) {
            regularization = "WeightDecay";
        } else {
            return reading();
        }
        left.add(at);
        Nd4jBody written = new Nd4jBody(frame, left);
        written.alias(sum, other);
        return written;
    }

    /** The statements as they are; the updater is told where the weights are. */
    private Nd4jBody reading() {
        readsWeights = true;
        return new Nd4jBody(frame, Set.of());
    }

    /** Index of the only statement from there on that reads the variable before it is assigned again, or -1. */
    private int onlyReader(String variable, int from) {
        int found = -1;
        for (int i = from; i < program.statements().size(); i++) {
            if (program.statements().get(i).arguments().contains(Operand.variable(variable))) {
                if (found >= 0) {
                    return -1;
                }
                found = i;
            }
            if (program.statements().get(i).target().equals(variable)) {
                return found;
            }
        }
        return program.results().contains(variable) ? -1 : found;
    }

    /** Whether the sum goes into the update alone, times the learning rate. */
    private boolean endsInRate(String sum, int from) {
        int product = onlyReader(sum, from);
        if (product < 0 || frame.rateStatement() < 0) {
            return false;
        }
        Statement statement = program.statements().get(product);
        String rate = program.statements().get(frame.rateStatement()).target();
        return statement.function().name().equals("multiply")
                && statement.arguments().contains(Operand.variable(rate))
                && statement.target().equals(program.update())
                && frame.rateStatement() < product
                && program.results().indexOf(program.update())
                        == program.results().lastIndexOf(program.update());
    }

    String text() {
        List<String> lines = body.lines();
        String name = frame.name();
        boolean decays = !regularization.isEmpty();
        double rate = frame.rate().orElse(1);
        List<String> states = program.states();
        StringBuilder text = new StringBuilder();
        Set<String> imports = new LinkedHashSet<>(List.of(
                "java.util.ArrayList",
                "java.util.List",
                "java.util.Map",
                "org.nd4j.linalg.api.ndarray.INDArray",
                "org.nd4j.linalg.indexing.NDArrayIndex",
                "org.nd4j.linalg.learning.GradientUpdater",
                "org.nd4j.linalg.learning.config.IUpdater",
                "org.nd4j.linalg.schedule.ISchedule"));
        if (lines.stream().anyMatch(line -> line.contains("Transforms."))) {
            imports.add("org.nd4j.linalg.ops.transforms.Transforms");
        }
        if (body.fills() || body.mapsElements()) {
            imports.add("org.nd4j.linalg.factory.Nd4j");
        }
        if (body.mapsElements()) {
            imports.add("java.util.function.DoubleUnaryOperator");
        }
        if (decays) {
            imports.add("org.nd4j.linalg.learning.regularization.Regularization");
            imports.add("org.nd4j.linalg.learning.regularization." + regularization);
        }
        if (readsWeights) {
            imports.add("java.util.function.Supplier");
        }
        imports.stream()
                .sorted()
                .forEach(line -> text.append("import ").append(line).append(";\n"));
        text.append("\n/**\n * ")
                .append(frame.summary().replace("*/", ""))
                .append("\n *\n * <p>Exported by Savanna for ND4J 1.0.0-M2.1. Use: ");
        text.append("{@code new NeuralNetConfiguration.Builder().updater(new ")
                .append(name)
                .append("())}.\n");
        if (decays) {
            text.append(" * Each layer decays its weights: {@code layer.regularization(new ")
                    .append(name)
                    .append(
                            "().regularization())}, and {@code regularizationBias} likewise\n"
                                    + " * if its biases are to decay too, as in the program. Not on the network's builder: Deeplearning4j 1.0.0-M2.1 then decays twice.\n");
        }
        text.append(" * The program:\n *\n * <pre>{@code\n");
        program.toString()
                .lines()
                .forEach(line -> text.append(" * ").append(line).append('\n'));
        text.append(" * }</pre>\n */\npublic final class ")
                .append(name)
                .append(" implements IUpdater {\n\n    private static final long serialVersionUID = 1L;\n\n");
        text.append("    public static final double DEFAULT_LEARNING_RATE = ")
                .append(Names.number(rate))
                .append(";\n");
        if (decays) {
            text.append("    public static final double DEFAULT_WEIGHT_DECAY = ")
                    .append(Names.number(frame.decay().orElseThrow()))
                    .append(";\n");
        }
        text.append("\n    private double learningRate;\n    private ISchedule schedule;\n")
                .append(decays ? "    private final double weightDecay;\n" : "");
        text.append(readsWeights ? "    private transient Supplier<INDArray> parameters;\n" : "");
        text.append("\n    public ")
                .append(name)
                .append("() {\n        this(DEFAULT_LEARNING_RATE")
                .append(decays ? ", DEFAULT_WEIGHT_DECAY" : "")
                .append(");\n    }\n\n");
        text.append("    public ")
                .append(name)
                .append("(double learningRate")
                .append(decays ? ", double weightDecay" : "")
                .append(") {\n");
        text.append("        this.learningRate = learningRate;\n")
                .append(decays ? "        this.weightDecay = weightDecay;\n" : "")
                .append("    }\n\n");
        if (readsWeights) {
            text.append(
                    "    /**\n     * Tells where the weights are: {@code updater.parameters(net::params)}. All layers must share this updater, so that it sees the\n"
                            + "     * gradients of the whole network in the order of its parameters.\n     */\n");
            text.append("    public ")
                    .append(name)
                    .append(
                            " parameters(Supplier<INDArray> weights) {\n        parameters = weights;\n        return this;\n    }\n\n");
        }
        if (decays) {
            text.append(
                            "    /** What the program does with the weights; give it to each layer. */\n    public List<Regularization> regularization() {\n        return List.of(new ")
                    .append(regularization)
                    .append(regularization.equals("WeightDecay") ? "(weightDecay, true)" : "(weightDecay)")
                    .append(");\n    }\n\n");
        }
        text.append("""
                    /** Numbers of state for that many parameters. */
                    @Override
                    public long stateSize(long parameters) {
                        return STATES * parameters;
                    }

                    @Override
                    public GradientUpdater<NAME> instantiate(INDArray viewArray, boolean initialize) {
                        Updater updater = new Updater(this);
                        if (viewArray != null) {
                            updater.setStateViewArray(viewArray, new long[] {1, STATES == 0 ? 0 : viewArray.length() / Math.max(1, STATES)}, 'c', initialize);
                        }
                        return updater;
                    }

                    @Override
                    public GradientUpdater<NAME> instantiate(Map<String, INDArray> state, boolean initialize) {
                        Updater updater = new Updater(this);
                        updater.setState(state, initialize);
                        return updater;
                    }

                    @Override
                    public NAME clone() {
                        NAME copy = new NAME(COPY);
                        copy.schedule = schedule == null ? null : schedule.clone();
                        PARAMETERS
                        return copy;
                    }

                    @Override
                    public double getLearningRate(int iteration, int epoch) {
                        return schedule == null ? learningRate : schedule.valueAt(iteration, epoch);
                    }

                    @Override
                    public boolean hasLearningRate() {
                        return true;
                    }

                    @Override
                    public void setLrAndSchedule(double rate, ISchedule rates) {
                        learningRate = rate;
                        schedule = rates;
                    }

                    /** Turns gradients into updates, in place. */
                    public static final class Updater implements GradientUpdater<NAME> {

                        private final NAME config;
                        private final List<INDArray> states = new ArrayList<>();

                        Updater(NAME config) {
                            this.config = config;
                        }

                        @Override
                        public NAME getConfig() {
                            return config;
                        }

                        @Override
                        public void setState(Map<String, INDArray> state, boolean initialize) {
                            states.clear();
                            for (String name : NAMES) {
                                if (!state.containsKey(name)) {
                                    throw new IllegalArgumentException("the state has no " + name + ", only " + state.keySet());
                                }
                                states.add(initialize ? state.get(name).assign(0) : state.get(name));
                            }
                        }

                        @Override
                        public Map<String, INDArray> getState() {
                            Map<String, INDArray> state = new java.util.LinkedHashMap<>();
                            for (int i = 0; i < states.size(); i++) {
                                state.put(NAMES.get(i), states.get(i));
                            }
                            return state;
                        }

                        @Override
                        public void setStateViewArray(INDArray view, long[] shape, char order, boolean initialize) {
                            if (initialize) {
                                view.assign(0);
                            }
                            states.clear();
                            INDArray flat = view.reshape(view.length());
                            long length = STATES == 0 ? 0 : view.length() / Math.max(1, STATES);
                            for (int i = 0; i < STATES; i++) {
                                states.add(flat.get(NDArrayIndex.interval(i * length, (i + 1) * length)).reshape(order, shape));
                            }
                        }

                        @Override
                        public void applyUpdater(INDArray gradient, int iteration, int epoch) {
                """.replace(
                        "STATES == 0 ? 0 : viewArray.length() / Math.max(1, STATES)",
                        states.isEmpty() ? "0" : "viewArray.length() / STATES")
                .replace(
                        "STATES == 0 ? 0 : view.length() / Math.max(1, STATES)",
                        states.isEmpty() ? "0" : "view.length() / STATES")
                .replace("        PARAMETERS\n", readsWeights ? "        copy.parameters = parameters;\n" : "")
                .replace("NAMES", "STATE_NAMES")
                .replace("NAME config", name + " config")
                .replace("<NAME>", "<" + name + ">")
                .replace("public NAME ", "public " + name + " ")
                .replace("NAME copy = new NAME", name + " copy = new " + name)
                .replace("COPY", "learningRate" + (decays ? ", weightDecay" : "")));
        text.insert(
                text.indexOf("    private double learningRate;"),
                "    private static final int STATES = " + states.size() + ";\n"
                        + "    private static final List<String> STATE_NAMES = List.of("
                        + String.join(
                                ", ",
                                states.stream()
                                        .map(state -> "\"" + state + "\"")
                                        .toList()) + ");\n\n");
        String indent = "            ";
        text.append(indent)
                .append("double ")
                .append(body.variableOf(program.schedule()))
                .append(" = config.getLearningRate(iteration, epoch);\n");
        if (readsWeights) {
            text.append(indent)
                    .append("if (config.parameters == null) {\n")
                    .append(indent)
                    .append("    throw new IllegalStateException(\"")
                    .append(name)
                    .append(" needs the weights: call parameters(net::params) before training\");\n")
                    .append(indent)
                    .append("}\n");
            text.append(indent)
                    .append("INDArray ")
                    .append(body.variableOf(program.weights()))
                    .append(" = config.parameters.get().reshape(gradient.shape());\n");
        }
        text.append(indent)
                .append("INDArray ")
                .append(body.variableOf(program.gradient()))
                .append(" = gradient;\n");
        for (int k = 0; k < states.size(); k++) {
            text.append(indent)
                    .append("INDArray ")
                    .append(body.variableOf(states.get(k)))
                    .append(" = states.get(")
                    .append(k)
                    .append(").reshape(gradient.shape());\n");
        }
        lines.forEach(line -> text.append(indent).append(line).append('\n'));
        List<String> results =
                new ArrayList<>(program.results().stream().map(body::variable).toList());
        // All results stand before the first is stored: the variable of a state is a view, which storing the new value
        // changes.
        List<String> views = states.stream().map(body::variableOf).toList();
        for (String view : views) {
            if (isReadAfterStoring(view, views, results)) {
                String copy = body.declare("old_" + view);
                text.append(indent)
                        .append("INDArray ")
                        .append(copy)
                        .append(" = ")
                        .append(view)
                        .append(".dup();\n");
                results.replaceAll(result -> result.equals(view) ? copy : result);
            }
        }
        for (int k = 1; k < results.size(); k++) {
            boolean isNumber = frame.kind(
                            Operand.variable(program.results().get(k)),
                            program.statements().size())
                    .isNumber();
            String state = "states.get(" + (k - 1) + ")";
            text.append(indent)
                    .append(state)
                    .append(".assign(")
                    .append(results.get(k))
                    .append(isNumber ? "" : ".reshape(" + state + ".shape())")
                    .append(");\n");
        }
        text.append(indent).append("gradient.assign(").append(results.get(0)).append(");\n        }\n");
        if (body.mapsElements()) {
            text.append("""

                            private static INDArray each(INDArray x, DoubleUnaryOperator function) {
                                double[] values = x.ravel().toDoubleVector();
                                for (int i = 0; i < values.length; i++) {
                                    values[i] = function.applyAsDouble(values[i]);
                                }
                                return Nd4j.createFromArray(values).castTo(x.dataType()).reshape(x.shape());
                            }
                    """);
        }
        return text.append("    }\n}\n").toString();
    }

    /** Whether the old value of a state goes into the update or into another state. */
    private static boolean isReadAfterStoring(String view, List<String> views, List<String> results) {
        return IntStream.range(0, results.size())
                .anyMatch(k -> results.get(k).equals(view)
                        && (k == 0 || !views.get(k - 1).equals(view)));
    }
}
