"""Times steps of exported optimizers beside those of their libraries: 50 arrays of 10,000 numbers, in one process, turn by turn, so that what else the machine does
counts for all alike. Prints the median time of a step and its ratio to the library's own.

    ./savanna export adamw --to pytorch > adamw_pytorch.py        (and lion; both to optax too)
    python benchmark_exports.py torch FOLDER
    python benchmark_exports.py optax FOLDER
"""
import importlib
import statistics
import sys
import time

ARRAYS, LENGTH, ROUNDS = 50, 10_000, 300


def report(steps, baseline):
    times = {name: [] for name in steps}
    for round in range(ROUNDS + 20):
        for name, step in steps.items():
            start = time.perf_counter()
            step()
            if round >= 20:
                times[name].append(time.perf_counter() - start)
    own = statistics.median(times[baseline])
    # The ratio is taken turn by turn: a slow moment slows a turn down as a whole.
    for name in steps:
        ratio = statistics.median(t / o for t, o in zip(times[name], times[baseline]))
        print(f"{name:32} {1000 * statistics.median(times[name]):8.3f} ms  {ratio:6.2f}")


def torch_steps():
    import torch

    # One thread: what waits for another core would be timed too.
    torch.set_num_threads(1)

    def params():
        torch.manual_seed(1)
        made = [torch.nn.Parameter(torch.randn(LENGTH)) for _ in range(ARRAYS)]
        for p in made:
            p.grad = torch.randn(LENGTH)
        return made

    steps = {"torch.optim.AdamW(foreach=True)": torch.optim.AdamW(params(), foreach=True).step,
             "torch.optim.AdamW(foreach=False)": torch.optim.AdamW(params(), foreach=False).step}
    for name in ("Adamw", "Lion"):
        create = getattr(importlib.import_module(name.lower() + "_pytorch"), name)
        for foreach in (None, True):
            steps[f"{name.lower()}, foreach={foreach}"] = create(params(), foreach=foreach).step
    report(steps, "torch.optim.AdamW(foreach=True)")


def optax_steps():
    import jax
    import optax

    def step(transformation):
        params = [jax.random.normal(jax.random.PRNGKey(i), (LENGTH,)) for i in range(ARRAYS)]
        gradients = [jax.random.normal(jax.random.PRNGKey(-1 - i), (LENGTH,)) for i in range(ARRAYS)]

        @jax.jit
        def update(params, state):
            updates, state = transformation.update(gradients, state, params)
            return optax.apply_updates(params, updates), state

        carry = [params, transformation.init(params)]

        def run():
            carry[:] = jax.block_until_ready(update(*carry))

        return run

    steps = {"optax.adamw": step(optax.adamw(1e-3)), "optax.lion": step(optax.lion(1e-4))}
    for name in ("adamw", "lion"):
        steps[name] = step(getattr(importlib.import_module(name + "_optax"), name)())
    report(steps, "optax.adamw")


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in ("torch", "optax"):
        sys.exit(__doc__)
    sys.path.insert(0, sys.argv[2])
    torch_steps() if sys.argv[1] == "torch" else optax_steps()
