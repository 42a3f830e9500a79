package savanna.dsl.family;

/** Kinds of optimizers: what several known ones have in common. */
public enum Family {
    SIGN_OF_MOMENTUM("sign-of-momentum", "the sign of a momentum: Lion, Signum"),
    SIGN_OF_GRADIENT("sign-of-gradient", "the sign of the gradient, without memory"),
    ADAM_LIKE(
            "adam-like", "each parameter's step divided by the size of its own past gradients: Adam, RMSprop, Adagrad"),
    MOMENTUM("momentum", "a linear filter of the gradients"),
    SGD("sgd", "a multiple of the gradient, without memory"),
    NORMALISED("normalised-gradient", "gradients divided by a size that parameters share"),
    AGREEMENT("agreement", "gradients that count more where they agree with their past"),
    ORTHOGONALISED("orthogonalised", "a momentum whose matrices are made orthogonal: Muon, Scion"),
    FACTORED("factored", "gradients divided by the sizes of rows and of columns: Adafactor"),
    PRECONDITIONED(
            "preconditioned", "gradients between roots of their own squares, row by row and column by column: Shampoo"),
    SHIPPED("shipped", "a program that ships with Savanna, compared as it is"),
    OTHER("other", "none of the known optimizers");

    private final String label;
    private final String description;

    Family(String label, String description) {
        this.label = label;
        this.description = description;
    }

    public String label() {
        return label;
    }

    public String description() {
        return description;
    }
}
