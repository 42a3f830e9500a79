"""A multilayer perceptron in JAX that learns another one's function from noisy samples. Fitness: mean squared error."""

import functools

import jax
import jax.numpy as jnp
import optax

import savanna

INPUTS, HIDDEN, BATCH = 16, 64, 64


def layers(key, hidden):
    first, second = jax.random.split(key)
    return {
        "w1": jax.random.normal(first, (INPUTS, hidden)) / INPUTS**0.5,
        "b1": jnp.zeros(hidden),
        "w2": jax.random.normal(second, (hidden, 1)) / hidden**0.5,
    }


def predict(net, x):
    return jnp.tanh(x @ net["w1"] + net["b1"]) @ net["w2"]


TEACHER = layers(jax.random.key(0), 8)
CHECK = jax.random.normal(jax.random.key(1), (1024, INPUTS))


def loss(net, key):
    ask, noise = jax.random.split(key)
    x = jax.random.normal(ask, (BATCH, INPUTS))
    return jnp.mean((predict(net, x) - predict(TEACHER, x) - 0.1 * jax.random.normal(noise, (BATCH, 1))) ** 2)


def error(net):
    return jnp.mean((predict(net, CHECK) - predict(TEACHER, CHECK)) ** 2)


@savanna.task(steps=200, hurdles=[0.5], seeds=3, time_limit="2m", metric="mean squared error")
def mlp_jax(optimizer, run):
    transformation = optimizer.optax()

    # Compiled once a program: the transformation is the key.
    @functools.partial(jax.jit, donate_argnums=(0, 1))
    def train(net, state, key):
        value, gradient = jax.value_and_grad(loss)(net, key)
        update, state = transformation.update(gradient, state, net)
        return optax.apply_updates(net, update), state, value

    start, *keys = jax.random.split(jax.random.key(run.seed), run.total + 1)
    net = layers(start, HIDDEN)
    state = transformation.init(net)
    for step in run.steps():
        net, state, value = train(net, state, keys[step])
        run.report(step, value)
        run.validate(step, lambda net=net: error(net))
    return error(net)
