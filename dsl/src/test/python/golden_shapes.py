"""Regenerates the golden trajectories of optimizers that see the shapes of arrays, which ShapedTrajectoryTest compares the shipped programs with.

problem.json holds the start of six arrays and 50 gradients, with sign changes, sizes of three decades and zeros here and there; problem-even.json
the same with gradients of one size, for what takes roots of eigenvalues, of which 32 bits keep no six decades. Every other file holds the
weights after each step of one optimizer: of PyTorch, of Optax, or, where neither has it, of its paper's equations in numpy and 64
bits. Run it with an interpreter that has numpy and the library asked for:

    python golden_shapes.py torch     (2.9 or later, for torch.optim.Muon)
    python golden_shapes.py optax     (pip install "jax[cpu]" optax)
    python golden_shapes.py numpy
"""
import json
import pathlib
import sys

import numpy as np

OUT = pathlib.Path(__file__).resolve().parent.parent / "resources" / "savanna" / "dsl" / "shapes"
LEAVES = {"tall": (4, 3), "wide": (2, 5), "square": (3, 3), "convolution": (2, 2, 2), "bias": (5,), "scale": ()}
MATRICES = ["tall", "wide", "square"]
ALL = list(LEAVES)
# As Savanna, PyTorch's Muon reads (out, in); Adafactor of both libraries factors the last two dimensions of a convolution, Savanna the first and the rest.
FLAT = [name for name in ALL if name != "convolution"]
STEPS = 50


def problem(decades):
    rng = np.random.default_rng(300)
    start = {name: np.asarray(rng.normal(size=shape), np.float32) for name, shape in LEAVES.items()}
    gradients = []
    for step in range(STEPS):
        gradient = {name: np.asarray(rng.normal(size=shape) * 10 ** (decades * rng.uniform(-2 / 3, 1 / 3)), np.float32) for name, shape in LEAVES.items()}
        gradient["bias"][0] = 0
        if step % 7 == 3:
            gradient["wide"][:] = 0
        gradients.append(gradient)
    return start, gradients


START, GRADIENTS = problem(3)
EVEN = problem(0)[1]


def short(x):
    """The number of fewest digits that is this float of 32 bits."""
    return float(str(np.float32(x)))


def flat(tree, names):
    return [short(x) for name in names for x in np.asarray(tree[name]).reshape(-1)]


def save(name, library, call, program, names, weights, edits=(), problem="problem"):
    OUT.mkdir(parents=True, exist_ok=True)
    document = {"library": library, "call": call, "program": program, "problem": problem, "edits": [list(edit) for edit in edits], "leaves": names, "weights": weights}
    (OUT / (name + ".json")).write_text(json.dumps(document) + "\n")
    print(name)


def save_problem():
    OUT.mkdir(parents=True, exist_ok=True)
    for name, gradients in (("problem", GRADIENTS), ("problem-even", EVEN)):
        document = {
            "leaves": [{"name": name, "shape": list(shape)} for name, shape in LEAVES.items()],
            "start": [flat(START, [name]) for name in ALL], "gradients": [[flat(g, [name]) for name in ALL] for g in gradients]}
        (OUT / (name + ".json")).write_text(json.dumps(document) + "\n")


def torch_cases():
    import torch

    # Its iteration runs in 16 bits; here in 32, so that more than two digits can be compared.
    class InFloats:
        def __getattr__(self, name):
            return torch.float32 if name == "bfloat16" else getattr(torch, name)

    torch.optim._muon.torch = InFloats()
    rate = dict(lr=0.001, weight_decay=0.1)

    def muon_and_adamw(parameters):
        matrices = [p for p in parameters if p.ndim > 1]
        return [torch.optim.Muon(matrices, adjust_lr_fn="match_rms_adamw", **rate), torch.optim.AdamW([p for p in parameters if p.ndim < 2], **rate)]

    cases = [
        ("muon", "Muon()", MATRICES, lambda p: [torch.optim.Muon(p)], ()),
        ("muon-adamw", "Muon(adjust_lr_fn='match_rms_adamw', lr=0.001, weight_decay=0.1), AdamW(lr=0.001, weight_decay=0.1)", FLAT, muon_and_adamw, ()),
        ("adafactor", "Adafactor()", FLAT, lambda p: [torch.optim.Adafactor(p)], ()),
        ("rprop", "Rprop()", ALL, lambda p: [torch.optim.Rprop(p)], ()),
    ]
    for program, call, names, make, edits in cases:
        parameters = {name: torch.nn.Parameter(torch.tensor(START[name])) for name in names}
        optimizers = make(list(parameters.values()))
        weights = []
        for gradient in GRADIENTS:
            for name, parameter in parameters.items():
                parameter.grad = torch.tensor(gradient[name])
            for optimizer in optimizers:
                optimizer.step()
            weights.append(flat({name: p.detach().numpy() for name, p in parameters.items()}, names))
        save("torch-" + program, "torch " + torch.__version__, call, program, names, weights, edits)


