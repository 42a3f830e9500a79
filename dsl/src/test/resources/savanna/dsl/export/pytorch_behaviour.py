"""What users of PyTorch pass to optimizers and meet with them: argv[1] is a folder with exported modules."""
import copy
import importlib
import math
import sys
import traceback

import torch

sys.path.insert(0, sys.argv[1])
torch.manual_seed(1)

OWN = {
    "adam": lambda p: torch.optim.Adam(p, lr=0.001),
    "adamw_bias_corrected": lambda p: torch.optim.AdamW(p, lr=0.001, weight_decay=0.01),
    "amsgrad": lambda p: torch.optim.Adam(p, lr=0.001, amsgrad=True),
    "adagrad": lambda p: torch.optim.Adagrad(p, lr=0.01, eps=1e-8),
    "rmsprop": lambda p: torch.optim.RMSprop(p, lr=0.001, alpha=0.99, eps=1e-8),
    "sgd": lambda p: torch.optim.SGD(p, lr=0.01),
    "sgd_momentum": lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.9, weight_decay=0.0005),
    "nesterov": lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.9, weight_decay=0.0005, nesterov=True),
}
SHAPED = ["adafactor", "muon", "muon_adamw", "novograd", "shampoo", "states_of_all_kinds"]
SHIPPED = sorted(OWN) + ["adabelief", "adamw", "addsign", "lion", "lion_raw", "powersign", "signsgd", "signum"] + SHAPED
WHOLE = ["whole_model", "model_assigned_inputs", "model_inputs_as_states", "model_and_matrices"]


def optimizer(name):
    module = importlib.import_module(name + "_pytorch")
    return next(c for c in vars(module).values() if isinstance(c, type) and issubclass(c, torch.optim.Optimizer) and c.__module__ == module.__name__)


def parameters(dtype=torch.float32, shapes=((2, 3), (4,), (1,))):
    torch.manual_seed(1)
    return [torch.nn.Parameter(torch.randn(shape).to(dtype)) for shape in shapes]


def run(params, *optimizers, steps=20, seed=2, scale=0.5, change=None):
    generator = torch.Generator().manual_seed(seed)
    for step in range(steps):
        for p in params:
            g = torch.randn(p.shape, generator=generator) * scale
            p.grad = (change(step, g) if change else g).to(p.dtype)
        for each in optimizers:
            each.step()
    return params


def same(actual, expected, **tolerance):
    for x, y in zip(actual, expected):
        torch.testing.assert_close(x.detach(), y.detach(), equal_nan=True, **(tolerance or dict(rtol=1e-5, atol=1e-6)))


def refused(error, words, call):
    try:
        call()
    except error as e:
        assert words in str(e), str(e)
        return
    raise AssertionError(f"not refused: expected {error.__name__} with {words!r}")


def should_step_as_torch_does():
    for name, own in OWN.items():
        expected = parameters()
        run(expected, own(expected))
        for foreach in (None, False, True):
            actual = parameters()
            run(actual, optimizer(name)(actual, foreach=foreach))
            same(actual, expected)


def should_go_on_after_an_infinite_or_nan_gradient_as_torch_does():
    for name, own in OWN.items():
        for bad in (math.inf, -math.inf, math.nan):
            def change(step, g):
                if step == 3:
                    g.view(-1)[0] = bad
                return g
            expected = parameters()
            run(expected, own(expected), change=change)
            for foreach in (False, True):
                actual = parameters()
                run(actual, optimizer(name)(actual, foreach=foreach), change=change)
                same(actual, expected)


def should_keep_nan_where_the_engine_does():
    for name in ("lion", "signsgd", "signum"):
        for foreach in (False, True):
            actual = parameters()
            run(actual, optimizer(name)(actual, foreach=foreach), change=lambda step, g: g * math.nan if step == 3 else g)
            assert all(p.isnan().all() for p in actual), name


def should_step_groups_of_equal_settings_as_one():
    for name in SHIPPED + WHOLE:
        expected, actual = parameters(), parameters()
        run(expected, optimizer(name)(expected))
        run(actual, optimizer(name)([dict(params=actual[:2]), dict(params=actual[2:])]))
        same(actual, expected)


def should_let_groups_have_rates_of_their_own():
    for name in SHIPPED + WHOLE:
        create = optimizer(name)
        actual = parameters()
        before = [p.detach().clone() for p in actual]
        rate = create(parameters()).defaults["lr"]
        run(actual, create([dict(params=actual[:1]), dict(params=actual[1:], lr=2 * rate)]), steps=1)
        expected = parameters()
        run(expected, create(expected), steps=1)
        if name not in ("lion_raw", "states_of_all_kinds") and "schedule" not in (create.__doc__ or "").split("lr: ")[1].split("\n")[0]:
            same([x - y for x, y in zip(actual, before)], [(x.detach() - y) * (1 if i == 0 else 2) for i, (x, y) in enumerate(zip(expected, before))], rtol=1e-3, atol=1e-6)


