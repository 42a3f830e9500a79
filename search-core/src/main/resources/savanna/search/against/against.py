"""Runs an optimizer of someone's beside the exported code of a program, and says where they part.

against.py EXPORTED THEIRS NAME: two files with Python modules, and the name of a torch.optim.Optimizer or of a function that makes an
optax.GradientTransformation in the second. Prints one JSON document: {"situations": [{"name", "outcome", "step", "place", "theirs", "program"}]}.
"""
import importlib.util
import inspect
import json
import sys

STEPS = 30
SHAPES = {"kernel": (2, 3), "bias": (4,), "scale": (1,)}
# Of the way that a parameter has come: rounding and the place of a small constant stay below.
TOLERANCE = 1e-5


class Missing(Exception):
    """What a situation needs and an optimizer lacks."""


def load(path, name):
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def numbers(seed, n):
    """The same on every machine: sums of a linear congruential sequence, about normal."""
    state, out = seed * 2654435761 % 2**32, []
    for _ in range(n):
        total = 0.0
        for _ in range(12):
            state = (1664525 * state + 1013904223) % 2**32
            total += state / 2**32
        out.append(total - 6)
    return out


def nested(flat, shape):
    return [flat[i * shape[1]:(i + 1) * shape[1]] for i in range(shape[0])] if len(shape) == 2 else flat


def size(shape):
    n = 1
    for extent in shape:
        n *= extent
    return n


def start():
    return {name: numbers(1 + i, size(shape)) for i, (name, shape) in enumerate(SHAPES.items())}


def usual(step):
    return {name: [0.5 * x for x in numbers(100 * step + 7 + i, size(shape))] for i, (name, shape) in enumerate(SHAPES.items())}


def scaled(factor):
    return lambda step: {name: [factor * x for x in flat] for name, flat in usual(step).items()}


def with_zeros(step):
    gradients = usual(step)
    gradients["bias"][0] = 0.0
    if step % 4 == 2 or step < 2:
        gradients["kernel"] = [0.0] * 6
    return gradients


def with_gaps(step):
    gradients = usual(step)
    if step % 3 == 1:
        gradients["scale"] = None
    return gradients


class Maker:
    """An optimizer with arguments of one name, whatever it calls them."""

    RATE, DECAY = ("lr", "learning_rate", "rate"), ("weight_decay", "wd", "decay")
    SHARES = [("betas",), ("b1", "b2"), ("beta1", "beta2"), ("b",), ("beta",), ("momentum",), ("alpha",), ("rho",)]

    def __init__(self, create):
        self.create = create
        self.arguments = inspect.signature(create).parameters
        self.rate = next((name for name in self.RATE if name in self.arguments), None)
        self.decay = next((name for name in self.DECAY if name in self.arguments), None)
        self.shares = next((names for names in self.SHARES if all(name in self.arguments for name in names)), None)

    def default(self, name):
        value = self.arguments[name].default if name else inspect.Parameter.empty
        return None if value is inspect.Parameter.empty else value

    def defaults(self):
        shares = None
        if self.shares == ("betas",):
            shares = self.default("betas")
        elif self.shares:
            shares = tuple(self.default(name) for name in self.shares)
        return {"rate": self.default(self.rate), "decay": self.default(self.decay), "shares": None if shares is None else tuple(shares)}

    def keywords(self, usual, **settings):
        """Arguments for settings. What an optimizer takes no argument for, it may hold as a constant: this is said where the setting is not the usual one."""
        keywords = {}
        for name, value in settings.items():
            own = {"rate": (self.rate,), "decay": (self.decay,), "shares": self.shares}[name]
            if value is None:
                continue
            if own is None or own[0] is None:
                lacking = "rate" if name == "rate" else "decay" if name == "decay" else "shares"
                if value != usual[name]:
                    raise Missing({"rate": "takes no learning rate", "decay": "takes no weight decay", "shares": "takes no shares of averages"}[lacking])
            elif name != "shares":
                keywords[own[0]] = value
            else:
                have = self.defaults()["shares"]
                if have is not None and None not in have and len(have) != len(value):
                    if value != usual[name]:
                        raise Missing(f"takes {len(have)} shares of averages, the program {len(value)}")
                elif own == ("betas",):
                    keywords["betas"] = tuple(value)
                else:
                    keywords.update(zip(own, value))
        return keywords


def run_torch(maker, usual_settings, gradients, split=None, reload=False, schedule=None, **settings):
    import torch

    keywords = maker.keywords(usual_settings, **settings)
    params = {name: torch.nn.Parameter(torch.tensor(nested(flat, SHAPES[name]), dtype=torch.float64)) for name, flat in start().items()}
    listed = list(params.values())
    if split is not None:
        groups = [dict(params=listed[:1]), dict(params=listed[1:])]
        if split != 1:
            groups[1][maker.rate] = split * settings["rate"]
    else:
        groups = listed

    def made():
        fresh = [dict(group) for group in groups] if split is not None else listed
        return maker.create(fresh, **keywords)

    optimizer, trace = made(), []
    for step in range(STEPS):
        if schedule is not None:
            for group in optimizer.param_groups:
                group["lr"] = settings["rate"] * schedule(step)
        for (name, p), flat in zip(params.items(), gradients(step).values()):
            p.grad = None if flat is None else torch.tensor(nested(flat, SHAPES[name]), dtype=torch.float64)
        optimizer.step()
        if reload and step == STEPS // 3:
            kept = optimizer.state_dict()
            optimizer = made()
            optimizer.load_state_dict(kept)
        trace.append({name: p.detach().flatten().tolist() for name, p in params.items()})
    return trace