def optax_cases():
    import jax
    import jax.numpy as jnp
    import optax

    # Optax reads matrices as (in, out): it is given and gives them transposed. Its Nesterov momentum has a bias correction that PyTorch's has not.
    plain_muon = optax.contrib.muon(0.001, nesterov=False, weight_decay=0.1)
    adafactor = optax.adafactor(0.01, min_dim_size_to_factor=1)
    cases = [
        ("muon", "contrib.muon(0.001, nesterov=False, weight_decay=0.1)", MATRICES, plain_muon, [("interp(g, m, 0.95)\n  o", "interp(g, m, 1.0)\n  o")]),
        ("adafactor", "adafactor(0.01, min_dim_size_to_factor=1)", FLAT, adafactor, ()),
        ("lamb", "lamb(0.001, eps=1e-8, weight_decay=0.01)", ALL, optax.lamb(0.001, eps=1e-8, weight_decay=0.01), ()),
        ("lars", "lars(0.1, weight_decay=0.0001)", ALL, optax.lars(0.1, weight_decay=0.0001), ()),
        ("adopt", "contrib.adopt(0.001)", ALL, optax.contrib.adopt(0.001), ()),
        ("ademamix", "contrib.ademamix(0.001, b3=0.9999, alpha=6.0, weight_decay=0.01)", ALL, optax.contrib.ademamix(0.001, b3=0.9999, alpha=6.0, weight_decay=0.01), ()),
        ("adan", "adan(0.001, eps_root=0, weight_decay=0.02)", ALL, optax.adan(0.001, eps_root=0.0, weight_decay=0.02), ()),
        ("novograd", "novograd(0.01, eps=1e-8, weight_decay=0.001)", ALL, optax.novograd(0.01, eps=1e-8, weight_decay=0.001), ()),
        ("prodigy", "contrib.prodigy()", ALL, optax.contrib.prodigy(), ()),
    ]
    for program, call, names, optimizer, edits in cases:
        turns = program == "muon"
        parameters = {name: jnp.asarray(START[name].T if turns else START[name]) for name in names}
        state = optimizer.init(parameters)
        step = jax.jit(optimizer.update)
        weights = []
        for gradient in GRADIENTS:
            updates, state = step({name: jnp.asarray(gradient[name].T if turns else gradient[name]) for name in names}, state, parameters)
            parameters = optax.apply_updates(parameters, updates)
            weights.append(flat({name: p.T if turns else p for name, p in parameters.items()}, names))
        save("optax-" + program, "optax " + optax.__version__, call, program, names, weights, edits)


def corrected(average, beta, t):
    return average / (1 - beta**t)


def adam(g, s, t, b1=0.9, b2=0.999):
    """Adam's step, and the average of squares that it keeps; states begin at 0."""
    s["m"] = b1 * s.get("m", 0) + (1 - b1) * g
    s["v"] = b2 * s.get("v", 0) + (1 - b2) * g * g
    return corrected(s["m"], b1, t) / (np.sqrt(corrected(s["v"], b2, t)) + 1e-8)


def shampoo(w, g, s, t):
    """Gupta, Koren and Singer, 2018, algorithm 1, on the matrix of the first dimension by the rest; roots with the ridge of Anil et al., 2020."""

    def root(x):
        values, vectors = np.linalg.eigh(x)
        return vectors @ np.diag((np.maximum(values, 0) + 1e-6 * values[-1]) ** -0.25) @ vectors.T if values[-1] > 0 else 0 * x

    s["l"] = s.get("l", 0) + g @ g.T
    s["r"] = s.get("r", 0) + g.T @ g
    return w - 0.1 * root(s["l"]) @ g @ root(s["r"])


def soap(w, g, s, t, eps=1e-8):
    """Vyas et al., 2024, algorithm 3, with bases renewed before every step by algorithm 4: a power step and QR, from the identity on, shifted."""

    def basis(x):
        """Q of QR with no negative number on R's diagonal; what depends on those before it is replaced as by Householder's reflections."""
        n = len(x)
        q, rest, signs = np.eye(n), x.copy(), np.ones(n)
        for k in range(n):
            left = np.linalg.norm(rest[k:, k])
            if left > 1e-6 * np.linalg.norm(x[:, k]):
                signs[k] = -1 if rest[k, k] >= 0 else 1
                v = np.where(np.arange(n) < k, 0, rest[:, k])
                v[k] -= signs[k] * left
                h = np.eye(n) - 2 * np.outer(v, v) / (v @ v)
                rest, q = h @ rest, q @ h
        return q * signs

    b = 0.95
    s["l"] = b * s.get("l", 0) + (1 - b) * g @ g.T
    s["r"] = b * s.get("r", 0) + (1 - b) * g.T @ g
    shift = 0.01 * np.mean(s.get("v", 0))
    for name, x in (("p", s["l"]), ("q", s["r"])):
        s[name] = basis(x @ s[name] + shift * s[name] if t > 1 else x)
    p, q = s["p"], s["q"]
    turned = p.T @ g @ q
    s["m"] = b * s.get("m", 0) + (1 - b) * g
    s["v"] = b * s.get("v", 0) + (1 - b) * turned * turned
    n = corrected(p.T @ s["m"] @ q, b, t) / (np.sqrt(corrected(s["v"], b, t)) + eps)
    return w - 0.003 * (p @ n @ q.T + 0.01 * w)


