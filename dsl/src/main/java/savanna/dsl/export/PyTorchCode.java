package savanna.dsl.export;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import savanna.dsl.function.Kind;

/** A {@code torch.optim.Optimizer} that takes what PyTorch's own optimizers take. */
final class PyTorchCode {

    private final Step step;
    private final TorchBody body;
    /** Whether the program looks at the whole model: all groups then make one step together. */
    private final boolean isWhole;

    PyTorchCode(Step step) {
        this.step = step;
        this.body = new TorchBody(step);
        this.isWhole = step.isOfModel();
    }

    String text() {
        String text = isWhole ? MODULE.replace("«STEP»\n", WHOLE) : MODULE.replace("«STEP»\n", BY_GROUP);
        List<String> lines = body.lines();
        return text.replace("«SUMMARY»", step.summary())
                .replace("«NAME»", step.name())
                .replace(
                        "«PROGRAM»",
                        PythonText.indented(step.program().toString().strip(), 8))
                .replace("«ARGUMENTS»", PythonText.indented(String.join("\n", arguments()), 8))
                .replace("«SIGNATURE»", PythonText.indented(String.join(",\n", signature()) + ",", 8))
                .replace(
                        "«DEFAULTS»",
                        PythonText.indented(
                                options().stream()
                                        .map(name -> name + "=" + name + ",")
                                        .collect(Collectors.joining("\n")),
                                12))
                .replace("«CHECKS»", PythonText.indented(String.join("\n", checks()), 4))
                .replace(
                        "«STATES»",
                        "("
                                + body.states().stream()
                                        .map(state -> "\"" + state + "\", ")
                                        .collect(Collectors.joining())
                                        .strip()
                                + ")")
                .replace("«DECAYED_GRADIENT»", step.decay() == Step.Decay.GRADIENT ? isWhole ? WHOLE_L2 : L2 : "")
                .replace("«UPDATE»", PythonText.indented(isWhole ? wholeUpdate() : updates(), 8))
                .replace("«ZEROS»", zeros())
                .replace("«SOME»", step.looksAtArrays() ? " and p.numel() > 0" : "")
                .replace("«MATRICES»\n", step.isOfMatrices() ? MATRICES.replace("«NAME»", step.name()) : "")
                .replace("«HELPERS»", helpers() + zerosFunction())
                .replace("«FUNCTIONS»", functions(lines));
    }

    private String zeros() {
        return step.hasShapes() ? "_zeros(p, dtype)" : "(name, torch.zeros_like(p, dtype=dtype)) for name in _STATES";
    }

    private String zerosFunction() {
        if (!step.hasShapes()) {
            return "";
        }
        StringBuilder text =
                new StringBuilder("def _zeros(p, dtype):\n    \"\"\"The states before the first step.\"\"\"\n");
        boolean isOfShape = step.equations().states().stream()
                .anyMatch(state -> !state.kind().isOne() && !state.kind().isPerParameter());
        text.append(isOfShape ? "    m, n = _matrix(p.shape)\n" : "").append("    return {\n");
        for (int k = 0; k < body.states().size(); k++) {
            Kind kind = step.equations().states().get(k).kind();
            text.append("        \"")
                    .append(body.states().get(k))
                    .append("\": ")
                    .append(
                            kind.isPerParameter()
                                    ? "torch.zeros_like(p, dtype=dtype)"
                                    : "p.new_zeros(" + PythonText.extents(kind) + ", dtype=dtype)")
                    .append(",\n");
        }
        return text.append("    }\n\n\n").toString();
    }

    private String helpers() {
        return body.helpers().stream().map(helper -> helper.strip() + "\n\n\n").collect(Collectors.joining());
    }

    private String functions(List<String> lines) {
        String own = PythonText.function(
                "_step", isWhole ? WHOLE_DOCUMENT : SINGLE_DOCUMENT, body.parameters(), lines, body.results());
        if (isWhole) {
            return own;
        }
        ForeachBody lists = new ForeachBody(step);
        List<String> listLines = lists.lines();
        return own + "\n\n"
                + PythonText.function("_foreach_step", LISTS_DOCUMENT, lists.parameters(), listLines, lists.results());
    }

    private List<String> options() {
        List<String> options = new ArrayList<>(List.of("lr"));
        if (!step.shares().betas().isEmpty()) {
            options.add("betas");
        }
        step.shares().momentum().ifPresent(share -> options.add("momentum"));
        options.addAll(List.of("weight_decay", "maximize", "foreach", "keep_dtype", "capturable", "differentiable"));
        return options;
    }