def should_leave_parameters_without_a_gradient():
    for name in SHIPPED + WHOLE:
        for foreach in (False, True):
            actual, expected = parameters(), parameters()
            run(expected[:2], optimizer(name)(expected[:2], foreach=foreach))
            start = actual[2].detach().clone()
            run(actual[:2], optimizer(name)(actual, foreach=foreach))
            same(actual, expected[:2] + [start])
        optimizer(name)(parameters()).step()


def should_maximize():
    for name in SHIPPED + WHOLE:
        for foreach in (False, True):
            expected, actual = parameters(), parameters()
            run(expected, optimizer(name)(expected, foreach=foreach), change=lambda step, g: -g)
            run(actual, optimizer(name)(actual, foreach=foreach, maximize=True))
            same(actual, expected)


def should_add_decoupled_decay_where_the_program_has_none():
    for name in ("sgd", "adam", "signum", "rmsprop", "powersign"):
        for foreach in (False, True):
            create = optimizer(name)
            assert create(parameters()).defaults["weight_decay"] == 0
            plain, decayed = parameters(), parameters()
            start = [p.detach().clone() for p in plain]
            run(plain, create(plain, foreach=foreach), steps=1)
            run(decayed, create(decayed, foreach=foreach, weight_decay=0.5), steps=1)
            rate = create(parameters()).defaults["lr"]
            same([x - y for x, y in zip(plain, decayed)], [rate * 0.5 * x for x in start], rtol=1e-3, atol=1e-6)
    assert optimizer("lion")(parameters()).defaults["weight_decay"] == 0.1
    assert optimizer("sgd_momentum")(parameters()).defaults["weight_decay"] == 0.0005
    assert abs(optimizer("lion_raw")(parameters()).defaults["weight_decay"] - 0.4601978) < 1e-6
    # A product with the weights that is not added to the update is no decay.
    divisor = optimizer("weights_as_divisor")
    assert divisor(parameters()).defaults["weight_decay"] == 0
    assert "2.0" in open(sys.modules[divisor.__module__].__file__).read().split("def _step")[1]


def should_let_decay_be_zero():
    for name in SHIPPED + WHOLE:
        run(parameters(), optimizer(name)(parameters(), weight_decay=0))


def should_call_the_learning_rate_lr():
    for name, rate in dict(lion=1e-4, adamw=1e-3, lion_raw=0.0002171761734643951, scaled_twice=0.0062, constant_step=0.01, no_schedule=0.01).items():
        found = optimizer(name)(parameters()).defaults["lr"]
        assert abs(found - rate) < 1e-9, (name, found)


def should_refuse_bad_arguments():
    create = optimizer("adamw")
    for value in (math.nan, -1e-3, math.inf):
        refused(ValueError, "lr", lambda: create(parameters(), lr=value))
        refused(ValueError, "weight_decay", lambda: create(parameters(), weight_decay=value))
        refused(ValueError, "betas[1]", lambda: create(parameters(), betas=(0.9, value)))
        refused(ValueError, "lr", lambda: create([dict(params=parameters(), lr=value)]))
    refused(ValueError, "betas", lambda: create(parameters(), betas=(0.9,)))
    refused(ValueError, "momentum", lambda: optimizer("sgd_momentum")(parameters(), momentum=1.5))
    refused(ValueError, "capturable", lambda: create(parameters(), capturable=True))
    refused(ValueError, "differentiable", lambda: create(parameters(), differentiable=True))
    refused(TypeError, "real", lambda: create([torch.zeros(2, dtype=torch.complex64, requires_grad=True)]))
    refused(TypeError, "real", lambda: create([torch.zeros(2, dtype=torch.int32)]))
    refused(TypeError, "dense", lambda: create([torch.zeros(2, 2).to_sparse().requires_grad_()]))
    kept = create(parameters())
    refused(ValueError, "lr", lambda: kept.add_param_group(dict(params=parameters(), lr=math.nan)))
    assert len(kept.param_groups) == 1


