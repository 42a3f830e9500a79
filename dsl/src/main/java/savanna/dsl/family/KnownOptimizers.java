package savanna.dsl.family;

import static savanna.dsl.family.KnownOptimizer.row;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import savanna.dsl.library.ProgramLibrary;
import savanna.dsl.program.Program;

/**
 * What programs are compared with. A new known optimizer is one more row. A shipped program without a row of its name
 * is compared as it is, with the constants that it ships with.
 */
public final class KnownOptimizers {

    private static final List<KnownOptimizer> TABLE = List.of(
            row("lion", "Lion")
                    .family(Family.SIGN_OF_MOMENTUM, "sign of a momentum that is interpolated twice")
                    .rate("beta1")
                    .rate("beta2")
                    .step("m", "c = interp(g, m, beta1); m = interp(g, m, beta2); u = sign(c)"),
            row("signum", "Signum")
                    .family(Family.SIGN_OF_MOMENTUM, "sign of a momentum")
                    .rate("beta")
                    .step("m", "m = interp(g, m, beta); u = sign(m)"),
            row("signsgd", "signSGD")
                    .family(Family.SIGN_OF_GRADIENT, "sign of the gradient")
                    .step("", "u = sign(g)"),
            row("adam", "Adam")
                    .family(Family.ADAM_LIKE, "a momentum divided by the size of past gradients")
                    .rate("beta1")
                    .rate("beta2")
                    .step(
                            "m, v, c, d",
                            "m = interp(g, m, beta1); s = g * g; v = interp(s, v, beta2); c = interp(1.0, c, beta1);"
                                    + " d = interp(1.0, d, beta2); x = m / c; y = v / d; y = sqrt(y); u = x / y"),
            row("adam-uncorrected", "Adam without bias correction")
                    .like("adam")
                    .family(Family.ADAM_LIKE, "a momentum divided by the size of past gradients")
                    .rate("beta1")
                    .rate("beta2")
                    .step(
                            "m, v",
                            "m = interp(g, m, beta1); s = g * g; v = interp(s, v, beta2); y = sqrt(v); u = m / y"),
            row("adabelief", "AdaBelief")
                    .family(Family.ADAM_LIKE, "a momentum divided by the surprise of past gradients")
                    .rate("beta1")
                    .rate("beta2")
                    .step(
                            "m, v, c, d",
                            "m = interp(g, m, beta1); s = g - m; s = s * s; v = interp(s, v, beta2); c = interp(1.0, c,"
                                    + " beta1); d = interp(1.0, d, beta2); x = m / c; y = v / d; y = sqrt(y); u = x / y"),
            row("amsgrad", "AMSGrad")
                    .family(Family.ADAM_LIKE, "a momentum divided by the largest size of past gradients so far")
                    .rate("beta1")
                    .rate("beta2")
                    .step(
                            "m, v, top, c, d",
                            "m = interp(g, m, beta1); s = g * g; v = interp(s, v, beta2); top = maximum(top, v); c ="
                                    + " interp(1.0, c, beta1); d = interp(1.0, d, beta2); x = m / c; y = top / d; y ="
                                    + " sqrt(y); u = x / y"),
            row("rmsprop", "RMSprop")
                    .family(Family.ADAM_LIKE, "the gradient divided by the size of past ones")
                    .rate("beta")
                    .step("v", "s = g * g; v = interp(s, v, beta); y = sqrt(v); u = g / y"),
            row("adagrad", "Adagrad")
                    .family(Family.ADAM_LIKE, "the gradient divided by the size of all so far")
                    .step("v", "s = g * g; v = v + s; y = sqrt(v); u = g / y"),
            row("sgd", "SGD").family(Family.SGD, "the gradient").step("", "u = g * 1.0"),
            row("sgd-momentum", "SGD with momentum")
                    .like("momentum")
                    .family(Family.MOMENTUM, "a momentum")
                    .rate("beta")
                    .step("m", "m = m * beta; m = m + g; u = m * 1.0"),
            row("nesterov", "Nesterov's momentum")
                    .family(Family.MOMENTUM, "a momentum that looks ahead")
                    .rate("beta")
                    .step("m", "m = m * beta; m = m + g; x = m * beta; u = g + x"),
            row("quasi-hyperbolic", "quasi-hyperbolic momentum")
                    .like("momentum")
                    .family(Family.MOMENTUM, "a blend of gradient and momentum")
                    .rate("share")
                    .rate("beta")
                    .step("m", "m = interp(g, m, beta); u = interp(g, m, share)"),
            row("normalised", "normalised momentum")
                    .family(Family.NORMALISED, "a momentum divided by its norm")
                    .rate("beta")
                    .step("m", "m = interp(g, m, beta); n = global_norm(m); u = m / n"),
            row("normalised-by-array", "normalised momentum, array by array")
                    .like("normalised")
                    .family(Family.NORMALISED, "a momentum divided by its norm, array by array")
                    .rate("beta")
                    .step("m", "m = interp(g, m, beta); n = norm(m); u = m / n"),
            row("addsign", "AddSign")
                    .family(Family.AGREEMENT, "the gradient where it agrees with its momentum in sign")
                    .rate("beta")
                    .step("m", "m = interp(g, m, beta); x = sign(g); y = sign(m); x = x * y; x = 1.0 + x; u = g * x"),
            row("powersign", "PowerSign")
                    .family(Family.AGREEMENT, "the gradient, larger where it agrees with its momentum in sign")
                    .rate("beta")
                    .step("m", "m = interp(g, m, beta); x = sign(g); y = sign(m); x = x * y; x = exp(x); u = g * x"),
            row("lamb", "LAMB")
                    .family(Family.ADAM_LIKE, "Adam's step, as long as the weights of each array")
                    .rate("beta1")
                    .rate("beta2")
                    .step(
                            "m, v, c, d",
                            "m = interp(g, m, beta1); s = g * g; v = interp(s, v, beta2); c = interp(1.0, c, beta1);"
                                    + " d = interp(1.0, d, beta2); x = m / c; y = v / d; y = sqrt(y); x = x / y;"
                                    + " n = norm(w); k = norm(x); n = n / k; u = x * n"),
            row("cautious-adamw", "cautious Adam")
                    .like("cautious-adam")
                    .last()
                    .family(Family.ADAM_LIKE, "Adam's step where the gradient agrees")
                    .rate("beta1")
                    .rate("beta2")
                    .step(
                            "m, v",
                            "m = interp(g, m, beta1); s = g * g; v = interp(s, v, beta2); y = sqrt(v); x = m / y;"
                                    + " k = x * g; k = greater(k, 0.0); u = x * k"),
            row("adopt", "ADOPT")
                    .last()
                    .family(Family.ADAM_LIKE, "a momentum of gradients divided by the size of those before")
                    .rate("beta1")
                    .rate("beta2")
                    .step(
                            "m, v, t",
                            "y = sqrt(v); y = maximum(y, 1e-6); y = reciprocal(y); n = g * y; k = power(t, 0.25);"
                                    + " n = clip(n, k); m = interp(n, m, beta1); s = g * g; k = select(t, beta2, 0.0);"
                                    + " v = interp(s, v, k); t = t + 1.0; u = m * 1.0"),
            row("novograd", "NovoGrad")
                    .last()
                    .family(Family.NORMALISED, "a momentum of gradients divided by the size of their array's past ones")
                    .rate("beta1")
                    .rate("beta2")
                    .step(
                            "m, v, t",
                            "s = norm(g); s = s * s; k = select(t, beta2, 0.0); v = interp(s, v, k); t = t + 1.0;"
                                    + " y = sqrt(v); x = g / y; m = m * beta1; m = m + x; u = m * 1.0"),
            row("lars", "LARS")
                    .last()
                    .family(Family.NORMALISED, "a momentum of gradients divided by the norm of their array")
                    .rate("beta")
                    .step("m", "n = norm(w); k = norm(g); n = n / k; x = g * n; m = m * beta; m = m + x; u = m * 1.0"),
            row("adafactor", "Adafactor")
                    .last()
                    .family(Family.FACTORED, "the gradient divided by the sizes of its row's and its column's past")
                    .step(
                            "r, c, t",
                            "t = t + 1.0; b = power(t, -0.8); b = 1.0 - b; s = g * g; s = s + 1e-30; x = row_mean(s);"
                                    + " r = interp(x, r, b); y = col_mean(s); c = interp(y, c, b); k = mean(r);"
                                    + " x = r / k; x = power(x, -0.5); y = power(c, -0.5); u = g * x; u = u * y"),
            row("shampoo", "Shampoo")
                    .last()
                    .family(Family.PRECONDITIONED, "the gradient between inverse roots of its squares so far")
                    .step(
                            "l, r",
                            "t = transpose(g); x = matmul(g, t); l = l + x; y = matmul(t, g); r = r + y;"
                                    + " x = inverse_root(l, 4.0); y = inverse_root(r, 4.0); u = matmul(x, g);"
                                    + " u = matmul(u, y)"),
            row("muon", "Muon")
                    .last()
                    .family(Family.ORTHOGONALISED, "a momentum that looks ahead, its matrices orthogonal")
                    .rate("beta")
                    .step("m", "m = interp(g, m, beta); x = interp(g, m, beta); u = orthogonalize(x)"),
            row("scion", "Scion")
                    .last()
                    .family(Family.ORTHOGONALISED, "a momentum, its matrices orthogonal")
                    .rate("beta")
                    .step("m", "m = interp(g, m, beta); u = orthogonalize(m)"),
            row("cautious-lion", "cautious Lion")
                    .family(Family.SIGN_OF_MOMENTUM, "sign of a doubly interpolated momentum where the gradient agrees")
                    .rate("beta1")
                    .rate("beta2")
                    .step(
                            "m",
                            "c = interp(g, m, beta1); m = interp(g, m, beta2); c = sign(c); x = c * g; x = greater(x,"
                                    + " 0.0); u = c * x"));

