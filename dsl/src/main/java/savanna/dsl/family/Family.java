package savanna.dsl.family;

/** Kinds of optimizers. */
public enum Family {
    LION_LIKE("lion-like", "the sign of a filter of the gradients: Lion, Signum"),
    SIGNSGD("signsgd", "the sign of the gradient, without memory"),
    ADAM_LIKE(
            "adam-like", "each parameter's step divided by the size of its own past gradients: Adam, RMSprop, Adagrad"),
    ADABELIEF_LIKE("adabelief-like", "as Adam, but divided by the surprise: steps grow where gradients are steady"),
    MOMENTUM("momentum", "a linear filter of the gradients"),
    SGD("sgd", "a multiple of the gradient, without memory"),
    NORMALISED_GRADIENT("normalised-gradient", "gradients divided by a size that parameters share"),
    OTHER("other", "none of the known kinds");

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
