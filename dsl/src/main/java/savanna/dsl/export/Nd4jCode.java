package savanna.dsl.export;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import savanna.dsl.program.Names;
import savanna.dsl.program.Program;

/**
 * An {@code IUpdater} and its {@code GradientUpdater}. An updater sees no weights: what a program does with them is
 * mostly weight decay added to the update ({@code WeightDecay}) or to the gradient ({@code L2Regularization}), which
 * Deeplearning4j applies itself; for any other use the updater is given the network's parameters.
 */
final class Nd4jCode {

    private final Step step;
    private final Program program;
    private final Nd4jBody body;

    Nd4jCode(Step step) {
        this.step = step;
        this.program = step.program();
        this.body = new Nd4jBody(step);
    }

    /** What Deeplearning4j does with the weights; empty for nothing. */
    private String regularization() {
        return switch (step.decay()) {
            case NONE -> "";
            case RATED, PLAIN -> "WeightDecay";
            case GRADIENT -> "L2Regularization";
        };
    }

    String text() {
        List<String> lines = body.lines();
        String name = step.name();
        String regularization = regularization();
        boolean decays = !regularization.isEmpty();
        boolean readsWeights = step.reads(Node.WEIGHTS);
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
        boolean isOfArrays = step.isOfArrays();
        boolean calls = body.definitions().stream().anyMatch(definition -> definition.contains("Nd4j."));
        if (calls || body.fills() || body.mapsElements() || body.mapsPairs() || body.mapsTriples()) {
            imports.add("org.nd4j.linalg.factory.Nd4j");
        }
        if (body.mapsElements()) {
            imports.add("java.util.function.DoubleUnaryOperator");
        }
        if (body.mapsPairs()) {
            imports.add("java.util.function.DoubleBinaryOperator");
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
                .append(step.summary().replace("*/", ""))
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
        if (isOfArrays) {
            text.append(Nd4jArrays.DOCUMENT);
        }
        text.append(" * The program:\n *\n * <pre>{@code\n");
        program.toString()
                .lines()
                .forEach(line -> text.append(" * ").append(line).append('\n'));
        text.append(" * }</pre>\n */\npublic final class ")
                .append(name)
                .append(" implements IUpdater {\n\n    private static final long serialVersionUID = 1L;\n\n");
        text.append("    public static final double DEFAULT_LEARNING_RATE = ")
                .append(Names.number(step.rate()))
                .append(";\n");
        if (decays) {
            text.append("    public static final double DEFAULT_WEIGHT_DECAY = ")
                    .append(Names.number(step.decayRate()))
                    .append(";\n");
        }
        text.append("\n    private double learningRate;\n    private ISchedule schedule;\n")
                .append(decays ? "    private final double weightDecay;\n" : "");
        text.append(readsWeights ? "    private transient Supplier<INDArray> parameters;\n" : "");
        text.append(isOfArrays ? Nd4jArrays.FIELDS : "");
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
        if (isOfArrays) {
            text.append(new Nd4jArrays(step).methods());
        }
        if (decays) {
            text.append(
                            "    /** What the program does with the weights; give it to each layer. */\n    public List<Regularization> regularization() {\n        return List.of(new ")
                    .append(regularization)
                    .append(
                            switch (step.decay()) {
                                case RATED -> "(weightDecay, true)";
                                case PLAIN -> "(weightDecay, false)";
                                default -> "(weightDecay)";
                            })
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
                        "        return STATES * parameters;\n",
                        isOfArrays ? Nd4jArrays.STATE_SIZE : "        return STATES * parameters;\n")
                .replace(Nd4jArrays.FLAT_VIEWS, isOfArrays ? Nd4jArrays.VIEWS : Nd4jArrays.FLAT_VIEWS)
                .replace(
                        "STATES == 0 ? 0 : viewArray.length() / Math.max(1, STATES)",
                        states.isEmpty() ? "0" : "viewArray.length() / STATES")
                .replace(
                        "STATES == 0 ? 0 : view.length() / Math.max(1, STATES)",
                        states.isEmpty() ? "0" : "view.length() / STATES")
                .replace(
                        "        PARAMETERS\n",
                        (readsWeights ? "        copy.parameters = parameters;\n" : "")
                                + (isOfArrays ? "        copy.shapes = shapes;\n        copy.orders = orders;\n" : ""))
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
        text.append(isOfArrays ? new Nd4jArrays(step).loop(body, lines) : flatStep(lines));
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
        if (body.mapsPairs()) {
            text.append("""

                            private static INDArray each(INDArray x, INDArray y, DoubleBinaryOperator function) {
                                double[] values = x.ravel().toDoubleVector();
                                double[] others = y.ravel().toDoubleVector();
                                for (int i = 0; i < values.length; i++) {
                                    values[i] = function.applyAsDouble(values[i], others[i]);
                                }
                                return Nd4j.createFromArray(values).castTo(x.dataType()).reshape(x.shape());
                            }
                    """);
        }
        if (body.mapsTriples()) {
            text.append(Nd4jArrays.EACH_OF_THREE);
        }
        definitions().forEach(definition -> text.append('\n').append(definition.indent(8)));
        return text.append("    }\n}\n").toString();
    }

    /** Functions that the lines call, and those that these call. */
    private Set<String> definitions() {
        Set<String> all = new LinkedHashSet<>(body.definitions());
        if (all.stream().anyMatch(definition -> definition.contains("rotated("))) {
            all.add(PythonText.resource("/savanna/dsl/function/symmetric.java"));
        }
        return all;
    }

    /** The step of all numbers of a gradient at once, whose arrays it does not tell apart. */
    private String flatStep(List<String> lines) {
        StringBuilder text = new StringBuilder();
        String indent = "            ";
        if (step.isScaled() || step.reads(Node.RATE) || step.reads(Node.SCHEDULE)) {
            text.append(indent)
                    .append("double ")
                    .append(body.variable(Node.RATE))
                    .append(" = config.getLearningRate(iteration, epoch);\n");
        }
        if (step.reads(Node.SCHEDULE)) {
            text.append(indent)
                    .append("double ")
                    .append(body.variable(Node.SCHEDULE))
                    .append(" = (float) (" + body.variable(Node.RATE) + " / DEFAULT_LEARNING_RATE);\n");
        }
        if (step.reads(Node.WEIGHTS)) {
            text.append(indent)
                    .append("if (config.parameters == null) {\n")
                    .append(indent)
                    .append("    throw new IllegalStateException(\"")
                    .append(step.name())
                    .append(" needs the weights: call parameters(net::params) before training\");\n")
                    .append(indent)
                    .append("}\n");
            text.append(indent)
                    .append("INDArray ")
                    .append(body.variable(Node.WEIGHTS))
                    .append(" = config.parameters.get().reshape(gradient.shape());\n");
        }
        text.append(indent)
                .append("INDArray ")
                .append(body.variable(Node.GRADIENT))
                .append(" = gradient;\n");
        List<Node.Input> inputs = step.equations().states();
        for (int k = 0; k < inputs.size(); k++) {
            text.append(indent)
                    .append("INDArray ")
                    .append(body.variable(inputs.get(k)))
                    .append(" = states.get(")
                    .append(k)
                    .append(").reshape(gradient.shape());\n");
        }
        lines.forEach(line -> text.append(indent).append(line).append('\n'));
        List<Node> nodes = step.equations().results();
        List<String> results =
                new ArrayList<>(nodes.stream().map(body::variable).toList());
        // All results stand before the first is stored: the variable of a state is a view, which storing the new value
        // changes.
        List<String> views = inputs.stream().map(body::variable).toList();
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
            String state = "states.get(" + (k - 1) + ")";
            text.append(indent)
                    .append(state)
                    .append(".assign(")
                    .append(results.get(k))
                    .append(nodes.get(k).kind().isNumber() ? "" : ".reshape(" + state + ".shape())")
                    .append(");\n");
        }
        String update = results.get(0);
        String scaled = !step.isScaled()
                ? update
                : nodes.get(0).kind().isNumber()
                        ? body.variable(Node.RATE) + " * " + update
                        : update + ".mul(" + body.variable(Node.RATE) + ")";
        text.append(indent).append("gradient.assign(").append(scaled).append(");\n        }\n");
        return text.toString();
    }

    /** Whether the old value of a state goes into the update or into another state. */
    static boolean isReadAfterStoring(String view, List<String> views, List<String> results) {
        return IntStream.range(0, results.size())
                .anyMatch(k -> results.get(k).equals(view)
                        && (k == 0 || !views.get(k - 1).equals(view)));
    }
}