def should_refuse_sparse_gradients_before_anything_is_changed():
    for name in ("adamw", "whole_model"):
        weights = torch.nn.Embedding(4, 2, sparse=True)
        dense = parameters()
        start = [p.detach().clone() for p in dense]
        each = optimizer(name)(dense + list(weights.parameters()))
        weights(torch.tensor([1])).sum().backward()
        for p in dense:
            p.grad = torch.ones_like(p)
        refused(RuntimeError, "dense gradients", each.step)
        same(dense, start)


def should_let_schedulers_cycle_rate_and_momentum():
    for name in ("adamw", "lion", "sgd_momentum", "nesterov", "adam"):
        params = parameters()
        each = optimizer(name)(params)
        scheduler = torch.optim.lr_scheduler.OneCycleLR(each, max_lr=0.01, total_steps=20)
        for step in range(19):
            run(params, each, steps=1, seed=step)
            scheduler.step()
        assert all(p.isfinite().all() for p in params)
    params, expected = parameters(), parameters()
    each, own = optimizer("adam")(params), OWN["adam"](expected)
    for step in range(20):
        for group in each.param_groups + own.param_groups:
            group["betas"] = (0.9 - step / 100, 0.999)
        if step == 0:
            run(params, each, steps=1, seed=step), run(expected, own, steps=1, seed=step)
    same(params, expected)


def should_compute_16_bit_parameters_in_32_bits():
    for name in SHIPPED + WHOLE:
        for dtype in (torch.bfloat16, torch.float16):
            for foreach in (False, True):
                params = parameters(dtype)
                wide = [torch.nn.Parameter(p.detach().float()) for p in params]
                narrow = optimizer(name)(params, foreach=foreach)
                reference = optimizer(name)(wide, foreach=foreach)
                for step in range(30):
                    with torch.no_grad():
                        for p, x in zip(params, wide):
                            x.copy_(p)
                            p.grad = torch.randn(p.shape, generator=torch.Generator().manual_seed(step)).to(dtype) * 1e-3
                            x.grad = p.grad.float()
                    narrow.step()
                    reference.step()
                    same(params, [x.to(dtype) for x in wide], rtol=0, atol=0)
                assert all(value.dtype == torch.float32 for state in narrow.state.values() for value in state.values()), name
                assert all(p.isfinite().all() for p in params), (name, dtype)


def should_keep_the_type_of_parameters_on_request():
    params = parameters(torch.bfloat16)
    each = optimizer("adamw")(params, keep_dtype=True)
    run(params, each)
    assert all(value.dtype == torch.bfloat16 for state in each.state.values() for value in state.values())


def should_compute_in_double_precision_for_doubles():
    for name, own in OWN.items():
        expected, actual = parameters(torch.float64), parameters(torch.float64)
        run(expected, own(expected))
        run(actual, optimizer(name)(actual))
        # The guard stands elsewhere in some.
        same(actual, expected, rtol=1e-7, atol=1e-7)


def should_go_on_from_a_checkpoint():
    for name in SHIPPED + WHOLE:
        for dtype in (torch.float32, torch.bfloat16):
            params = parameters(dtype)
            each = optimizer(name)(params)
            run(params, each)
            kept, weights = copy.deepcopy(each.state_dict()), [p.detach().clone() for p in params]
            run(params, each, seed=3)
            again = [torch.nn.Parameter(x) for x in weights]
            other = optimizer(name)(again)
            other.load_state_dict(kept)
            before = copy.deepcopy(kept)
            run(again, other, seed=3)
            same(again, params, rtol=0, atol=0)
            for i, state in before["state"].items():
                for key in state:
                    assert torch.equal(state[key], kept["state"][i][key]), "a step changed the checkpoint"


def should_take_closures_and_scalars():
    for name in SHIPPED + WHOLE:
        params = parameters(shapes=((), (3,)))
        each = optimizer(name)(params)

        def closure():
            each.zero_grad()
            loss = sum((p ** 2).sum() for p in params)
            loss.backward()
            return loss

        assert each.step(closure).item() > 0
        for foreach in (False, True):
            params = parameters(shapes=((), (3,), (0,)))
            run(params, optimizer(name)(params, foreach=foreach))
            assert all(p.dtype == torch.float32 for p in params)


def should_step_where_groups_or_arrays_are_empty():
    for name in SHIPPED + WHOLE:
        for foreach in (False, True):
            for dtype in (torch.float32, torch.bfloat16):
                nothing = parameters(dtype, shapes=((0,), (3, 0), (0, 3)))
                run(nothing, optimizer(name)(nothing, foreach=foreach), steps=3)
                assert all(p.dtype == dtype for p in nothing)
            expected = parameters()
            run(expected, optimizer(name)(expected, foreach=foreach))
            actual = parameters()
            empty = [torch.nn.Parameter(torch.zeros(2, 0))]
            still = parameters(shapes=((2,),))
            groups = [dict(params=empty), dict(params=[]), dict(params=actual), dict(params=still)]
            each = optimizer(name)(groups, foreach=foreach)
            each.step()
            empty[0].grad = torch.zeros(2, 0)
            run(actual, each)
            same(actual + still, expected + parameters(shapes=((2,),)))


