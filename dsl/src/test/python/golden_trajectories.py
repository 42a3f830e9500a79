"""Regenerates the golden trajectories that GoldenTrajectoryTest compares the shipped programs with.

Each JSON file holds one optimizer of PyTorch or Optax over 50 steps on three parameter arrays: gradients with sign changes, with zeros here
and there, and with one coordinate that is always zero. Run it with an interpreter that has numpy and the library asked for:

    python golden_trajectories.py torch     (Debian: /usr/bin/python3 with python3-torch)
    python golden_trajectories.py optax     (pip install "jax[cpu]" optax)
"""
import json
import pathlib
import sys

import numpy as np

OUT = pathlib.Path(__file__).resolve().parent.parent / "resources" / "savanna" / "dsl" / "golden"
LEAVES = {"kernel": (2, 3), "bias": (3,), "scale": (2,)}
STEPS = 50


def problem(seed):
    rng = np.random.default_rng(seed)
    start = {name: rng.normal(size=shape).astype(np.float32) for name, shape in LEAVES.items()}
    gradients = []
    for step in range(STEPS):
        gradient = {name: (rng.normal(size=shape) * 10 ** rng.uniform(-3, 0)).astype(np.float32) for name, shape in LEAVES.items()}
        gradient["bias"][0] = 0
        if step % 7 == 3:
            gradient["kernel"][:] = 0
        gradients.append(gradient)
    return start, gradients


def flat(tree):
    return [float(x) for name in LEAVES for x in np.asarray(tree[name]).reshape(-1)]


def save(name, library, version, call, program, constants, start, gradients, weights):
    OUT.mkdir(parents=True, exist_ok=True)
    document = {
        "library": library + " " + version, "call": call, "program": program, "constants": constants,
        "leaves": [{"name": n, "length": int(np.prod(s))} for n, s in LEAVES.items()],
        "start": flat(start), "gradients": [flat(g) for g in gradients], "weights": weights,
    }
    (OUT / (name + ".json")).write_text(json.dumps(document) + "\n")
    print(name)


def torch_cases():
    import torch

    cases = [
        ("sgd", {}, lambda p: torch.optim.SGD(p, lr=0.01)),
        ("sgd-momentum", {}, lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.9, weight_decay=0.0005)),
        ("sgd-momentum", {"0.0005": "0.1", "0.01": "0.05", "0.9": "0.8"}, lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.8, weight_decay=0.1)),
        ("nesterov", {}, lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.9, weight_decay=0.0005, nesterov=True)),
        ("nesterov", {"0.0005": "0.1", "0.01": "0.05"}, lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9, weight_decay=0.1, nesterov=True)),
        ("rmsprop", {}, lambda p: torch.optim.RMSprop(p, lr=0.001, alpha=0.99, eps=1e-8)),
        ("rmsprop", {"0.001": "0.01", "0.99": "0.9"}, lambda p: torch.optim.RMSprop(p, lr=0.01, alpha=0.9, eps=1e-8)),
        ("adagrad", {}, lambda p: torch.optim.Adagrad(p, lr=0.01, eps=1e-8)),
        ("adam", {}, lambda p: torch.optim.Adam(p, lr=0.001)),
        ("adam", {"0.001": "0.05", "0.9": "0.7", "0.999": "0.98"}, lambda p: torch.optim.Adam(p, lr=0.05, betas=(0.7, 0.98))),
        ("adamw-bias-corrected", {}, lambda p: torch.optim.AdamW(p, lr=0.001, weight_decay=0.01)),
        ("adamw-bias-corrected", {"0.001": "0.02", "0.01": "0.3"}, lambda p: torch.optim.AdamW(p, lr=0.02, weight_decay=0.3)),
        ("amsgrad", {}, lambda p: torch.optim.Adam(p, lr=0.001, amsgrad=True)),
        ("amsgrad", {"0.001": "0.05", "0.999": "0.95"}, lambda p: torch.optim.Adam(p, lr=0.05, betas=(0.9, 0.95), amsgrad=True)),
    ]
    for index, (program, constants, make) in enumerate(cases):
        start, gradients = problem(100 + index)
        parameters = {name: torch.nn.Parameter(torch.tensor(value)) for name, value in start.items()}
        optimizer = make(list(parameters.values()))
        weights = []
        for gradient in gradients:
            for name, parameter in parameters.items():
                parameter.grad = torch.tensor(gradient[name])
            optimizer.step()
            weights.append(flat({name: p.detach().numpy() for name, p in parameters.items()}))
        defaults = {k: v for k, v in optimizer.defaults.items() if v is not None}
        save("torch-%s%s" % (program, "-2" if constants else ""), "torch", torch.__version__, type(optimizer).__name__ + str(defaults), program, constants, start, gradients, weights)


def optax_cases():
    import jax.numpy as jnp
    import optax

    cases = [
        ("adam", {}, "adam(0.001)", optax.adam(0.001)),
        ("adamw-bias-corrected", {}, "adamw(0.001, weight_decay=0.01)", optax.adamw(0.001, weight_decay=0.01)),
        ("adamw-bias-corrected", {"0.001": "0.02", "0.01": "0.3"}, "adamw(0.02, weight_decay=0.3)", optax.adamw(0.02, weight_decay=0.3)),
        ("adabelief", {}, "adabelief(0.001, eps=1e-8, eps_root=0)", optax.adabelief(0.001, eps=1e-8, eps_root=0.0)),
        ("adabelief", {"0.001": "0.03", "0.999": "0.9"}, "adabelief(0.03, b2=0.9, eps=1e-8, eps_root=0)", optax.adabelief(0.03, b2=0.9, eps=1e-8, eps_root=0.0)),
        ("signsgd", {}, "sign_sgd(0.001)", optax.sign_sgd(0.001)),
        ("signum", {}, "chain(ema(0.9, debias=False), sign_sgd(0.001))", optax.chain(optax.ema(0.9, debias=False), optax.sign_sgd(0.001))),
        ("lion", {}, "lion(0.0001, 0.9, 0.99, weight_decay=0.1)", optax.lion(0.0001, 0.9, 0.99, weight_decay=0.1)),
        ("lion", {"0.0001": "0.02", "0.99": "0.95", "0.1": "0.5"}, "lion(0.02, 0.9, 0.95, weight_decay=0.5)", optax.lion(0.02, 0.9, 0.95, weight_decay=0.5)),
    ]
    for index, (program, constants, call, optimizer) in enumerate(cases):
        start, gradients = problem(200 + index)
        parameters = {name: jnp.asarray(value) for name, value in start.items()}
        state = optimizer.init(parameters)
        weights = []
        for gradient in gradients:
            updates, state = optimizer.update({n: jnp.asarray(g) for n, g in gradient.items()}, state, parameters)
            parameters = optax.apply_updates(parameters, updates)
            weights.append(flat(parameters))
        save("optax-%s%s" % (program, "-2" if constants else ""), "optax", optax.__version__, call, program, constants, start, gradients, weights)


if __name__ == "__main__":
    if sys.argv[1:] not in (["torch"], ["optax"]):
        sys.exit(__doc__)
    torch_cases() if sys.argv[1] == "torch" else optax_cases()
