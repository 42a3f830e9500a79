"""The same small regression in PyTorch and JAX, which tells all that can be wanted of a training."""

import savanna

try:
    import torch
except ImportError:
    torch = None
try:
    import jax
    import jax.numpy as jnp
    import optax
except ImportError:
    jax = None

SAMPLES = 96


@savanna.task(steps=40, hurdles=[0.5], seeds=2, schedule="linear")
def in_torch(optimizer, run):
    x = torch.linspace(-1, 1, SAMPLES).unsqueeze(1) ** torch.arange(3)
    net = torch.nn.Linear(3, SAMPLES)
    with torch.no_grad():
        net.weight.zero_(), net.bias.fill_(0.5)
    opt = optimizer(net.parameters())
    for step in run.steps():
        loss = ((net(x) - 1) ** 2).mean()
        opt.zero_grad()
        loss.backward()
        opt.step()
        run.report(step, loss)
        run.validate(step, lambda: 100 + step)
    run.test(lambda: 7.0)
    return loss.detach()


@savanna.task(steps=40, hurdles=[0.5], seeds=2, schedule="linear")
def in_jax(optimizer, run):
    x = jnp.linspace(-1, 1, SAMPLES)[:, None] ** jnp.arange(3)
    transformation = optimizer.optax()

    @jax.jit
    def train(net, state):
        value, gradient = jax.value_and_grad(lambda net: jnp.mean((x @ net["weight"].T + net["bias"] - 1) ** 2))(net)
        update, state = transformation.update(gradient, state, net)
        return optax.apply_updates(net, update), state, value

    # JAX sorts the names of a tree; so these come in the order of PyTorch's.
    net = {"weight": jnp.zeros((SAMPLES, 3)), "bias": jnp.full(SAMPLES, 0.5)}
    state = transformation.init(net)
    for step in run.steps():
        net, state, loss = train(net, state)
        run.report(step, loss)
    return loss


@savanna.task(steps=4)
def without_optimizer(optimizer, run):
    return 1.0


@savanna.task(steps=4)
def grouped(optimizer, run):
    one, two = torch.nn.Linear(2, 3), torch.nn.Linear(3, 1)
    optimizer([{"params": one.parameters()}, {"params": two.parameters(), "lr": 0.1}])
    return 1.0
