package savanna.dsl.export;

import java.util.Set;

/** Names of the classes that optimizers become. */
final class ClassNames {

    /** Classes of these names would hide one that the code uses, or are none in Python. */
    private static final Set<String> HIDING = Set.of(
            "None",
            "True",
            "False",
            "ValueError",
            "TypeError",
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
            "DoubleBinaryOperator",
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

    private ClassNames() {}

    /** {@code sgd-momentum} as {@code SgdMomentum}. */
    static String of(String name) {
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
}
