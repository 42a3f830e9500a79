package savanna.dsl.function;

import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A function of the language: everything that Savanna knows of it, in one place. The rows stand in
 * {@code ConstantFunctions}, {@code ArithmeticFunctions}, {@code ElementwiseFunctions} and {@code ReductionFunctions};
 * {@link Functions} finds them by name. Two functions are equal if they are the same row.
 */
public final class Function {

    /** The value of a function at one point, in double precision: the yardstick of its kernel. */
    @FunctionalInterface
    public interface Reference {
        double at(double... arguments);
    }

    private final String name;
    private final List<String> parameters;
    private final Kernel kernel;
    private final Reference reference;
    private final Set<Fact> facts;
    private final String operator;
    private final String document;
    private final double bound;
    private final Spelling spelling;

    private Function(Builder builder) {
        name = builder.name;
        parameters = builder.parameters;
        kernel = Objects.requireNonNull(builder.kernel, () -> "function " + name + " has no kernel");
        reference = builder.reference;
        facts = Set.copyOf(builder.facts);
        operator = builder.operator;
        document = Objects.requireNonNull(builder.document, () -> "function " + name + " has no document line");
        bound = builder.bound;
        spelling = builder.spelling;
    }

    /** The name in programs, such as {@code interp}. */
    public String name() {
        return name;
    }

    /** Names of the parameters, in order. */
    public List<String> parameters() {
        return parameters;
    }

    /** Number of arguments, 0 to 3. */
    public int arity() {
        return parameters.size();
    }

    /** What it computes, over arrays. */
    public Kernel kernel() {
        return kernel;
    }

    /** What it computes at a point, in double precision; absent for functions of whole arrays. */
    public Optional<Reference> reference() {
        return Optional.ofNullable(reference);
    }

    /**
     * The value at a point as the kernel computes it: what engines have of a call of constants. @throws
     * IllegalStateException for a function of whole arrays
     */
    public float at(float... point) {
        float[] out = new float[1];
        if (kernel instanceof Kernel.Constant constant) {
            return constant.value();
        } else if (kernel instanceof Kernel.Unary unary) {
            unary.apply(new float[] {point[0]}, out, 1);
        } else if (kernel instanceof Kernel.Binary binary) {
            binary.apply(new float[] {point[0]}, new float[] {point[1]}, out, 1);
        } else if (kernel instanceof Kernel.Ternary ternary) {
            ternary.apply(new float[] {point[0]}, new float[] {point[1]}, new float[] {point[2]}, out, 1);
        } else {
            throw new IllegalStateException(name + " is a function of whole arrays");
        }
        return out[0];
    }

    public boolean is(Fact fact) {
        return facts.contains(fact);
    }

    public Set<Fact> facts() {
        return facts;
    }

    /** The infix operator, {@code + - * /}, if it has one. */
    public Optional<String> operator() {
        return Optional.ofNullable(operator);
    }

    /** One line that says what it is, for the language reference. */
    public String document() {
        return document;
    }

    /**
     * Error bound of the kernel against {@link #reference()}: the error is at most {@code bound * (max(1, |f(x)|) +
     * |f'(x)|)}, for finite arguments and results below 1.7e38; sin, cos and tan for |x| up to 8192. Zero: exact.
     */
    public double bound() {
        return bound;
    }

    /** How exported code spells it. */
    public Spelling spelling() {
        return spelling;
    }

    /** Kind of the result, from the kinds of the arguments; empty if it takes no such arguments. */
    public Optional<Kind> result(List<Kind> arguments) {
        if (isElementwise() || arguments.isEmpty()) {
            return Kind.join(arguments);
        }
        if (kernel instanceof Kernel.Leafwise leafwise) {
            return leafwise.signature().of(arguments).map(Signature.Typing::result);
        }
        for (Kind argument : arguments) {
            if (!argument.broadcastsTo(Kind.TENSOR)) {
                return Optional.empty();
            }
        }
        return Optional.of(kernel instanceof Kernel.Reduction reduction ? reduction.scope() : Kind.TENSOR);
    }