    private List<String> signature() {
        List<String> signature = new ArrayList<>(List.of("lr=" + PythonBody.number(step.rate())));
        if (!step.shares().betas().isEmpty()) {
            signature.add("betas=" + betas());
        }
        step.shares().momentum().ifPresent(share -> signature.add("momentum=" + PythonBody.number(share)));
        signature.add("weight_decay=" + PythonBody.number(step.decayRate()));
        signature.addAll(List.of(
                "*", "maximize=False", "foreach=None", "keep_dtype=False", "capturable=False", "differentiable=False"));
        return signature;
    }

    private String betas() {
        return "(" + step.shares().betas().stream().map(PythonText::plain).collect(Collectors.joining(", "))
                + (step.shares().betas().size() == 1 ? ",)" : ")");
    }

    private List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        arguments.add("params: parameters, or groups of them with options of their own");
        arguments.add("lr: " + PythonText.rate(step));
        if (!step.shares().betas().isEmpty()) {
            arguments.add("betas: shares with which the step interpolates, in its order");
        }
        step.shares().momentum().ifPresent(share -> arguments.add("momentum: share of the state that is kept"));
        arguments.add("weight_decay: " + PythonText.decay(step));
        arguments.add("maximize: go up the gradient instead of down");
        arguments.add(
                isWhole
                        ? "foreach: no difference; the whole model makes one step"
                        : "foreach: use functions over lists of arrays; by default where all parameters are on a GPU");
        arguments.add("keep_dtype: states and arithmetic of 16-bit parameters have their type, not 32 bits");
        arguments.add("capturable, differentiable: not supported");
        return arguments;
    }

    private List<String> checks() {
        List<String> checks = new ArrayList<>();
        for (int i = 0; i < step.shares().betas().size(); i++) {
            checks.add(share(
                    "betas[" + i + "]",
                    "group[\"betas\"][" + i + "]",
                    step.shares().betas().get(i)));
        }
        if (!step.shares().betas().isEmpty()) {
            checks.add(
                    0,
                    "if len(group[\"betas\"]) != " + step.shares().betas().size()
                            + ":\n    raise ValueError(f\"betas has length "
                            + step.shares().betas().size() + ", it is not {group['betas']}\")");
        }
        step.shares().momentum().ifPresent(value -> checks.add(share("momentum", "group[\"momentum\"]", value)));
        return checks;
    }

    private static String share(String name, String place, double value) {
        return Shares.isProper(value)
                ? "if not 0 <= " + place + " <= 1:\n    raise ValueError(f\"" + name + " is between 0 and 1, not {"
                        + place.replace('"', '\'') + "}\")"
                : "if not math.isfinite(" + place + "):\n    raise ValueError(f\"" + name + " is a finite number, not {"
                        + place.replace('"', '\'') + "}\")";
    }

    /** Whether the array of the update is one that is kept, or a copy that may be written to. */
    private boolean isUpdateKept() {
        Node update = step.equations().update();
        return PythonBody.isView(update)
                || !(update instanceof Node.Call) && update.kind().isPerParameter()
                || step.equations().next().contains(update);
    }

    private String numbers() {
        List<String> arguments = new ArrayList<>();
        if (step.reads(Node.RATE)) {
            arguments.add("lr");
        }
        if (step.reads(Node.SCHEDULE)) {
            arguments.add("lr / " + PythonBody.number(step.rate()));
        }
        if (!step.shares().betas().isEmpty()) {
            arguments.add("*group[\"betas\"]");
        }
        step.shares().momentum().ifPresent(share -> arguments.add("group[\"momentum\"]"));
        return arguments.stream().map(argument -> ", " + argument).collect(Collectors.joining());
    }

    /** What the weight decay is multiplied by where it is added to the update. */
    private String decayFactor() {
        return switch (step.decay()) {
            case PLAIN -> "weight_decay";
            case RATED, NONE -> step.isScaled() ? "weight_decay" : "lr * weight_decay";
            case GRADIENT -> "";
        };
    }

    private String updates() {
        String states = body.states().stream()
                .map(state -> ", [state[\"" + state + "\"] for state in states]")
                .collect(Collectors.joining());
        String scaled = step.isScaled() ? ", alpha=lr" : "";
        boolean decays = step.decay() != Step.Decay.GRADIENT;
        boolean alone = body.states().isEmpty();
        StringBuilder text = new StringBuilder();
        text.append("if foreach:\n    ")
                .append(alone ? "(update,)" : "update, *kept")
                .append(" = _foreach_step(w, g")
                .append(states)
                .append(numbers())
                .append(")\n");
        if (decays) {
            text.append("    if weight_decay != 0:\n        ");
            text.append(
                    isUpdateKept()
                            ? "update = torch._foreach_add(update, w, alpha=" + decayFactor() + ")\n"
                            : "torch._foreach_add_(update, w, alpha=" + decayFactor() + ")\n");
        }
        text.append("    torch._foreach_sub_(params, update").append(scaled).append(")\n");
        if (!alone) {
            text.append("    for state, *values in zip(states, *kept):\n        state.update(zip(_STATES, values))\n");
        }
        text.append("else:\n    for p, w, g")
                .append(alone ? "" : ", state")
                .append(" in zip(params, w, g")
                .append(alone ? "" : ", states")
                .append("):\n        ");
        text.append(
                alone
                        ? "(update,)"
                        : "update"
                                + body.states().stream()
                                        .map(state -> ", state[\"" + state + "\"]")
                                        .collect(Collectors.joining()));
        text.append(" = _step(w, g")
                .append(body.states().stream()
                        .map(state -> ", state[\"" + state + "\"]")
                        .collect(Collectors.joining()))
                .append(numbers())
                .append(")\n");
        if (decays) {
            text.append("        if weight_decay != 0:\n            update = ");
            text.append(
                    isUpdateKept()
                            ? "torch.add(update, w, alpha=" + decayFactor() + ")\n"
                            : "update.add_(w, alpha=" + decayFactor() + ")\n");
        }
        text.append("        p.sub_(update").append(scaled).append(")");
        return text.toString();
    }

    private String wholeUpdate() {
        StringBuilder text = new StringBuilder();
        List<String> arguments = new ArrayList<>();
        if (step.reads(Node.RATE)) {
            arguments.add("rates");
        }
        if (step.reads(Node.SCHEDULE)) {
            arguments.add("[lr / " + PythonBody.number(step.rate()) + " for lr in rates]");
        }
        if (!step.shares().betas().isEmpty()) {
            arguments.add("*zip(*(group[\"betas\"] for group in groups))");
        }
        step.shares().momentum().ifPresent(share -> arguments.add("[group[\"momentum\"] for group in groups]"));
        boolean alone = body.states().isEmpty();
        text.append(alone ? "(updates,)" : "updates, *kept")
                .append(" = _step(w, g")
                .append(body.states().stream()
                        .map(state -> ", [state[\"" + state + "\"] for state in states]")
                        .collect(Collectors.joining()))
                .append(arguments.stream().map(argument -> ", " + argument).collect(Collectors.joining()))
                .append(")\n");
        if (!alone) {
            text.append("for state, *values in zip(states, *kept):\n    state.update(zip(_STATES, values))\n");
        }
        text.append("for p, w, update, lr, group in zip(params, w, updates, rates, groups):\n");
        if (step.decay() != Step.Decay.GRADIENT) {
            text.append(
                            "    weight_decay = group[\"weight_decay\"]\n    if weight_decay != 0:\n        update = torch.add(update, w, alpha=")
                    .append(decayFactor())
                    .append(")\n");
        }
        text.append("    p.sub_(update")
                .append(step.isScaled() ? ", alpha=lr" : "")
                .append(")");
        return text.toString();
    }

    static final String SINGLE_DOCUMENT = "The step of one parameter array: its update, and the new states.";
    private static final String LISTS_DOCUMENT = "The same for lists of arrays.";
    static final String WHOLE_DOCUMENT = "The step of the whole model: lists of arrays, one for each parameter.";

    private static final String L2 =
            "        if weight_decay != 0:\n            g = [torch.add(x, y, alpha=weight_decay) for x, y in zip(g, w)]\n";
    private static final String WHOLE_L2 = "        decays = [group[\"weight_decay\"] for group in groups]\n"
            + "        g = [torch.add(x, y, alpha=decay) if decay != 0 else x for x, y, decay in zip(g, w, decays)]\n";

    private static final String MATRICES = """
                Arrays are matrices here, the first dimension by all others; a vector is one row. What is to be trained otherwise, as
                embeddings, heads and vectors usually are, is given to an optimizer of its own:

                    hidden = [p for p in model.blocks.parameters() if p.ndim > 1]
                    others = [p for p in model.parameters() if all(p is not q for q in hidden)]
                    optimizers = [«NAME»(hidden), torch.optim.AdamW(others)]

            """;

    private static final String MODULE = PythonText.resource("pytorch.py");
    private static final String BY_GROUP = PythonText.resource("pytorch_by_group.py");
    private static final String WHOLE = PythonText.resource("pytorch_whole_model.py");
}
