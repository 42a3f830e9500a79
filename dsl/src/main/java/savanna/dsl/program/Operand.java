package savanna.dsl.program;

/** An argument of a statement: a variable or a constant. */
public sealed interface Operand {

    /** A variable, by name: an input of the program or the target of an earlier statement. */
    record Variable(String name) implements Operand {
        public Variable {
            if (!Names.isName(name)) {
                throw new IllegalArgumentException("\"" + name
                        + "\" is not a variable name; expected a letter or _ followed by letters, digits or _");
            }
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** A constant; finite. Programs compute in 32-bit floats; the double keeps the text exact. */
    record Constant(double value) implements Operand {
        public Constant {
            if (!Double.isFinite(value) || !Float.isFinite((float) value)) {
                throw new IllegalArgumentException("constant " + value + " is not finite in 32 bits");
            }
        }

        @Override
        public String toString() {
            return Names.number(value);
        }
    }

    static Operand variable(String name) {
        return new Variable(name);
    }

    static Operand constant(double value) {
        return new Constant(value);
    }
}
