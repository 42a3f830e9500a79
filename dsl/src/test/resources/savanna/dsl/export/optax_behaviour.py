"""What users of Optax pass to transformations and meet with them: argv[1] is a folder with exported modules."""
import importlib
import inspect
import math
import os
import sys
import traceback

# Compiling takes longer than running here.
os.environ.setdefault("XLA_FLAGS", "--xla_backend_optimization_level=0")

import jax
import jax.numpy as jnp
import numpy as np
import optax

sys.path.insert(0, sys.argv[1])

SHIPPED = ["adabelief", "adagrad", "adam", "adamw", "adamw_bias_corrected", "amsgrad", "lion", "lion_raw", "nesterov", "powersign", "rmsprop", "sgd", "sgd_momentum", "signsgd", "signum"]
SHIPPED += ["adafactor", "muon_adamw"]
WHOLE = ["whole_model", "model_assigned_inputs", "model_and_matrices"]
COMPILED = ["lion", "whole_model"]


def create(name):
    module = importlib.import_module(name + "_optax")
    return next(f for n, f in vars(module).items() if inspect.isfunction(f) and "learning_rate" in inspect.signature(f).parameters)


def parameters(dtype=jnp.float32):
    return {"kernel": jax.random.normal(jax.random.PRNGKey(1), (2, 3)).astype(dtype), "bias": jnp.linspace(-1, 1, 4).astype(dtype)}


def gradients(step, params, scale=0.5):
    leaves, tree = jax.tree_util.tree_flatten(params)
    keys = jax.random.split(jax.random.PRNGKey(step + 10), len(leaves))
    return tree.unflatten([(scale * jax.random.normal(k, jnp.shape(p))).astype(jnp.result_type(p)) for k, p in zip(keys, leaves)])


def run(transformation, params, steps=10, scale=0.5):
    state = transformation.init(params)
    for step in range(steps):
        updates, state = transformation.update(gradients(step, params, scale), state, params)
        params = optax.apply_updates(params, updates)
    return params


def same(actual, expected, **tolerance):
    assert jax.tree_util.tree_structure(actual) == jax.tree_util.tree_structure(expected)
    for x, y in zip(jax.tree_util.tree_leaves(actual), jax.tree_util.tree_leaves(expected)):
        np.testing.assert_allclose(np.asarray(x, np.float64), np.asarray(y, np.float64), **(tolerance or dict(rtol=1e-5, atol=1e-6)))


def refused(error, words, call):
    try:
        call()
    except error as e:
        assert words in str(e), str(e)
        return
    raise AssertionError(f"not refused: expected {error.__name__} with {words!r}")


def should_step_as_optax_does():
    for name, own in dict(
            lion=optax.lion(1e-4, 0.9, 0.99, weight_decay=0.1), adam=optax.adam(1e-3), adamw_bias_corrected=optax.adamw(1e-3, weight_decay=0.01),
            sgd=optax.sgd(0.01), signsgd=optax.sign_sgd(1e-3)).items():
        same(run(create(name)(), parameters()), run(own, parameters()))


def should_keep_the_place_of_none():
    params, g = {"a": 100.0, "b": 0.0}, {"a": None, "b": 1.0}
    transformation = create("lion")(1e-3, weight_decay=0.1)
    updates, state = transformation.update(g, transformation.init(params), params)
    assert updates["a"] is None
    np.testing.assert_allclose(updates["b"], -1e-3, rtol=1e-5)
    np.testing.assert_allclose(state[1]["b"], 0.01, rtol=1e-5)
    assert state[1]["a"] == 0
    for name in SHIPPED + WHOLE:
        transformation = create(name)()
        full = {"a": jnp.ones((2, 3)), "b": jnp.ones(4), "c": {"d": jnp.ones(2), "e": jnp.ones(())}}
        some = {"a": full["a"], "b": full["b"], "c": {"d": None, "e": full["c"]["e"]}}
        expected, _ = transformation.update(gradients(0, some), transformation.init(some), some)
        for params in (full, some):
            for g in (gradients(0, some), {**gradients(0, some), "c": {"d": None, "e": gradients(0, some)["c"]["e"]}}):
                updates, state = transformation.update(g, transformation.init(params), params)
                assert updates["c"]["d"] is None
                same(updates, expected)
                again, _ = transformation.update(g, state, params)
                assert jax.tree_util.tree_structure(again) == jax.tree_util.tree_structure(updates)
        # A gradient of a parameter that is none, and no gradient for a whole branch.
        updates, _ = transformation.update(gradients(0, full), transformation.init(some), some)
        assert updates["c"]["d"] is None
        updates, state = transformation.update({"a": full["a"], "b": full["b"], "c": None}, transformation.init(full), full)
        assert updates["c"] is None
        transformation.update(gradients(0, full), state, full)