def should_define_functions_of_arrays_for_any_arrays():
    module = importlib.import_module("whole_model_pytorch")
    nothing = [torch.zeros(0), torch.zeros(3, 0)]
    for none in ([], nothing):
        assert module.global_norm(none) == module.dot(none, none) == module.cosine_sim(none, none) == 0
        assert len(module.clip_by_global_norm(none, [1.0] * len(none))) == len(none)
    assert all(module.norm(x) == 0 for x in nothing + [torch.zeros(2), torch.tensor(0.0)])
    # Squares of these leave the range of 32 bits.
    for size in (1e-25, 1, 1e25):
        x = [torch.tensor([[3.0], [0.0]]) * size, torch.tensor(4.0) * size]
        torch.testing.assert_close(module.global_norm(x), torch.tensor(5.0) * size)
        torch.testing.assert_close(module.norm(x[0]), torch.tensor(3.0) * size)
        torch.testing.assert_close(module.cosine_sim(x + nothing, x + nothing), torch.tensor(1.0 if size >= 1 else 0.0))
        torch.testing.assert_close(module.clip_by_global_norm(x, [torch.tensor(1.0)] * 2)[1], torch.tensor(0.8 if size >= 1 else 4 * size))
    for bad in (math.inf, math.nan):
        torch.testing.assert_close(module.global_norm([torch.tensor([bad, 1.0])]), torch.tensor(bad), equal_nan=True)


def should_keep_states_in_their_shapes():
    p = torch.nn.Parameter(torch.randn(4, 3, 2))
    expected = dict(number=(), each=(), column=(4, 1), row=(1, 6), tensor=(4, 3, 2), turned=(6, 4), left=(4, 4), right=(6, 6), laid=(1, 4), stood=(6, 1))
    for foreach in (False, True):
        each = optimizer("states_of_all_kinds")([p], foreach=foreach)
        run([p], each, steps=2)
        assert {name: tuple(value.shape) for name, value in each.state[p].items()} == expected
    adafactor = optimizer("adafactor")([p])
    run([p], adafactor, steps=2)
    assert sum(value.numel() for value in adafactor.state[p].values()) == 4 + 6 + 1


def should_be_muon():
    if not hasattr(torch.optim, "Muon"):
        return
    # PyTorch's iterates in 16 bits.
    actual, expected = parameters(shapes=((8, 16), (16, 8))), parameters(shapes=((8, 16), (16, 8)))
    run(actual, optimizer("muon")(actual, lr=0.02, betas=(0.9,), weight_decay=0.01))
    run(expected, torch.optim.Muon(expected, lr=0.02, momentum=0.9, weight_decay=0.01))
    same(actual, expected, rtol=0, atol=0.01)
    start = parameters(shapes=((8, 16), (16, 8)))
    assert all((x - y).abs().max() > 0.1 for x, y in zip(actual, start))


def should_train_hidden_matrices_beside_what_is_trained_otherwise():
    torch.manual_seed(3)
    model = torch.nn.Sequential(torch.nn.Embedding(10, 8), torch.nn.Linear(8, 16), torch.nn.Tanh(), torch.nn.Linear(16, 10))
    hidden = [p for p in model[1].parameters() if p.ndim > 1]
    others = [p for p in model.parameters() if all(p is not q for q in hidden)]
    optimizers = [optimizer("muon")(hidden, lr=0.02), torch.optim.AdamW(others, lr=0.01)]
    x, y = torch.arange(10), torch.arange(10).flip(0)
    losses = []
    for _ in range(60):
        loss = torch.nn.functional.cross_entropy(model(x), y)
        losses.append(loss.item())
        for each in optimizers:
            each.zero_grad()
        loss.backward()
        for each in optimizers:
            each.step()
    assert losses[-1] < 0.1 * losses[0], losses[-1]


def should_leave_gradients_alone():
    for name in SHIPPED + WHOLE:
        for foreach in (False, True):
            params = parameters()
            each = optimizer(name)(params, foreach=foreach)
            run(params, each, steps=3)
            before = [p.grad.clone() for p in params]
            each.step()
            same([p.grad for p in params], before, rtol=0, atol=0)


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
