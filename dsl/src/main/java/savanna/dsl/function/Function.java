package savanna.dsl.function;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Predicate;

/**
 * A function of the language: everything that Savanna knows of it, in one place. The rows stand in the classes of this
 * package whose names end in {@code Functions}; {@link Functions} finds them by name. Two functions are equal if they
 * are the same row.
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
    private final Operation operation;
    private final double work;
    private final String noun;
    private final SignRule sign;
    private final boolean isPositive;
    private final ZeroRule zero;
    private final Optional<DoubleUnaryOperator> factor;
    private final boolean passesFactors;
    private final boolean isBilinear;
    private final boolean selects;
    private final int condition;
    private final OptionalDouble neutral;
    private final Predicate<Kind> identity;

    Function(FunctionBuilder builder) {
        name = builder.name;
        parameters = builder.parameters;
        kernel = Objects.requireNonNull(builder.kernel, () -> "function " + name + " has no kernel");
        reference = builder.reference;
        facts = Set.copyOf(builder.facts);
        operator = builder.operator;
        document = Objects.requireNonNull(builder.document, () -> "function " + name + " has no document line");
        bound = builder.bound;
        spelling = builder.spelling;
        operation = builder.operation;
        work = builder.work;
        noun = builder.noun.isEmpty() ? name : builder.noun;
        sign = builder.sign;
        isPositive = builder.isPositive;
        boolean isOdd = arity() == 1 && facts.contains(Fact.ODD);
        zero = builder.zero != null ? builder.zero : isOdd ? ZeroRule.WHERE_FIRST_IS : ZeroRule.UNKNOWN;
        factor = Optional.ofNullable(builder.factor);
        passesFactors = builder.passesFactors;
        isBilinear = builder.isBilinear;
        selects = builder.selects;
        condition = builder.condition;
        neutral = builder.neutral;
        identity = builder.identity;
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

    /** Whether its value is known from the shapes of the leaves alone. */
    public boolean isOfShape() {
        return kernel instanceof Kernel.OfShape;
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
     * |f'(x)|)}, for finite arguments and results below 1.7e38; sin, cos and tan for |x| up to 8192. Zero: exact. Of a
     * function of whole leaves against its own reference: the error is at most {@code bound} times the largest number
     * of the result, or of its products of magnitudes where it is a sum of products.
     */
    public double bound() {
        return bound;
    }

    /** How exported code spells it. */
    public Spelling spelling() {
        return spelling;
    }

    /** The arithmetic that it is. */
    public Operation operation() {
        return operation;
    }

    /** Cost of a call relative to an addition. */
    public double work() {
        return work;
    }

    /** What its value is called: {@code sum} for an addition, else its own name. */
    public String noun() {
        return noun;
    }

    /** When it is never negative. */
    public SignRule sign() {
        return sign;
    }

    /** Whether it is above zero for every argument. */
    public boolean isPositive() {
        return isPositive;
    }

    /** When it is zero. */
    public ZeroRule zero() {
        return zero;
    }

    /** Whether it is zero where all its arguments are. */
    public boolean isZeroAtZero() {
        return zero.isZero(new ZeroRule.Arguments() {
            @Override
            public boolean isZero(int argument) {
                return true;
            }

            @Override
            public boolean isFinite(int argument) {
                return true;
            }

            @Override
            public OptionalDouble constant(int argument) {
                return OptionalDouble.empty();
            }

            @Override
            public int count() {
                return arity();
            }
        });
    }

    /**
     * What a factor of the only argument becomes outside, {@code f(c * x) = outside * f(x)}; empty if it cannot be
     * taken out.
     */
    public OptionalDouble outside(double c) {
        if (factor.isPresent()) {
            return OptionalDouble.of(factor.get().applyAsDouble(c));
        }
        double side = c > 0 || is(Fact.EVEN) && !is(Fact.ODD) ? 1 : is(Fact.ODD) ? -1 : 0;
        if (side == 0) {
            return OptionalDouble.empty();
        }
        return is(Fact.SCALE_FREE)
                ? OptionalDouble.of(side)
                : is(Fact.HOMOGENEOUS) ? OptionalDouble.of(side * Math.abs(c)) : OptionalDouble.empty();
    }

    /** Whether a positive factor of both arguments can be taken out. */
    public boolean passesFactors() {
        return passesFactors;
    }

    /** Whether the factor of each argument can be taken out. */
    public boolean isBilinear() {
        return isBilinear;
    }

    /** Whether it is its argument where both arguments are the same. */
    public boolean selects() {
        return selects;
    }

    /** Whether only the sign of that argument counts: a positive factor of it changes nothing. */
    public boolean isCondition(int argument) {
        return argument == condition;
    }

    /** The second argument that leaves the first as it is. */
    public OptionalDouble neutral() {
        return neutral;
    }

    /** Whether it is its argument, bit for bit, where that has this kind. */
    public boolean isIdentityOn(Kind kind) {
        return identity.test(kind);
    }

    /** Kind of the result, from the kinds of the arguments; empty if it takes no such arguments. */
    public Optional<Kind> result(List<Kind> arguments) {
        if (kernel instanceof Kernel.OfShape) {
            return Optional.of(Kind.LEAF);
        }
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

    /**
     * The kinds to which the arguments of a call are broadcast.
     *
     * @throws java.util.NoSuchElementException if it takes no such arguments
     */
    public List<Kind> arguments(List<Kind> given) {
        if (kernel instanceof Kernel.Leafwise leafwise) {
            return leafwise.signature().of(given).orElseThrow().arguments();
        }
        return isElementwise() ? given : given.stream().map(kind -> Kind.TENSOR).toList();
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
        if (kernel instanceof Kernel.Leafwise || kernel instanceof Kernel.OfShape) {
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

    /** Whether it is called on values that lie leaf by leaf, each in its kind. */
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
    public static FunctionBuilder named(String name, String... parameters) {
        return new FunctionBuilder(name, List.of(parameters));
    }
}