    /** Families of programs that are compared as they ship: to fit their rates would take minutes. */
    private static final Map<String, Family> FAMILIES =
            Map.of("soap", Family.PRECONDITIONED, "muon-adamw", Family.ORTHOGONALISED);

    /** Shipped programs that a row stands for under another name. */
    private static final List<String> STOOD_FOR = List.of("adamw", "adamw-bias-corrected", "lion-raw");

    private static final List<KnownOptimizer> ALL = withShipped();

    private KnownOptimizers() {}

    /** All that programs are compared with, in order. */
    public static List<KnownOptimizer> all() {
        return ALL;
    }

    private static List<KnownOptimizer> withShipped() {
        List<KnownOptimizer> all = new ArrayList<>(TABLE);
        ProgramLibrary.names().stream()
                .filter(name -> !STOOD_FOR.contains(name))
                .filter(name -> TABLE.stream().noneMatch(row -> row.name().equals(name)))
                .forEach(name ->
                        all.add(asShipped(name, ProgramLibrary.find(name).orElseThrow())));
        return List.copyOf(all);
    }

    private static KnownOptimizer asShipped(String name, Program program) {
        return new KnownOptimizer(
                name,
                name,
                name,
                FAMILIES.getOrDefault(name, Family.SHIPPED),
                "the shipped program " + name,
                List.of(),
                true,
                program.toString());
    }
}
