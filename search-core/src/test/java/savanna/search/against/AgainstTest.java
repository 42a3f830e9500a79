package savanna.search.against;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import savanna.dsl.export.Target;
import savanna.dsl.library.ProgramLibrary;
import savanna.dsl.program.Program;

/**
 * Ports that are right, and ports with faults as public collections have them. Skipped where Python has no PyTorch or
 * Optax.
 */
class AgainstTest {

    private static final String LION = """
            import torch

            class Lion(torch.optim.Optimizer):
                def __init__(self, params, lr=1e-4, betas=(0.9, 0.99), weight_decay=0.0):
                    super().__init__(params, dict(lr=lr, betas=betas, weight_decay=weight_decay))

                @torch.no_grad()
                def step(self):
                    for group in self.param_groups:
                        beta1, beta2 = group["betas"]
                        for p in group["params"]:
                            if p.grad is None:
                                continue
                            state = self.state[p]
                            if not state:
                                state["exp_avg"] = torch.zeros_like(p)
                            exp_avg = state["exp_avg"]
                            p.mul_(1 - group["lr"] * group["weight_decay"])
                            update = exp_avg * beta1 + p.grad * (1 - beta1)
                            p.add_(update.sign_(), alpha=-group["lr"])
                            exp_avg.lerp_(p.grad, 1 - beta2)
            """;
    private static final String CLIPPED = """
            def train(w, g, v, lr):
              g2 = square(g)
              v = interp(g2, v, 0.9)
              rate = reciprocal(v)
              rate = minimum(rate, 2.0)
              update = rate * g
              lr = lr * 0.01
              update = update * lr
              return update, v
            """;
    private static final String CLIPPED_PORT = """
            import torch

            class Clipped(torch.optim.Optimizer):
                def __init__(self, params, lr=0.01, beta=0.9):
                    super().__init__(params, dict(lr=lr, beta=beta))

                @torch.no_grad()
                def step(self):
                    for group in self.param_groups:
                        for p in group["params"]:
                            if p.grad is None:
                                continue
                            state = self.state[p]
                            if not state:
                                state["v"] = torch.zeros_like(p)
                            state["v"].mul_(group["beta"]).addcmul_(p.grad, p.grad, value=1 - group["beta"])
                            p.sub_(state["v"].reciprocal().clamp_(max=2.0) * p.grad, alpha=group["lr"])
            """;

    @TempDir
    Path folder;

    private static void assumePython(String modules) throws IOException, InterruptedException {
        String python = Optional.ofNullable(System.getProperty("savanna.python"))
                .or(() -> Optional.ofNullable(System.getenv("SAVANNA_PYTHON")))
                .orElse("python3");
        boolean can;
        try {
            can = new ProcessBuilder(python, "-c", "import " + modules)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            can = false;
        }
        assumeTrue(can, "skipped: " + python + " cannot import " + modules + "; set SAVANNA_PYTHON to one that can");
    }

    private List<Situation> run(String module, String name, Program program) throws IOException {
        Path file = Files.writeString(folder.resolve("port.py"), module);
        return new Against(file + ":" + name).run(program, "program");
    }

    private static Program lion() {
        return ProgramLibrary.find("lion").orElseThrow();
    }

    private static List<String> wrong(List<Situation> situations) {
        return situations.stream()
                .filter(Situation::isWrong)
                .map(situation -> situation.name() + " " + situation.described())
                .toList();
    }

    @Test
    void shouldFindThatARightPortDoesTheSame() throws Exception {
        assumePython("torch");
        List<Situation> situations = run(LION, "Lion", lion());
        assertThat(wrong(situations)).isEmpty();
        assertThat(situations)
                .hasSizeGreaterThan(10)
                .noneMatch(situation -> situation.outcome() == Situation.Outcome.NOT_TRIED);
    }

    @Test
    void shouldFindAnInterpolationTheWrongWayRound() throws Exception {
        assumePython("torch");
        List<Situation> situations =
                run(LION.replace("lerp_(p.grad, 1 - beta2)", "lerp_(p.grad, beta2)"), "Lion", lion());
        // The first step reads a momentum of zero, the second one that is wrong; large decay or zeros change nothing.
        assertThat(wrong(situations)).hasSize(situations.size());
        assertThat(situations.get(0).step()).isBetween(2, 4);
    }

