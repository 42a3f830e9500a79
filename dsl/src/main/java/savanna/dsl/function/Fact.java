package savanna.dsl.function;

/** An algebraic fact about a function, used by the functional hash and by simplification. */
public enum Fact {
    /** {@code f(x, y) = f(y, x)}, bit for bit. */
    COMMUTATIVE,
    /** {@code f(-x) = -f(x)}, bit for bit but for the sign of a zero, on which no value of a program depends. */
    ODD,
    /** {@code f(-x) = f(x)}, bit for bit. */
    EVEN,
    /** Finite for finite arguments of moderate size: {@code x - x} and {@code x * 0} are then zero, for a result x. */
    FINITE,
    /** {@code f(f(x)) = f(x)}, bit for bit. */
    IDEMPOTENT,
    /** {@code f(f(x)) = x}, bit for bit. */
    INVOLUTION,
    /** {@code f(f(x, y), z) = f(x, f(y, z))}, up to rounding. */
    ASSOCIATIVE,
    /** {@code f(c * x) = f(x)} for every {@code c > 0}. */
    SCALE_FREE,
    /** {@code f(c * x) = c * f(x)} for every {@code c > 0}. */
    HOMOGENEOUS
}
