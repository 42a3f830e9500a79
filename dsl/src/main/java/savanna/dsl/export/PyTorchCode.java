package savanna.dsl.export;

import java.util.List;
import savanna.dsl.function.Spelling;
import savanna.dsl.program.Names;

/** A {@code torch.optim.Optimizer} with parameter groups and {@code state_dict}. */
final class PyTorchCode {

    private final Frame frame;
    private final PythonBody body;

    PyTorchCode(Frame frame) {
        this.frame = frame;
        this.body = new PythonBody(frame, Spelling::torch, "torch");
    }

    String text() {
        StringBuilder text = new StringBuilder();
        boolean decays = frame.decay().isPresent();
        List<String> states = body.states();
        text.append("\"\"\"")
                .append(frame.summary())
                .append("\n\nExported by Savanna. Needs PyTorch 1.13 or later and nothing else.\n\"\"\"\n\n");
        if (frame.program().statements().stream()
                .anyMatch(statement -> statement.function().arity() == 0)) {
            text.append("import math\n\n");
        }
        text.append("import torch\nfrom torch.optim import Optimizer\n\n\nclass ")
                .append(frame.name())
                .append("(Optimizer):\n");
        text.append("    \"\"\"").append(frame.summary()).append("\n\n    The program:\n\n");
        frame.program()
                .toString()
                .lines()
                .forEach(line -> text.append("        ").append(line).append('\n'));
        text.append("\n    Args:\n        params: parameters, or groups of them\n        lr: ");
        text.append(
                frame.rate().isPresent()
                        ? "learning rate; schedulers scale it"
                        : "value of the schedule, 1 at its top; schedulers scale it");
        text.append(decays ? "\n        weight_decay: factor of the weights in the step\n" : "\n")
                .append("    \"\"\"\n\n");
        text.append("    def __init__(self, params, lr=")
                .append(frame.rate().isPresent() ? Names.number(frame.rate().getAsDouble()) : "1.0");
        text.append(decays ? ", weight_decay=" + Names.number(frame.decay().getAsDouble()) : "")
                .append("):\n");
        text.append("        if lr < 0:\n            raise ValueError(f\"lr is at least 0, not {lr}\")\n");
        text.append("        super().__init__(params, dict(lr=lr")
                .append(decays ? ", weight_decay=weight_decay" : "")
                .append("))\n\n");
        text.append(
                "    @torch.no_grad()\n    def step(self, closure=None):\n        \"\"\"Makes one step. `closure` evaluates the model again and returns the loss.\"\"\"\n");
        text.append(
                "        loss = None\n        if closure is not None:\n            with torch.enable_grad():\n                loss = closure()\n");
        text.append(
                "        for group in self.param_groups:\n            params = [p for p in group[\"params\"] if p.grad is not None]\n");
        text.append("            for p in params:\n");
        text.append("                if p.grad.is_sparse:\n                    raise RuntimeError(\"")
                .append(frame.name())
                .append(" does not take sparse gradients\")\n");
        if (!states.isEmpty()) {
            text.append("                if not self.state[p]:\n");
            states.forEach(state -> text.append("                    self.state[p][\"")
                    .append(state)
                    .append("\"] = torch.zeros_like(p)\n"));
        }
        String hyper = "group[\"lr\"]" + (decays ? ", group[\"weight_decay\"]" : "");
        if (body.isOverLists()) {
            text.append("            if not params:\n                continue\n");
            states.forEach(state -> text.append("            ")
                    .append(state)
                    .append(" = [self.state[p][\"")
                    .append(state)
                    .append("\"] for p in params]\n"));
            text.append("            results = _step(params, [p.grad for p in params], ");
            text.append(states.isEmpty() ? "" : String.join(", ", states) + ", ")
                    .append(hyper)
                    .append(")\n");
            text.append("            for i, p in enumerate(params):\n");
            for (int k = 0; k < states.size(); k++) {
                text.append("                self.state[p][\"")
                        .append(states.get(k))
                        .append("\"] = results[")
                        .append(k + 1)
                        .append("][i]\n");
            }
            text.append("                p.sub_(results[0][i])\n");
        } else {
            text.append("                state = self.state[p]\n");
            StringBuilder targets = new StringBuilder("update");
            StringBuilder arguments = new StringBuilder("p, p.grad, ");
            for (String state : states) {
                targets.append(", state[\"").append(state).append("\"]");
                arguments.append("state[\"").append(state).append("\"], ");
            }
            text.append("                ")
                    .append(targets)
                    .append(" = _step(")
                    .append(arguments)
                    .append(hyper)
                    .append(")\n                p.sub_(update)\n");
        }
        text.append("        return loss\n\n\n");
        body.helpers().forEach(helper -> text.append(helper).append("\n\n"));
        text.append("def _step(").append(body.parameters()).append("):\n");
        body.lines().forEach(line -> text.append("    ").append(line).append('\n'));
        return text.append("    return ")
                .append(String.join(", ", body.results()))
                .append(body.isOverLists() && states.isEmpty() ? ",\n" : "\n")
                .toString();
    }
}
