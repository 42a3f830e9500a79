package savanna.dsl.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import savanna.dsl.function.Extent;
import savanna.dsl.function.Kind;

/** An {@code optax.GradientTransformation}: a pure function of gradients, state and parameters. */
final class OptaxCode {

    private final Step step;
    private final JaxBody body;
    private final boolean isWhole;

    OptaxCode(Step step) {
        this.step = step;
        this.body = new JaxBody(step);
        this.isWhole = step.isOfModel();
    }

    String text() {
        List<String> states = body.states();
        List<String> lines = body.lines();
        return PythonText.resource("optax.py")
                        .replace("«SUMMARY»", step.summary())
                        .replace("«NAME»", step.name())
                        .replace("«FUNCTION»", function())
                        .replace("«KEPT»", states.isEmpty() ? "" : ", and what is kept by parameter")
                        .replace(
                                "«FIELDS»\n",
                                states.stream()
                                        .map(state -> "    " + state + ": optax.Updates\n")
                                        .collect(Collectors.joining()))
                        .replace("«SIGNATURE»", String.join(", ", signature()))
                        .replace(
                                "«PROGRAM»",
                                PythonText.indented(step.program().toString().strip(), 8))
                        .replace("«ARGUMENTS»", PythonText.indented(String.join("\n", arguments()), 8))
                        .replace("«CHECKS»\n", PythonText.indented(String.join("\n", checks()), 4) + "\n\n")
                        .replace("«ZEROS»", zeros())
                        .replace("«ZEROS_FUNCTION»", step.hasShapes() ? SHAPED_ZEROS : LIKE_ZEROS)
                        .replace("«STILL»", step.looksAtArrays() ? STILL : "[None] * len(columns[0])")
                        .replace("«SOME»", step.looksAtArrays() ? " and jnp.size(p) > 0" : "")
                        .replace("«MATRICES»\n", step.isOfMatrices() ? MATRICES.replace("«FUNCTION»", function()) : "")
                        .replace("«DECAYED_GRADIENT»", step.decay() == Step.Decay.GRADIENT ? L2 : "")
                        .replace("«UPDATE»", PythonText.indented(update(), 8))
                        .replace(
                                "«HELPERS»",
                                body.helpers().stream()
                                        .map(helper -> helper.strip() + "\n\n\n")
                                        .collect(Collectors.joining()))
                        .replace(
                                "«FUNCTIONS»",
                                PythonText.function(
                                        "_step",
                                        isWhole ? PyTorchCode.WHOLE_DOCUMENT : PyTorchCode.SINGLE_DOCUMENT,
                                        body.parameters(),
                                        lines,
                                        body.results()))
                        .strip()
                + "\n";
    }

    private String function() {
        return PythonNames.unreserved(snake(step.name()));
    }

    private String zeros() {
        return step.equations().states().stream()
                .map(state -> !step.hasShapes()
                        ? ", zeros()"
                        : state.kind().isPerParameter()
                                ? ", zeros(lambda shape: shape)"
                                : state.kind().isOne()
                                        ? ", zeros(lambda shape: ())"
                                        : ", zeros(lambda shape: " + extents(state.kind()) + ")")
                .collect(Collectors.joining());
    }

    private static String extents(Kind kind) {
        return "(" + extent(kind.rows()) + ", " + extent(kind.columns()) + ")";
    }

    private static String extent(Extent extent) {
        return switch (extent) {
            case ONE -> "1";
            case M -> "_matrix(shape)[0]";
            case N -> "_matrix(shape)[1]";
        };
    }

    private List<String> shares() {
        return step.shares().names().stream()
                .map(share -> share.replace("beta", "b"))
                .toList();
    }

    private List<Double> defaults() {
        List<Double> defaults = new ArrayList<>(step.shares().betas());
        step.shares().momentum().ifPresent(defaults::add);
        return defaults;
    }

    private List<String> signature() {
        List<String> signature = new ArrayList<>(List.of("learning_rate=" + PythonText.plain(step.rate())));
        for (int i = 0; i < shares().size(); i++) {
            signature.add(shares().get(i) + "=" + PythonText.plain(defaults().get(i)));
        }
        signature.add("weight_decay=" + PythonText.plain(step.decayRate()));
        signature.add("keep_dtype=False");
        return signature;
    }

