package savanna.dsl.execution.nd4j;

import java.util.HashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
import savanna.dsl.function.Function;
import savanna.dsl.function.Kernel;

/**
 * The elementwise functions as ND4J operations. A function that has no row here, since ND4J lacks it, treats NaN,
 * infinities or signed zeros in another way, or has no digits left of small values (tanh, expm1), is computed by its
 * own kernel.
 */
final class Nd4jFunctions {

    private interface Operation {
        INDArray apply(INDArray[] arguments);
    }

    private static final Map<String, Operation> OPERATIONS = new HashMap<>();

    static {
        OPERATIONS.put("add", a -> a[0].add(a[1]));
        OPERATIONS.put("subtract", a -> a[0].sub(a[1]));
        OPERATIONS.put("multiply", a -> a[0].mul(a[1]));
        OPERATIONS.put("divide", a -> a[0].div(a[1].add(1e-8f)));
        OPERATIONS.put("interp", a -> a[2].rsub(1).muli(a[0]).addi(a[2].mul(a[1])));
        OPERATIONS.put("negative", a -> a[0].neg());
        OPERATIONS.put("reciprocal", a -> a[0].add(0f).rdiv(1));
        OPERATIONS.put("abs", a -> Transforms.abs(a[0], true));
        OPERATIONS.put("square", a -> a[0].mul(a[0]));
        OPERATIONS.put("cube", a -> a[0].mul(a[0]).muli(a[0]));
        OPERATIONS.put("sqrt", a -> Transforms.sqrt(Transforms.abs(a[0], true), false));
        OPERATIONS.put("sin", a -> Transforms.sin(a[0], true));
        OPERATIONS.put("cos", a -> Transforms.cos(a[0], true));
        OPERATIONS.put("tan", a -> Transforms.tan(a[0], true));
        OPERATIONS.put("arcsin", a -> Transforms.asin(a[0], true));
        OPERATIONS.put("arccos", a -> Transforms.acos(a[0], true));
        OPERATIONS.put("arctan", a -> Transforms.atan(a[0], true));
        OPERATIONS.put("sinh", a -> Transforms.sinh(a[0], true));
        OPERATIONS.put("cosh", a -> Transforms.cosh(a[0], true));
        OPERATIONS.put("arctanh", a -> Nd4j.math().atanh(a[0].dup()));
        OPERATIONS.put("exp", a -> Transforms.exp(a[0], true));
        OPERATIONS.put("log", a -> Transforms.log(Transforms.abs(a[0], true), false));
        OPERATIONS.put("power", a -> Transforms.pow(a[0].add(0f), a[1], true));
    }

    private Nd4jFunctions() {}

    /** Whether the function has an ND4J operation of its own. */
    static boolean has(Function function) {
        return OPERATIONS.containsKey(function.name());
    }

    static INDArray call(Function function, INDArray[] arguments) {
        Operation operation = OPERATIONS.get(function.name());
        return operation != null ? operation.apply(arguments) : elementwise(function.kernel(), arguments);
    }

    /** The function by its kernel, over arrays copied out of ND4J and back. */
    static INDArray elementwise(Kernel kernel, INDArray... arguments) {
        float[] x = arguments[0].toFloatVector();
        float[] out = new float[x.length];
        if (kernel instanceof Kernel.Unary unary) {
            unary.apply(x, out, out.length);
        } else if (kernel instanceof Kernel.Binary binary) {
            binary.apply(x, arguments[1].toFloatVector(), out, out.length);
        } else if (kernel instanceof Kernel.Ternary ternary) {
            ternary.apply(x, arguments[1].toFloatVector(), arguments[2].toFloatVector(), out, out.length);
        } else {
            throw new IllegalArgumentException("not an elementwise kernel: " + kernel);
        }
        return Nd4j.createFromArray(out);
    }
}
