package savanna.dsl.export;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import savanna.dsl.export.Node.Input;
import savanna.dsl.function.Kind;

/**
 * What an updater needs to tell apart the arrays in a gradient, which Deeplearning4j gives it end to end: their shapes,
 * states of shapes of their own, and a step array by array.
 */
final class Nd4jArrays {

    static final String DOCUMENT = """
             * Arrays are matrices here, the first dimension by all others; a vector is one row. Deeplearning4j puts the arrays of all layers with
             * one updater end to end: {@code updater.arrays(net.paramTable().values())} says which they are, before training. Layers that are to
             * be trained otherwise, as embeddings and heads usually are, get an updater of their own, and their arrays are left out.
            """;

    static final String FIELDS = "    private List<long[]> shapes;\n    private String orders = \"\";\n";

    static final String STATE_SIZE = """
                    long size = 0;
                    for (long[] shape : shapes(parameters)) {
                        for (long numbers : sizes(shape)) {
                            size += numbers;
                        }
                    }
                    return size;
            """;

    static final String FLAT_VIEWS = """
                        long length = STATES == 0 ? 0 : view.length() / Math.max(1, STATES);
                        for (int i = 0; i < STATES; i++) {
                            states.add(flat.get(NDArrayIndex.interval(i * length, (i + 1) * length)).reshape(order, shape));
                        }
            """;

    static final String VIEWS = """
                        long[] totals = new long[STATES];
                        for (long[] each : config.shapes(config.parametersOf(view.length()))) {
                            for (int i = 0; i < STATES; i++) {
                                totals[i] += sizes(each)[i];
                            }
                        }
                        long start = 0;
                        for (int i = 0; i < STATES; i++) {
                            states.add(flat.get(NDArrayIndex.interval(start, start + totals[i])));
                            start += totals[i];
                        }
            """;

    static final String EACH_OF_THREE = """

                    private interface TernaryOperator {
                        double applyAsDouble(double x, double y, double z);
                    }

                    private static INDArray each(INDArray x, INDArray y, INDArray z, TernaryOperator function) {
                        double[] values = x.ravel().toDoubleVector();
                        double[] others = y.ravel().toDoubleVector();
                        double[] thirds = z.ravel().toDoubleVector();
                        for (int i = 0; i < values.length; i++) {
                            values[i] = function.applyAsDouble(values[i], others[i], thirds[i]);
                        }
                        return Nd4j.createFromArray(values).castTo(y.dataType()).reshape(x.shape());
                    }
            """;

    private final Step step;
    private final List<Kind> kinds;

    Nd4jArrays(Step step) {
        this.step = step;
        this.kinds = step.equations().states().stream().map(Input::kind).toList();
    }

    /** Methods of the config. */
    String methods() {
        boolean needsShapes = kinds.stream().anyMatch(kind -> !kind.isOne() && !kind.isPerParameter());
        long numbers = kinds.stream().filter(Kind::isOne).count();
        long arrays = kinds.stream().filter(Kind::isPerParameter).count();
        return """
                    /** Tells which arrays a gradient holds, in order; without it, a gradient is one array. */
                    public NAME arrays(Iterable<INDArray> parameters) {
                        shapes = new ArrayList<>();
                        StringBuilder text = new StringBuilder();
                        for (INDArray array : parameters) {
                            shapes.add(array.shape());
                            text.append(array.ordering());
                        }
                        orders = text.toString();
                        return this;
                    }

                    private List<long[]> shapes(long parameters) {
                        if (shapes == null) {
                            NEEDS
                        }
                        long total = 0;
                        for (long[] shape : shapes) {
                            total += matrix(shape)[0] * matrix(shape)[1];
                        }
                        if (total != parameters) {
                            throw new IllegalStateException("NAME was told of arrays of " + total + " numbers, and is given " + parameters + ": arrays(...) takes those of the layers that it trains, in their order");
                        }
                        return shapes;
                    }

                    private long parametersOf(long stateSize) {
                        if (shapes == null) {
                            return PARAMETERS_OF;
                        }
                        long total = 0;
                        for (long[] shape : shapes) {
                            total += matrix(shape)[0] * matrix(shape)[1];
                        }
                        return total;
                    }

                    private static long[] matrix(long[] shape) {
                        long rest = 1;
                        for (int i = shape.length > 1 ? 1 : 0; i < shape.length; i++) {
                            rest *= shape[i];
                        }
                        return new long[] {shape.length > 1 ? shape[0] : 1, rest};
                    }

                    /** Numbers of each state of an array. */
                    private static long[] sizes(long[] shape) {
                        long rows = matrix(shape)[0];
                        long columns = matrix(shape)[1];
                        return new long[] {SIZES};
                    }

                """.replace(
                        "NEEDS",
                        needsShapes
                                ? "throw new IllegalStateException(\"NAME keeps states in shapes of their own: call arrays(net.paramTable().values()) before training\");"
                                : "return List.of(new long[] {1, parameters});")
                .replace("PARAMETERS_OF", arrays == 0 ? "1" : "(stateSize - " + numbers + ") / " + arrays)
                .replace(
                        "SIZES",
                        kinds.stream()
                                .map(kind -> kind.isOne()
                                        ? "1"
                                        : Nd4jBody.extents(kind).replace(", ", " * "))
                                .collect(Collectors.joining(", ")))
                .replace("NAME", step.name());
    }