    private List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        arguments.add("learning_rate: " + PythonText.rate(step) + "; a number, or a function of the step");
        if (!step.shares().betas().isEmpty()) {
            arguments.add(String.join(", ", shares()) + ": shares with which the step interpolates, in its order");
        }
        step.shares().momentum().ifPresent(share -> arguments.add("momentum: share of the state that is kept"));
        arguments.add("weight_decay: " + PythonText.decay(step));
        arguments.add("keep_dtype: states and arithmetic of 16-bit parameters have their type, not 32 bits");
        return arguments;
    }

    private List<String> checks() {
        List<String> checks = new ArrayList<>();
        for (String name : List.of("learning_rate", "weight_decay")) {
            checks.add("if isinstance(" + name + ", (int, float)) and not 0 <= " + name
                    + " < math.inf:\n    raise ValueError(f\"" + name + " is a number of at least 0, not {" + name
                    + "}\")");
        }
        for (int i = 0; i < shares().size(); i++) {
            String name = shares().get(i);
            checks.add(
                    Shares.isProper(defaults().get(i))
                            ? "if isinstance(" + name + ", (int, float)) and not 0 <= " + name
                                    + " <= 1:\n    raise ValueError(f\"" + name + " is between 0 and 1, not {" + name
                                    + "}\")"
                            : "if isinstance(" + name + ", (int, float)) and not math.isfinite(" + name
                                    + "):\n    raise ValueError(f\"" + name + " is a finite number, not {" + name
                                    + "}\")");
        }
        return checks;
    }

    private String update() {
        List<String> numbers = new ArrayList<>();
        if (step.reads(Node.RATE)) {
            numbers.add("lr");
        }
        if (step.reads(Node.SCHEDULE)) {
            numbers.add("lr / " + PythonBody.number(step.rate()));
        }
        numbers.addAll(shares());
        String more = numbers.stream().map(number -> ", " + number).collect(Collectors.joining());
        StringBuilder text = new StringBuilder();
        if (isWhole) {
            text.append("steps, *states = _step(w, g, *states").append(more).append(")\n");
        } else {
            text.append("results = [_step(*leaf")
                    .append(more)
                    .append(") for leaf in zip(w, g, *states)]\nsteps, *states = zip(*results) if results else [()] * ")
                    .append(body.states().size() + 1)
                    .append("\n");
        }
        if (step.decay() != Step.Decay.GRADIENT) {
            String factor = step.isScaled() || step.decay() == Step.Decay.PLAIN ? "weight_decay" : "lr * weight_decay";
            text.append("if not isinstance(weight_decay, (int, float)) or weight_decay != 0:\n")
                    .append("    steps = [x + ")
                    .append(factor)
                    .append(" * p for x, p in zip(steps, w)]\n");
        }
        return text.append(step.isScaled() ? "steps = [-lr * x for x in steps]" : "steps = [-x for x in steps]")
                .toString();
    }

    private static String snake(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }

    /** An array without elements is its own step. */
    private static final String STILL = "[None if p is None else g for p, g in zip(*columns[:2])]";

    private static final String LIKE_ZEROS = """
                    def zeros():
                        return jax.tree_util.tree_map(lambda p: jnp.zeros_like(p, dtype=_dtype(keep_dtype, p)), params)
            """;
    private static final String SHAPED_ZEROS = """
                    def zeros(shape):
                        return jax.tree_util.tree_map(lambda p: jnp.zeros(shape(jnp.shape(p)), _dtype(keep_dtype, p)), params)
            """;
    private static final String MATRICES = """
                Arrays are matrices here, the first dimension by all others; a vector is one row. What is to be trained otherwise, as
                embeddings, heads and vectors usually are, gets a transformation of its own:

                    def labels(params):
                        return jax.tree_util.tree_map_with_path(
                            lambda path, p: "matrix" if p.ndim > 1 and "embed" not in str(path) else "other", params)

                    optax.multi_transform({"matrix": «FUNCTION»(), "other": optax.adamw(1e-3)}, labels)

            """;

    private static final String L2 = "        g = [x + weight_decay * p for x, p in zip(g, w)]\n";
}