    @Test
    void shouldFindAClampByTheMaximumInsteadOfTheMinimum() throws Exception {
        assumePython("torch");
        assertThat(wrong(run(CLIPPED_PORT, "Clipped", Program.parse(CLIPPED)))).isEmpty();
        List<Situation> situations =
                run(CLIPPED_PORT.replace("clamp_(max=2.0)", "clamp_(min=2.0)"), "Clipped", Program.parse(CLIPPED));
        assertThat(situations.get(0).isWrong()).isTrue();
        assertThat(situations.get(0).step()).isEqualTo(1);
        assertThat(situations.get(0).place()).startsWith("kernel");
    }

    @Test
    void shouldTellTheOneInputInWhichTheyPart() throws Exception {
        assumePython("torch");
        assertThat(wrong(run(
                        LION.replace("group[\"lr\"] * group[\"weight_decay\"]", "1e-4 * group[\"weight_decay\"]"),
                        "Lion",
                        lion())))
                .allMatch(text -> text.startsWith("rate") || text.startsWith("two groups, two rates"))
                .hasSize(3);
        assertThat(wrong(run(LION.replace("p.grad is None", "p.grad is None or not p.grad.any()"), "Lion", lion())))
                .allMatch(text -> text.startsWith("gradients of zero"))
                .hasSize(1);
        assertThat(wrong(run(
                        LION.replace("state[\"exp_avg\"]", "vars(p).setdefault(\"avg\", torch.zeros_like(p))")
                                .replace("if not state:", "if False:")
                                .replace(
                                        "vars(p).setdefault(\"avg\", torch.zeros_like(p)) = torch.zeros_like(p)",
                                        "pass")
                                .replace("state = self.state[p]", "state = None")
                                .replace(
                                        "vars(p).setdefault(\"avg\", torch.zeros_like(p))",
                                        "self.__dict__.setdefault(\"averages\", {}).setdefault(p, torch.zeros_like(p))"),
                        "Lion",
                        lion())))
                .allMatch(text -> text.startsWith("state saved and loaded"))
                .hasSize(1);
    }

    @Test
    void shouldRunTransformationsOfOptax() throws Exception {
        assumePython("jax, optax");
        String port = "import optax\n\ndef mine(learning_rate, b1=0.9, b2=0.99, weight_decay=0.0):\n"
                + "    return optax.lion(learning_rate, b1, b2, weight_decay=weight_decay)\n";
        List<Situation> situations = run(port, "mine", lion());
        assertThat(wrong(situations)).isEmpty();
        assertThat(wrong(run(port.replace("b1, b2,", "b2, b1,"), "mine", lion())))
                .isNotEmpty();
    }

    @Test
    void shouldFindAllShippedProgramsEqualToTheirOwnExports() throws Exception {
        assumePython("torch");
        for (String name : List.of("adamw", "lion-raw", "nesterov", "amsgrad")) {
            Program program = ProgramLibrary.find(name).orElseThrow();
            String code = Target.PYTORCH.export(program, "mine", "Mine.");
            assertThat(wrong(run(code, "Mine", program))).as(name).isEmpty();
        }
    }

    @Test
    void shouldSayWhatIsMissing() throws Exception {
        assertThatThrownBy(() -> new Against("lion.py"))
                .isInstanceOf(AgainstException.class)
                .hasMessageContaining("my_lion.py:Lion");
        assertThatThrownBy(() -> new Against(folder.resolve("none.py") + ":Lion"))
                .hasMessageContaining("no such file");
        assumePython("torch");
        assertThatThrownBy(() -> run(LION, "Loin", lion())).hasMessageContaining("has no Loin; it has Lion");
        assertThatThrownBy(() -> run("import nonesuch\nclass Lion: pass\n", "Lion", lion()))
                .hasMessageContaining("SAVANNA_PYTHON");
    }
}