def should_step_nothing_where_nothing_is_selected():
    for name in SHIPPED + WHOLE:
        each = create(name)()
        params = parameters()
        multi = optax.multi_transform({"used": each, "unused": create(name)()}, {"kernel": "used", "bias": "used"})
        same(run(multi, params), run(each, params))
        masked = optax.masked(each, {"kernel": False, "bias": False})
        updates, _ = masked.update(gradients(0, params), masked.init(params), params)
        same(updates, gradients(0, params))
        part = optax.chain(optax.masked(each, {"kernel": True, "bias": False}), optax.masked(optax.set_to_zero(), {"kernel": False, "bias": True}))
        alone = run(each, {"kernel": params["kernel"]}, steps=1)
        updates, _ = part.update({**gradients(0, {"kernel": params["kernel"]}), "bias": params["bias"]}, part.init(params), params)
        same(params["kernel"] + updates["kernel"], alone["kernel"])
        for empty in ({}, [], None):
            each.update(empty, each.init(empty), empty) if empty is not None else None


def should_step_where_arrays_are_empty():
    for name in SHIPPED + WHOLE:
        each = create(name)()
        step = jax.jit(each.update)
        for params in ({}, [], {"a": None}, {"a": jnp.zeros((0,)), "b": jnp.zeros((3, 0))}, {"a": jnp.zeros((0, 3), jnp.bfloat16)}):
            updates, state = step(params, each.init(params), params)
            assert jax.tree_util.tree_map(lambda x: (x.shape, x.dtype), updates) == jax.tree_util.tree_map(lambda x: (x.shape, x.dtype), params)
            assert jax.tree_util.tree_map(jnp.shape, step(params, state, params)) == jax.tree_util.tree_map(jnp.shape, (updates, state))
        params = parameters()
        updates, _ = step({**gradients(0, params), "none": jnp.zeros((0,))}, each.init({**params, "none": jnp.zeros((0,))}), {**params, "none": jnp.zeros((0,))})
        expected, _ = step(gradients(0, params), each.init(params), params)
        same({k: updates[k] for k in params}, expected)


def should_define_functions_of_arrays_for_any_arrays():
    module = importlib.import_module("whole_model_optax")
    nothing = [jnp.zeros(0), jnp.zeros((3, 0))]
    for none in ([], nothing):
        assert module.global_norm(none) == module.dot(none, none) == module.cosine_sim(none, none) == 0
        assert len(module.clip_by_global_norm(none, [1.0] * len(none))) == len(none)
    assert all(module.norm(x) == 0 for x in nothing + [jnp.zeros(2), jnp.array(0.0)])
    # Squares of these leave the range of 32 bits.
    for size in (1e-25, 1, 1e25):
        x = [jnp.array([[3.0], [0.0]]) * size, jnp.array(4.0) * size]
        np.testing.assert_allclose(module.global_norm(x), 5 * size, rtol=1e-6)
        np.testing.assert_allclose(module.norm(x[0]), 3 * size, rtol=1e-6)
        np.testing.assert_allclose(module.cosine_sim(x + nothing, x + nothing), 1 if size >= 1 else 0, rtol=1e-6)
        np.testing.assert_allclose(module.clip_by_global_norm(x, [1.0, 1.0])[1], 0.8 if size >= 1 else 4 * size, rtol=1e-6)
    for bad in (math.inf, math.nan):
        np.testing.assert_equal(float(module.global_norm([jnp.array([bad, 1.0])])), bad)


def should_keep_states_in_their_shapes():
    params = {"a": jnp.ones((4, 3, 2)), "b": jnp.ones(5)}
    state = create("states_of_all_kinds")().init(params)
    expected = dict(number=(), each=(), column=(4, 1), row=(1, 6), tensor=(4, 3, 2), turned=(6, 4), left=(4, 4), right=(6, 6), laid=(1, 4), stood=(6, 1))
    for kept in (state, create("states_of_all_kinds")().update(params, state, params)[1]):
        assert {name: getattr(kept, name)["a"].shape for name in expected} == expected
        assert kept.column["b"].shape == (1, 1) and kept.row["b"].shape == (1, 5) and kept.tensor["b"].shape == (5,)


def should_train_hidden_matrices_beside_what_is_trained_otherwise():
    def labels(params):
        return jax.tree_util.tree_map_with_path(lambda path, p: "matrix" if p.ndim > 1 and "embed" not in str(path) else "other", params)

    params = {"embed": jax.random.normal(jax.random.PRNGKey(0), (10, 8)), "hidden": 0.3 * jax.random.normal(jax.random.PRNGKey(1), (8, 16)), "head": {"bias": jnp.zeros(10)}}
    both = optax.multi_transform({"matrix": create("muon")(0.02), "other": optax.adamw(0.01)}, labels)
    assert labels(params) == {"embed": "other", "hidden": "matrix", "head": {"bias": "other"}}
    state = both.init(params)

    @jax.jit
    def step(params, state):
        def loss(params):
            logits = jnp.tanh(params["embed"] @ params["hidden"])[:, :10] * 5 + params["head"]["bias"]
            return optax.softmax_cross_entropy_with_integer_labels(logits, jnp.arange(10)[::-1]).mean()

        value, g = jax.value_and_grad(loss)(params)
        updates, state_ = both.update(g, state, params)
        return optax.apply_updates(params, updates), state_, value

    losses = []
    for _ in range(60):
        params, state, value = step(params, state)
        losses.append(float(value))
    assert losses[-1] < 0.1 * losses[0], (losses[0], losses[-1])