def run_optax(maker, usual_settings, gradients, split=None, reload=False, schedule=None, **settings):
    import jax
    import optax

    jax.config.update("jax_enable_x64", True)
    import jax.numpy as jnp

    if schedule is not None:
        rates = jnp.array([settings["rate"] * schedule(step) for step in range(STEPS)])
        settings["rate"] = lambda count: rates[count]
    if split is not None:
        if split != 1:
            raise Missing("has no groups in Optax")
        one = maker.create(**maker.keywords(usual_settings, **settings))
        transformation = optax.multi_transform({"a": one, "unused": one}, {"kernel": "a", "bias": "a", "scale": "a"})
    else:
        transformation = maker.create(**maker.keywords(usual_settings, **settings))
    params = {name: jnp.array(nested(flat, SHAPES[name]), jnp.float64) for name, flat in start().items()}
    state, trace = transformation.init(params), []
    for step in range(STEPS):
        g = {name: None if flat is None else jnp.array(nested(flat, SHAPES[name]), jnp.float64) for name, flat in gradients(step).items()}
        updates, state = transformation.update(g, state, params)
        params = {name: p if updates[name] is None else p + updates[name] for name, p in params.items()}
        if reload and step == STEPS // 3:
            leaves, tree = jax.tree_util.tree_flatten(state)
            state = jax.tree_util.tree_unflatten(tree, [jnp.array(leaf) for leaf in leaves])
        trace.append({name: p.flatten().tolist() for name, p in params.items()})
    return trace


def parting(theirs, program):
    """The first step and place where two traces part, or None."""
    begin = start()
    for step, (x, y) in enumerate(zip(theirs, program)):
        way = max((abs(y[name][i] - begin[name][i]) for name in begin for i in range(len(begin[name])) if y[name][i] == y[name][i]), default=0.0)
        for name in begin:
            for i in range(len(begin[name])):
                a, b = x[name][i], y[name][i]
                if not (a == b or a != a and b != b or abs(a - b) <= TOLERANCE * way + 1e-14):
                    return dict(outcome="parts", step=step + 1, place=f"{name}[{i}]", theirs=a, program=b)
    return None


def situations(program):
    """By name: gradients and settings. All but the first two differ from the first in one input."""
    defaults = program.defaults()
    rate, decay, shares = defaults["rate"], defaults["decay"], defaults["shares"]
    base = dict(rate=rate, decay=decay, shares=shares)
    cases = [("as the program has it", usual, base)]
    cases.append(("rate three times as large", usual, {**base, "rate": 3 * rate}))
    cases.append(("rate by a schedule from 0 to 0", usual, {**base, "schedule": lambda step: min(step, STEPS - 1 - step) / 10}))
    cases.append(("no weight decay", usual, {**base, "decay": 0.0}))
    cases.append(("larger weight decay", usual, {**base, "decay": 0.3 if decay == 0 else 3 * decay}))
    if shares:
        for i in range(len(shares)):
            other = tuple(0.5 * share if k == i else share for k, share in enumerate(shares))
            cases.append((f"average {i + 1} shorter" if len(shares) > 1 else "shorter average", usual, {**base, "shares": other}))
    cases.append(("gradients of zero", with_zeros, base))
    cases.append(("large gradients", scaled(200.0), base))
    cases.append(("small gradients", scaled(1e-4), base))
    cases.append(("no gradient for a parameter", with_gaps, base))
    cases.append(("two groups of equal settings", usual, {**base, "split": 1}))
    cases.append(("two groups, two rates", usual, {**base, "split": 0.3}))
    cases.append(("state saved and loaded", usual, {**base, "reload": True}))
    return cases


def main():
    exported, theirs, name = sys.argv[1:]
    module = load(theirs, "theirs")
    if not hasattr(module, name):
        found = [each for each, value in vars(module).items() if callable(value) and getattr(value, "__module__", "") == "theirs"]
        raise SystemExit(f"{theirs} has no {name}; it has {', '.join(found) or 'neither classes nor functions'}")
    own = load(exported, "exported")
    create = getattr(module, name)
    if isinstance(create, type):
        import torch

        made = next(c for c in vars(own).values() if isinstance(c, type) and issubclass(c, torch.optim.Optimizer) and c.__module__ == "exported")
        run = run_torch
    else:
        made = next(f for f in vars(own).values() if inspect.isfunction(f) and "learning_rate" in inspect.signature(f).parameters)
        run = run_optax
    program, other = Maker(made), Maker(create)
    out = []
    for label, gradients, settings in situations(program):
        entry = dict(name=label)
        try:
            expected = run(program, program.defaults(), gradients, **settings)
            found = parting(run(other, program.defaults(), gradients, **settings), expected)
            entry.update(found or dict(outcome="same"))
        except Missing as missing:
            entry.update(outcome="not tried", message=f"{name} {missing}")
        except Exception as error:
            if run is run_optax and gradients is with_gaps:
                # Optax leaves it to its transformations whether they take None.
                entry.update(outcome="not tried", message=f"{name} takes no None for a gradient")
            else:
                first = (str(error).splitlines() or [""])[0]
                entry.update(outcome="fails", message=f"{type(error).__name__}: {first}")
        out.append(entry)
    print(json.dumps(dict(situations=out, defaults=dict(theirs=other.defaults(), program=program.defaults())), default=str))


main()