    /** What arguments it takes, in the words of a message that refuses others. */
    public String expectation() {
        if (kernel instanceof Kernel.Leafwise leafwise) {
            return leafwise.signature().expectation();
        }
        return isElementwise()
                ? "arguments whose extents are equal or 1"
                : "arguments that broadcast to " + Kind.TENSOR.described() + ": " + Kind.TENSOR.accepted();
    }

    /**
     * What it looks at as a whole: the kind of one number for each such part, a leaf or the model; empty for a function
     * of single elements or of nothing.
     */
    public Optional<Kind> scope() {
        if (kernel instanceof Kernel.Reduction reduction) {
            return Optional.of(reduction.scope());
        }
        if (kernel instanceof Kernel.Leafwise) {
            return Optional.of(Kind.LEAF);
        }
        return kernel instanceof Kernel.Rescaling rescaling
                ? Optional.of(rescaling.reduction().scope())
                : Optional.empty();
    }

    /** Whether it is one function of the whole model. */
    public boolean isOfModel() {
        return scope().filter(Kind::isNumber).isPresent();
    }

    /** Whether it depends on the shape of leaves. */
    public boolean isLeafwise() {
        return kernel instanceof Kernel.Leafwise;
    }

    /** Whether the result is computed element by element from the arguments. */
    public boolean isElementwise() {
        return kernel instanceof Kernel.Unary || kernel instanceof Kernel.Binary || kernel instanceof Kernel.Ternary;
    }

    /** As documents print it: {@code interp(x, y, a)} or {@code x + y}. */
    public String signature() {
        return operator != null ? "x " + operator + " y" : name + "(" + String.join(", ", parameters) + ")";
    }

    @Override
    public String toString() {
        return name;
    }

    /** Starts a row. @param parameters names of the parameters, in order */
    public static Builder named(String name, String... parameters) {
        return new Builder(name, List.of(parameters));
    }

    /** Collects the cells of a row. */
    public static final class Builder {
        private final String name;
        private final List<String> parameters;
        private final EnumSet<Fact> facts = EnumSet.noneOf(Fact.class);
        private Kernel kernel;
        private Reference reference;
        private String operator;
        private String document;
        private double bound = 1.2e-7;
        private Spelling spelling;

        private Builder(String name, List<String> parameters) {
            this.name = name;
            this.parameters = parameters;
        }

        public Builder constant(double value) {
            kernel = new Kernel.Constant((float) value);
            reference = arguments -> value;
            return this;
        }

        public Builder unary(Kernel.Unary loop) {
            return kernel(loop, 1);
        }

        public Builder binary(Kernel.Binary loop) {
            return kernel(loop, 2);
        }

        public Builder ternary(Kernel.Ternary loop) {
            return kernel(loop, 3);
        }

        public Builder reduction(Kernel.Reduction reduction) {
            return kernel(reduction, parameters.size());
        }

        public Builder rescaling(Kernel.Reduction reduction, Kernel.Ternary finish) {
            return kernel(new Kernel.Rescaling(reduction, finish), 2);
        }

        /** A function of whole leaves. */
        public Builder leafwise(Signature signature, Kernel.Leafwise.Loop loop) {
            return kernel(new Kernel.Leafwise(signature, loop), parameters.size());
        }

        private Builder kernel(Kernel value, int arity) {
            if (parameters.size() != arity) {
                throw new IllegalArgumentException(
                        "the kernel of " + name + " takes " + arity + " arguments, its parameters are " + parameters);
            }
            kernel = value;
            return this;
        }

        /** The value at a point, in double precision. */
        public Builder reference(Reference value) {
            reference = value;
            return this;
        }

        public Builder facts(Fact... values) {
            facts.addAll(List.of(values));
            return this;
        }

        public Builder operator(String value) {
            operator = value;
            return this;
        }

        public Builder document(String value) {
            document = value;
            return this;
        }

        /** Error bound, see {@link Function#bound()}; by default one rounding of a float. */
        public Builder bound(double value) {
            bound = value;
            return this;
        }

        public Builder spelling(Spelling value) {
            spelling = value;
            return this;
        }

        public Function build() {
            return new Function(this);
        }
    }
}