def should_keep_one_type_over_scan_and_multi_steps():
    for name in SHIPPED + WHOLE:
        for dtype in (jnp.float32, jnp.bfloat16, jnp.float16):
            for keep_dtype in (False, True):
                for wrap in (lambda t: t, lambda t: optax.MultiSteps(t, 2)):
                    each = wrap(create(name)(keep_dtype=keep_dtype))

                    def step(carry, _):
                        params, state = carry
                        updates, state = each.update(jax.tree_util.tree_map(lambda p: p * 0.1, params), state, params)
                        assert all(u.dtype == dtype for u in jax.tree_util.tree_leaves(updates))
                        return (optax.apply_updates(params, updates), state), None

                    def steps(params):
                        return jax.lax.scan(step, (params, each.init(params)), None, length=4)[0][0]

                    # Types are settled, and refused, before anything is compiled; compiling all of them takes a minute.
                    compiled = jax.jit(steps) if name in COMPILED else lambda params: jax.eval_shape(steps, params)
                    assert all(p.dtype == dtype for p in jax.tree_util.tree_leaves(compiled(parameters(dtype))))


def should_compute_16_bit_parameters_in_32_bits():
    for name in SHIPPED + WHOLE:
        for dtype in (jnp.bfloat16, jnp.float16):
            each = create(name)()
            params = parameters(dtype)
            wide = jax.tree_util.tree_map(lambda p: p.astype(jnp.float32), params)
            state, expected = each.init(params), each.init(wide)
            assert all(leaf.dtype in (jnp.float32, jnp.int32) for leaf in jax.tree_util.tree_leaves(state))
            for i in range(10):
                g = gradients(i, params, 1e-3)
                updates, state = each.update(g, state, params)
                reference, expected = each.update(jax.tree_util.tree_map(lambda x: x.astype(jnp.float32), g), expected, wide)
                same(updates, jax.tree_util.tree_map(lambda x: x.astype(dtype), reference), rtol=0, atol=0)
                assert all(jnp.isfinite(u).all() for u in jax.tree_util.tree_leaves(updates)), (name, dtype)


def should_take_hyperparameters_that_are_injected():
    for name in ("lion", "adamw", "sgd_momentum", "whole_model"):
        injected = optax.inject_hyperparams(create(name))(learning_rate=0.01)
        same(run(injected, parameters()), run(create(name)(0.01), parameters()))
        jax.jit(injected.update)(gradients(0, parameters()), injected.init(parameters()), parameters())


def should_add_decoupled_decay_where_the_program_has_none():
    for name in ("sgd", "adam", "signum"):
        params = parameters()
        rate = inspect.signature(create(name)).parameters["learning_rate"].default
        assert inspect.signature(create(name)).parameters["weight_decay"].default == 0
        plain, decayed = run(create(name)(), params, 1), run(create(name)(weight_decay=0.5), params, 1)
        same(jax.tree_util.tree_map(jnp.subtract, plain, decayed), jax.tree_util.tree_map(lambda p: p * rate * 0.5, params), rtol=1e-3, atol=1e-6)
    for name in SHIPPED + WHOLE:
        run(create(name)(weight_decay=0), parameters(), 1)
    assert inspect.signature(create("weights_as_divisor")).parameters["weight_decay"].default == 0


def should_refuse_bad_arguments():
    for value in (math.nan, -1e-3, math.inf):
        refused(ValueError, "learning_rate", lambda: create("lion")(value))
        refused(ValueError, "weight_decay", lambda: create("lion")(weight_decay=value))
        refused(ValueError, "b2", lambda: create("lion")(b2=value))
    refused(TypeError, "real", lambda: create("lion")().init({"a": jnp.ones(2, jnp.complex64)}))
    refused(TypeError, "real", lambda: create("lion")().init({"a": jnp.ones(2, jnp.int32)}))
    refused(ValueError, "needs the parameters", lambda: create("lion")().update({}, create("lion")().init({})))


failures = 0
for name, test in list(globals().items()):
    if name.startswith("should_"):
        try:
            test()
        except Exception:
            failures += 1
            print(name)
            print("".join(traceback.format_exc().splitlines(True)[-14:]))
sys.exit(failures > 0)