    /** The step, array by array; the end of the method included. */
    String loop(Nd4jBody body, List<String> lines) {
        List<Input> inputs = step.equations().states();
        List<Node> nodes = step.equations().results();
        List<String> text = new ArrayList<>();
        if (step.isScaled() || step.reads(Node.RATE) || step.reads(Node.SCHEDULE)) {
            text.add("double " + body.variable(Node.RATE) + " = config.getLearningRate(iteration, epoch);");
        }
        if (step.reads(Node.SCHEDULE)) {
            text.add("double " + body.variable(Node.SCHEDULE) + " = (float) (" + body.variable(Node.RATE)
                    + " / DEFAULT_LEARNING_RATE);");
        }
        if (step.reads(Node.WEIGHTS)) {
            text.add("if (config.parameters == null) {");
            text.add("    throw new IllegalStateException(\"" + step.name()
                    + " needs the weights: call parameters(net::params) before training\");");
            text.add("}");
        }
        text.add(
                "List<long[]> arrays = config.shapes == null ? List.of(gradient.shape()) : config.shapes(gradient.length());");
        text.add("long offset = 0;");
        text.add("long[] offsets = new long[STATES];");
        text.add("for (int array = 0; array < arrays.size(); array++) {");
        List<String> inner = new ArrayList<>();
        inner.add("long rows = matrix(arrays.get(array))[0];");
        inner.add("long columns = matrix(arrays.get(array))[1];");
        inner.add("INDArray x = part(gradient, array, arrays.get(array), offset);");
        inner.add("INDArray " + body.variable(Node.GRADIENT) + " = x.reshape(rows, columns);");
        if (step.reads(Node.WEIGHTS)) {
            inner.add("INDArray " + body.variable(Node.WEIGHTS)
                    + " = part(config.parameters.get(), array, arrays.get(array), offset).reshape(rows, columns);");
        }
        inner.add("long[] sizes = sizes(arrays.get(array));");
        for (int k = 0; k < inputs.size(); k++) {
            String name = body.variable(inputs.get(k));
            inner.add(
                    kinds.get(k).isOne()
                            ? "double " + name + " = states.get(" + k + ").getDouble(offsets[" + k + "]);"
                            : "INDArray " + name + " = states.get(" + k + ").get(NDArrayIndex.interval(offsets[" + k
                                    + "], offsets[" + k + "] + sizes[" + k + "])).reshape("
                                    + Nd4jBody.extents(kinds.get(k)) + ");");
        }
        inner.addAll(lines);
        List<String> results =
                new ArrayList<>(nodes.stream().map(body::variable).toList());
        List<String> views = inputs.stream().map(body::variable).toList();
        for (int k = 0; k < views.size(); k++) {
            String view = views.get(k);
            if (!kinds.get(k).isOne() && Nd4jCode.isReadAfterStoring(view, views, results)) {
                String copy = body.declare("old_" + view);
                inner.add("INDArray " + copy + " = " + view + ".dup();");
                results.replaceAll(result -> result.equals(view) ? copy : result);
            }
        }
        for (int k = 0; k < inputs.size(); k++) {
            Kind from = nodes.get(k + 1).kind();
            String value = results.get(k + 1);
            inner.add(
                    kinds.get(k).isOne()
                            ? "states.get(" + k + ").putScalar(offsets[" + k + "], " + value + ");"
                            : views.get(k) + ".assign(" + spread(value, from, kinds.get(k)) + ");");
        }
        Kind from = nodes.get(0).kind();
        String update = spread(results.get(0), from, Kind.TENSOR);
        String rate = body.variable(Node.RATE);
        inner.add("x.assign("
                + (!step.isScaled()
                        ? from.isOne() ? update : update + ".reshape(x.shape())"
                        : from.isOne() ? rate + " * " + update : update + ".mul(" + rate + ").reshape(x.shape())")
                + ");");
        inner.add("offset += rows * columns;");
        inner.add("for (int index = 0; index < STATES; index++) {");
        inner.add("    offsets[index] += sizes[index];");
        inner.add("}");
        inner.forEach(line -> text.add("    " + line));
        text.add("}");
        return text.stream().map(line -> "            " + line + "\n").collect(Collectors.joining()) + "        }\n"
                + """

                        /** An array within others that lie end to end; all if there is only one. */
                        private INDArray part(INDArray all, int array, long[] shape, long offset) {
                            if (config.shapes == null) {
                                return all.reshape(shape);
                            }
                            long length = matrix(shape)[0] * matrix(shape)[1];
                            return all.reshape(all.length()).get(NDArrayIndex.interval(offset, offset + length)).reshape(config.orders.charAt(array), shape);
                        }
                """;
    }

    private static String spread(String value, Kind from, Kind kind) {
        return from == kind || from.isOne() ? value : value + ".broadcast(" + Nd4jBody.extents(kind) + ")";
    }
}