def newton_schulz(x):
    """Muon's five steps; 0 stays 0."""
    x = x / max(np.linalg.norm(x), 1e-30)
    for _ in range(5):
        x = 3.4445 * x - 4.775 * x @ x.T @ x + 2.0315 * x @ x.T @ x @ x.T @ x
    return x


def scion(w, g, s, t):
    """Pethick et al., 2025, algorithm 2 (constrained) with alpha 0.1, radius 50, rate 2^-12: the edge of the spectral ball, or of that of root mean square."""
    s["m"] = 0.9 * s.get("m", 0) + 0.1 * g
    m = s["m"]
    rows, columns = m.shape
    edge = np.sqrt(rows / columns) * newton_schulz(m) if min(rows, columns) > 1 else m / (np.sqrt(np.mean(m * m)) + 1e-8)
    return (1 - 2.0**-12) * w - 2.0**-12 * 50 * edge


def cautious(update, g):
    mask = (update * g > 0) * 1.0
    return update * mask / max(mask.mean(), 1e-3)


def cautious_lion(w, g, s, t):
    """Liang et al., 2024, algorithm 1, on Lion."""
    m = s.get("m", 0 * g)
    s["m"] = 0.99 * m + 0.01 * g
    return w - 1e-4 * (cautious(np.sign(0.9 * m + 0.1 * g), g) + 0.1 * w)


def cautious_adamw(w, g, s, t):
    """Liang et al., 2024, algorithm 2."""
    return w - 1e-3 * (cautious(adam(g, s, t), g) + 0.01 * w)


def adam_mini(w, g, s, t):
    """Zhang et al., 2024, algorithm 1: blocks are rows of matrices, and whole vectors."""
    s["m"] = 0.9 * s.get("m", 0) + 0.1 * g
    s["v"] = 0.95 * s.get("v", 0) + 0.05 * np.mean(g * g, axis=1, keepdims=True)
    return w - 1e-3 * (corrected(s["m"], 0.9, t) / (np.sqrt(corrected(s["v"], 0.95, t)) + 1e-8) + 0.1 * w)


def soap_beyond_the_rank(w, g, s, t):
    """SOAP with eps 1e-3: where gradients do not reach yet, what is divided by 1e-8 is the rounding of 32 bits."""
    return soap(w, g, s, t, 1e-3 + 1e-8)


def numpy_cases():
    square = ["square", "scale"]
    beyond = [("  d = n_hat /", "  sqrt_v_hat = sqrt_v_hat + 0.001\n  d = n_hat /")]
    cases = [
        (shampoo, "shampoo", ALL, EVEN, ()), (soap, "soap", square, EVEN, ()), (soap_beyond_the_rank, "soap", ALL, EVEN, beyond), (scion, "scion", ALL, GRADIENTS, ()),
        (cautious_lion, "cautious-lion", ALL, GRADIENTS, ()), (cautious_adamw, "cautious-adamw", ALL, GRADIENTS, ()), (adam_mini, "adam-mini", ALL, GRADIENTS, ())]
    for step, program, names, gradients, edits in cases:
        matrices = {name: (shape[0] if len(shape) > 1 else 1, -1) for name, shape in LEAVES.items()}
        w = {name: START[name].astype(np.float64).reshape(matrices[name]) for name in names}
        states = {name: {} for name in names}
        weights = []
        for t, gradient in enumerate(gradients, 1):
            w = {name: step(w[name], gradient[name].astype(np.float64).reshape(matrices[name]), states[name], t) for name in names}
            weights.append(flat(w, names))
        save("numpy-" + step.__name__.replace("_", "-"), "numpy", step.__doc__, program, names, weights, edits, "problem-even" if gradients is EVEN else "problem")


if __name__ == "__main__":
    if sys.argv[1:] not in (["torch"], ["optax"], ["numpy"]):
        sys.exit(__doc__)
    save_problem()
    dict(torch=torch_cases, optax=optax_cases, numpy=numpy_cases)[sys.argv[1]]()
