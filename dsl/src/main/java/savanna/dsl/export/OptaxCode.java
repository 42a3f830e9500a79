package savanna.dsl.export;

import java.util.List;
import savanna.dsl.function.Spelling;
import savanna.dsl.program.Names;

/** An {@code optax.GradientTransformation}: a pure function of gradients, state and parameters. */
final class OptaxCode {

    private final Frame frame;
    private final PythonBody body;

    OptaxCode(Frame frame) {
        this.frame = frame;
        this.body = new PythonBody(frame, Spelling::jax, "jnp");
    }

    String text() {
        boolean decays = frame.decay().isPresent();
        List<String> states = body.states();
        String function = PythonNames.unreserved(snake(frame.name()));
        StringBuilder text = new StringBuilder();
        text.append("\"\"\"")
                .append(frame.summary())
                .append("\n\nExported by Savanna. Needs JAX and Optax.\n\"\"\"\n\n");
        text.append("from typing import NamedTuple\n\nimport jax\nimport jax.numpy as jnp\nimport optax\n\n\n");
        text.append("class ").append(frame.name()).append("State(NamedTuple):\n    \"\"\"Steps made");
        text.append(states.isEmpty() ? "." : ", and what is kept by parameter.")
                .append("\"\"\"\n\n    count: jnp.ndarray\n");
        states.forEach(state -> text.append("    ").append(state).append(": optax.Updates\n"));
        text.append("\n\ndef ")
                .append(function)
                .append("(learning_rate=")
                .append(frame.rate().isPresent() ? Names.number(frame.rate().getAsDouble()) : "1.0");
        text.append(decays ? ", weight_decay=" + Names.number(frame.decay().getAsDouble()) : "")
                .append("):\n");
        text.append("    \"\"\"").append(frame.summary()).append("\n\n    The program:\n\n");
        frame.program()
                .toString()
                .lines()
                .forEach(line -> text.append("        ").append(line).append('\n'));
        text.append("\n    Args:\n        learning_rate: ");
        text.append(
                        frame.rate().isPresent()
                                ? "a number, or a schedule: a function of the step"
                                : "value of the schedule, 1 at its top: a number, or a function of the step")
                .append('\n');
        text.append(decays ? "        weight_decay: factor of the parameters in the step\n" : "");
        text.append(
                "\n    Returns:\n        an optax.GradientTransformation; its update needs the parameters\n    \"\"\"\n\n");
        text.append("    def init(params):\n        return ")
                .append(frame.name())
                .append("State(jnp.zeros([], jnp.int32)");
        states.forEach(state -> text.append(", jax.tree_util.tree_map(jnp.zeros_like, params)"));
        text.append(")\n\n    def update(updates, state, params=None):\n        if params is None:\n");
        text.append("            raise ValueError(\"")
                .append(function)
                .append(" needs the parameters: update(gradients, state, params)\")\n");
        text.append("        lr = learning_rate(state.count) if callable(learning_rate) else learning_rate\n");
        text.append(
                "        g, tree = jax.tree_util.tree_flatten(updates)\n        w = jax.tree_util.tree_leaves(params)\n");
        String decay = decays ? ", weight_decay" : "";
        StringBuilder leaves = new StringBuilder("w, g");
        states.forEach(state -> leaves.append(", jax.tree_util.tree_leaves(state.")
                .append(state)
                .append(")"));
        if (body.isOverLists()) {
            text.append("        results = _step(")
                    .append(leaves)
                    .append(", lr")
                    .append(decay)
                    .append(")\n");
        } else {
            text.append("        results = [_step(*leaf, lr")
                    .append(decay)
                    .append(") for leaf in zip(")
                    .append(leaves)
                    .append(")]\n        results = list(zip(*results))\n");
        }
        text.append("        results = [jax.tree_util.tree_unflatten(tree, leaves) for leaves in results]\n");
        text.append("        return jax.tree_util.tree_map(jnp.negative, results[0]), ")
                .append(frame.name())
                .append("State(state.count + 1, *results[1:])\n\n");
        text.append("    return optax.GradientTransformation(init, update)\n\n\n");
        body.helpers().forEach(helper -> text.append(helper).append("\n\n"));
        text.append("def _step(").append(body.parameters()).append("):\n");
        body.lines().forEach(line -> text.append("    ").append(line).append('\n'));
        return text.append("    return ")
                .append(String.join(", ", body.results()))
                .append(states.isEmpty() ? ",\n" : "\n")
                .toString();
    }

    private static String snake(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(java.util.Locale.ROOT);
    }
}
