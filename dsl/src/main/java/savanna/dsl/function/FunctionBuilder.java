package savanna.dsl.function;

import java.util.EnumSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Predicate;

/** Collects the cells of a function's row; {@link Function#named} starts one. */
public final class FunctionBuilder {

    final String name;
    final List<String> parameters;
    final EnumSet<Fact> facts = EnumSet.noneOf(Fact.class);
    Kernel kernel;
    Function.Reference reference;
    String operator;
    String document;
    double bound = 1.2e-7;
    Spelling spelling;
    Operation operation = Operation.OTHER;
    double work = 20;
    String noun = "";
    SignRule sign = SignRule.UNKNOWN;
    boolean isPositive;
    ZeroRule zero;
    DoubleUnaryOperator factor;
    boolean passesFactors;
    boolean isBilinear;
    boolean selects;
    int condition = -1;
    OptionalDouble neutral = OptionalDouble.empty();
    Predicate<Kind> identity = kind -> false;

    FunctionBuilder(String name, List<String> parameters) {
        this.name = name;
        this.parameters = parameters;
    }

    public FunctionBuilder constant(double value) {
        kernel = new Kernel.Constant((float) value);
        reference = arguments -> value;
        return this;
    }

    public FunctionBuilder unary(Kernel.Unary loop) {
        return kernel(loop, 1);
    }

    public FunctionBuilder binary(Kernel.Binary loop) {
        return kernel(loop, 2);
    }

    public FunctionBuilder ternary(Kernel.Ternary loop) {
        return kernel(loop, 3);
    }

    public FunctionBuilder reduction(Kernel.Reduction reduction) {
        return kernel(reduction, parameters.size());
    }

    public FunctionBuilder rescaling(Kernel.Reduction reduction, Kernel.Ternary finish) {
        return kernel(new Kernel.Rescaling(reduction, finish), 2);
    }

    /** A function of the shape of a leaf. */
    public FunctionBuilder ofShape(Kernel.OfShape.Number number) {
        return kernel(new Kernel.OfShape(number), 0);
    }

    /** A function of whole leaves. */
    public FunctionBuilder leafwise(
            Signature signature, Kernel.Leafwise.Loop loop, Kernel.Leafwise.Reference reference) {
        return kernel(new Kernel.Leafwise(signature, loop, reference), parameters.size());
    }

    private FunctionBuilder kernel(Kernel value, int arity) {
        if (parameters.size() != arity) {
            throw new IllegalArgumentException(
                    "the kernel of " + name + " takes " + arity + " arguments, its parameters are " + parameters);
        }
        kernel = value;
        return this;
    }

    /** The value at a point, in double precision. */
    public FunctionBuilder reference(Function.Reference value) {
        reference = value;
        return this;
    }

    public FunctionBuilder facts(Fact... values) {
        facts.addAll(List.of(values));
        return this;
    }

    public FunctionBuilder operator(String value) {
        operator = value;
        return this;
    }

    public FunctionBuilder document(String value) {
        document = value;
        return this;
    }

    /** Error bound, see {@link Function#bound()}; by default one rounding of a float. */
    public FunctionBuilder bound(double value) {
        bound = value;
        return this;
    }

    public FunctionBuilder spelling(Spelling value) {
        spelling = value;
        return this;
    }

    /** The arithmetic that it is. */
    public FunctionBuilder operation(Operation value) {
        operation = value;
        return this;
    }

    /** Cost of a call relative to an addition, as measured on the block engine; 20 by default. */
    public FunctionBuilder work(double value) {
        work = value;
        return this;
    }

    /** What its value is called in programs that Savanna writes; by default the name of the function. */
    public FunctionBuilder noun(String value) {
        noun = value;
        return this;
    }

    /** When it is never negative; by default nothing is known. */
    public FunctionBuilder neverNegative(SignRule value) {
        sign = value;
        return this;
    }

    /** It is above zero for every argument. */
    public FunctionBuilder positive() {
        isPositive = true;
        return neverNegative(SignRule.ALWAYS);
    }

    /** When it is zero; by default an odd function is where its argument is. */
    public FunctionBuilder zero(ZeroRule value) {
        zero = value;
        return this;
    }

    /** {@code f(c * x) = factor(c) * f(x)}: what a constant factor becomes outside. */
    public FunctionBuilder factor(DoubleUnaryOperator value) {
        factor = value;
        return this;
    }

    /** {@code f(c * x, c * y) = c * f(x, y)} for every {@code c > 0}. */
    public FunctionBuilder passesFactors() {
        passesFactors = true;
        return this;
    }

    /** {@code f(c * x, d * y) = c * d * f(x, y)}. */
    public FunctionBuilder bilinear() {
        isBilinear = true;
        return this;
    }

    /** {@code f(x, x) = x}, bit for bit. */
    public FunctionBuilder selects() {
        selects = true;
        return this;
    }

    /** Of that argument only the sign counts, and whether it is zero: {@code f(c * x, ...) = f(x, ...)}, c > 0. */
    public FunctionBuilder condition(int argument) {
        condition = argument;
        return this;
    }

    /** {@code f(x, value) = x}, bit for bit. */
    public FunctionBuilder neutral(double value) {
        neutral = OptionalDouble.of(value);
        return this;
    }

    /** {@code f(x) = x}, bit for bit, for an x of such a kind. */
    public FunctionBuilder identityOn(Predicate<Kind> kinds) {
        identity = kinds;
        return this;
    }

    public Function build() {
        return new Function(this);
    }
}
