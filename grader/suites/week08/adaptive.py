"""Hidden suite: optimisers with a step size of its own for every parameter."""

from dlgrade.suite import arrays, call, drawn, exercise, np, only, topic, torch, values
from dlgrade.suite.picture import path

about = topic("Adaptive optimisers", order=3)

# ── Questions ─────────────────────────────────────────────────────────────────────────────────────────────


def trajectory(step, weight, bias, weight_grads, bias_grads, **hyper):
    """Two parameters through all steps, each with a state of its own; gradients stand along the first axis."""
    seen, weight_state, bias_state = {}, {}, {}
    for t in range(len(weight_grads)):
        weight, weight_state = step(weight, weight_grads[t], weight_state, **hyper)
        bias, bias_state = step(bias, bias_grads[t], bias_state, **hyper)
        seen[f"the weight after step {t + 1}"] = weight
        seen[f"the bias after step {t + 1}"] = bias
    return seen


def one_state_twice(step, param, grads, **hyper):
    """Two steps from {}, then the second once more, from the state that the first returned."""
    first, state = step(param, grads[0], {}, **hyper)
    second, _ = step(first, grads[1], state, **hyper)
    again, _ = step(first, grads[1], state, **hyper)
    return {"the first step": first, "the second": second, "the second from the same state again": again}


def shrinking(*shape):
    """Gradients that begin large and end small, so that the largest average of squares is an early one."""
    return drawn(
        lambda rng: rng.standard_normal(shape) * 0.2 ** np.arange(shape[0]).reshape(-1, *[1] * (len(shape) - 1))
    )


def two_parameters(steps=5, scale=2.0):
    return call(arrays(4, 3), arrays(2), arrays(steps, 4, 3, scale=scale), arrays(steps, 2, scale=scale)).through(
        trajectory
    )


def single_numbers():
    return call(values(1.5), values(-0.3), arrays(5), values([2, -1, 0, 3, -4])).through(trajectory)


def used_twice():
    return call(arrays(4, 3), arrays(2, 4, 3)).through(one_state_twice)


def torch_buffers(param, state, *names):
    """Copies of the buffers that a functional form of torch.optim changes in place, 0 at first, and of its counter."""
    zero = torch.zeros_like(param)
    return {name: state.get(name, zero).clone() for name in names}, state.get("step", torch.tensor(0.0)).clone()


def flawed_bookkeeping(flaw, param, state, new, new_state):
    """The new parameter and the new state, handed back as `flaw` would."""
    if flaw == "parameter-in-place":
        param[...] = new
        new = param
    elif flaw == "state-in-place":
        state.update(new_state)
        new_state = state
    elif flaw == "state-forgotten":
        new_state = {}
    return new, new_state


def with_one_state(step, param, grad, state, **hyper):
    """`step` with one dict for all parameters: the function's own, emptied before a first step."""
    memory = vars(with_one_state)
    if not state:
        memory.clear()
    new, new_state = step(param, grad, memory, **hyper)
    memory.update(new_state)
    return new, memory


def flawed_decay(flaw, weight_decay):
    """How much of the parameter is added to the gradient."""
    if flaw in ("decay-ignored", "decay-decoupled", "decay-without-lr"):
        return 0.0
    return -weight_decay if flaw == "decay-upwards" else weight_decay


def moved(flaw, param, update, lr, weight_decay):
    """The parameter after its update, which contains lr."""
    if flaw == "uphill":
        return param + update
    if flaw == "decay-decoupled":
        return param - update - lr * weight_decay * param
    if flaw == "decay-without-lr":
        return param - update - weight_decay * param
    return param - update


STEP_LAWS = only("unchanged", "repeatable", "strided", "readonly", "float32")

# Sentences of mistakes that can be made with every optimiser.
UPHILL = "The step goes against the gradient: subtract it."
DECAY_IGNORED = "The parameter `weight_decay` is not used: it adds weight_decay · θ to the gradient."
DECAY_UPWARDS = "The decay makes weights larger: weight_decay · θ is added to the gradient, which is subtracted."
DECAY_DECOUPLED = (
    "You used AdamW's decay, lr · weight_decay · θ taken from the parameter; here weight_decay · θ is added to the "
    "gradient, before the averages."
)
DECAY_WITHOUT_LR = (
    "You take weight_decay · θ from the parameter itself, without lr; it is added to the gradient, before the averages."
)
DECOUPLED_IGNORED = "The parameter `weight_decay` is not used: θ shrinks by lr · weight_decay · θ at each step."
DECOUPLED_AS_L2 = (
    "You add the decay to the gradient, as an L2 penalty; here it acts on the parameter directly, by "
    "lr · weight_decay · θ, and the averages see the gradient alone."
)
DECOUPLED_WITHOUT_LR = "The decay is not multiplied by lr: PyTorch takes lr · weight_decay · θ off."
DECOUPLED_UPWARDS = "The decay makes weights larger: take lr · weight_decay · θ off."
PARAMETER_IN_PLACE = "You changed the parameter in place; return a new array."
STATE_IN_PLACE = "You changed the state that you were given; return a new dict, so that a step can be taken again."
STATE_SHARED = "All parameters share one state; what a parameter needs stands in the dict that is passed with it."
STATE_FORGOTTEN = "Every step begins anew: return in the state what the next one needs, and take it from there."
EPS_IGNORED = "The parameter `eps` is not used: you have its default only."
T_FROM_ZERO = "t is 1 on the first step: with t = 0 the correction divides by 0. Increase it first."
T_FROM_TWO = "t is 1 on the first step; yours is 2."
NO_CORRECTION = "The averages start at 0 and are too small at first: divide m by 1 − β₁ᵗ and v by 1 − β₂ᵗ."
BETAS_SWAPPED = "β₁ belongs to the average of g and β₂ to that of g²; yours are exchanged."
SIGN_OF_GRADIENT = "lr · sign(g) is the step while the gradient stays the same; your averages are never used."
SQUARE_FORGOTTEN = "What is averaged is g², not g."
ROOT_FORGOTTEN = "The gradient is divided by the square root of the squares, not by the squares."
EPS_INSIDE = "eps is added after the square root, not under it."
# ── adagrad_step ────────────────────────────────────────────────────────────────────────────────────────


def torch_adagrad_step(
    param, grad, state, lr=1e-2, lr_decay=0, weight_decay=0, initial_accumulator_value=0, eps=1e-10
):  # fmt: skip
    """torch.optim.Adagrad's own step, by its functional form, which takes and keeps the state in the open."""
    from torch.optim.adagrad import adagrad

    param = param.clone()
    total = state.get("sum", torch.full_like(param, initial_accumulator_value)).clone()
    count = state.get("step", torch.tensor(0.0)).clone()
    adagrad(
        [param], [grad], [total], [count], foreach=False, lr=lr, weight_decay=weight_decay, lr_decay=lr_decay,
        eps=eps, maximize=False,
    )  # fmt: skip
    return param, {"sum": total, "step": count}


def flawed_adagrad(
    param, grad, state, lr=1e-2, lr_decay=0, weight_decay=0, initial_accumulator_value=0, eps=1e-10, *, flaw
):  # fmt: skip
    """Adagrad, right but for `flaw`."""
    g = grad + flawed_decay(flaw, weight_decay) * param
    t = state.get("t", 0) + 1
    if flaw == "initial-ignored":
        initial_accumulator_value = 0
    elif flaw == "eps-ignored":
        eps = 1e-10
    elif flaw == "lr-decay-ignored":
        lr_decay = 0
    square = {"square-forgotten": g, "sizes": abs(g)}.get(flaw, g**2)
    old = state.get("total", initial_accumulator_value)
    total = 0.9 * old + 0.1 * square if flaw == "averaged" else old + square
    if flaw == "initial-every-step" and state:
        total = total + initial_accumulator_value
    seen = {"old-sum": old, "mean-of-squares": total / t, "one-sum-for-all": np.sum(total)}.get(flaw, total)
    rate = {
        "lr-decay-late": lr / (1 + t * lr_decay), "lr-decay-as-power": lr / (1 + lr_decay) ** (t - 1),
        "lr-decay-subtracted": lr * (1 - (t - 1) * lr_decay),
    }.get(flaw, lr / (1 + (t - 1) * lr_decay))  # fmt: skip
    if flaw == "eps-inside":
        root = np.sqrt(seen + eps)
    elif flaw == "eps-forgotten":
        root = np.sqrt(seen)
    elif flaw in ("root-forgotten", "sizes"):
        root = seen + eps
    else:
        root = np.sqrt(seen) + eps
    new = moved(flaw, param, rate * g / root, lr, weight_decay)
    return flawed_bookkeeping(flaw, param, state, new, {"t": t, "total": total})


adagrad_step = exercise(
    reference=torch_adagrad_step,
    source="AdaGrad",
    picture=path(lr=0.5),
    laws=STEP_LAWS,
    cases={
        "five steps of two parameters": two_parameters(),
        "a learning rate that decays": two_parameters().with_(lr=0.2, lr_decay=0.3),
        "a sum that does not begin with 0": two_parameters().with_(lr=0.1, initial_accumulator_value=0.5),
        "a large eps": two_parameters().with_(lr=0.1, eps=0.1),
        "weight decay": two_parameters().with_(lr=0.05, weight_decay=0.4),
        "all options at once": two_parameters(6).with_(
            lr=0.3, lr_decay=0.1, weight_decay=0.2, initial_accumulator_value=0.7, eps=0.01
        ),
        "tiny gradients": two_parameters(scale=1e-8),
        "large gradients": two_parameters(scale=1e4),
        "gradients of zero": two_parameters(scale=0.0),
        "single numbers as parameters": single_numbers(),
        "a state that is used twice": used_twice().with_(lr=0.1),
    },
    misconceptions={
        "averaged": (
            "That is RMSProp's average, which forgets; Adagrad's G is the sum of all g²: G + g².",
            lambda *args, **hyper: flawed_adagrad(*args, **hyper, flaw="averaged"),
        ),
        "mean-of-squares": (
            "You divide the sum by the number of steps; G is the sum itself, and so the steps become smaller and "
            "smaller.",
            lambda *args, **hyper: flawed_adagrad(*args, **hyper, flaw="mean-of-squares"),
        ),
        "old-sum": (
            "You divide by the sum before this step; add g² to it first, and then take the root.",
            lambda *args, **hyper: flawed_adagrad(*args, **hyper, flaw="old-sum"),
        ),
        "state-forgotten": (
            "You divide by the gradient of this step only; G sums the squares of all steps, and the state must keep "
            "it.",
            lambda *args, **hyper: flawed_adagrad(*args, **hyper, flaw="state-forgotten"),
        ),
        "square-forgotten": (
            "What is summed is g², not g.",
            lambda *args, **hyper: flawed_adagrad(*args, **hyper, flaw="square-forgotten"),
        ),
        "sizes": (
            "You sum |g|; Adagrad sums g² and takes the root of the sum.",
            lambda *args, **hyper: flawed_adagrad(*args, **hyper, flaw="sizes"),
        ),
        "one-sum-for-all": (
            "You add up the squares of all elements; each element has a sum, and so a step size, of its own.",
            lambda *args, **hyper: flawed_adagrad(*args, **hyper, flaw="one-sum-for-all"),
        ),
        "root-forgotten": (
            ROOT_FORGOTTEN,
            lambda *args, **hyper: flawed_adagrad(*args, **hyper, flaw="root-forgotten"),
        ),
        "eps-inside": (
            "eps is added after the square root: √G + ε.",
            lambda *args, **hyper: flawed_adagrad(*args, **hyper, flaw="eps-inside"),
        ),
        "eps-forgotten": (
            "Where the gradient is 0 you divide 0 by 0: add eps to the root.",
            lambda *args, **hyper: flawed_adagrad(*args, **hyper, flaw="eps-forgotten"),
        ),
        "eps-ignored": (
            EPS_IGNORED,
            lambda *args, **hyper: flawed_adagrad(*args, **hyper, flaw="eps-ignored"),
        ),
        "initial-ignored": (
            "The parameter `initial_accumulator_value` is not used: the sum begins with it.",
            lambda *args, **hyper: flawed_adagrad(*args, **hyper, flaw="initial-ignored"),
        ),
        "initial-every-step": (
            "The sum begins with initial_accumulator_value; you add it at every step.",
            lambda *args, **hyper: flawed_adagrad(*args, **hyper, flaw="initial-every-step"),
        ),
        "lr-decay-ignored": (
            "The parameter `lr_decay` is not used: the step size is lr / (1 + lr_decay · (t − 1)).",
            lambda *args, **hyper: flawed_adagrad(*args, **hyper, flaw="lr-decay-ignored"),
        ),
        "lr-decay-late": (
            "The first step has the whole lr: divide by 1 + lr_decay · (t − 1), t being 1 at the first step.",
            lambda *args, **hyper: flawed_adagrad(*args, **hyper, flaw="lr-decay-late"),
        ),
        "lr-decay-as-power": (
            "The step size shrinks like lr / (1 + lr_decay · (t − 1)), not like a power of 1 + lr_decay.",
            lambda *args, **hyper: flawed_adagrad(*args, **hyper, flaw="lr-decay-as-power"),
        ),
        "lr-decay-subtracted": (
            "You subtract the decay from the step size; divide lr by 1 + lr_decay · (t − 1).",
            lambda *args, **hyper: flawed_adagrad(*args, **hyper, flaw="lr-decay-subtracted"),
        ),
        "uphill": (
            UPHILL,
            lambda *args, **hyper: flawed_adagrad(*args, **hyper, flaw="uphill"),
        ),
        "decay-ignored": (
            DECAY_IGNORED,
            lambda *args, **hyper: flawed_adagrad(*args, **hyper, flaw="decay-ignored"),
        ),
        "decay-upwards": (
            DECAY_UPWARDS,
            lambda *args, **hyper: flawed_adagrad(*args, **hyper, flaw="decay-upwards"),
        ),
        "decay-decoupled": (
            DECAY_DECOUPLED,
            lambda *args, **hyper: flawed_adagrad(*args, **hyper, flaw="decay-decoupled"),
        ),
        "decay-without-lr": (
            DECAY_WITHOUT_LR,
            lambda *args, **hyper: flawed_adagrad(*args, **hyper, flaw="decay-without-lr"),
        ),
        "parameter-in-place": (
            PARAMETER_IN_PLACE,
            lambda *args, **hyper: flawed_adagrad(*args, **hyper, flaw="parameter-in-place"),
        ),
        "state-in-place": (
            STATE_IN_PLACE,
            lambda *args, **hyper: flawed_adagrad(*args, **hyper, flaw="state-in-place"),
        ),
        "state-shared": (
            STATE_SHARED,
            lambda *args, **hyper: with_one_state(flawed_adagrad, *args, **hyper, flaw=""),
        ),
    },
    hints=[
        "Which parameter should take the larger step: one with large gradients all the time, or one that rarely "
        "gets any?",
        "Keep the sum of all squared gradients, element by element, and divide the step by its root.",
        "G = G + g² with g = grad + weight_decay · θ, θ = θ − lr / (1 + lr_decay · (t − 1)) · g / (√G + eps)",
    ],
)

# ── rmsprop_step ────────────────────────────────────────────────────────────────────────────────────────


def torch_rmsprop_step(
    param, grad, state, lr=1e-2, alpha=0.99, eps=1e-8, weight_decay=0, momentum=0, centered=False
):  # fmt: skip
    """torch.optim.RMSprop's own step, by its functional form, which takes and keeps the state in the open."""
    from torch.optim.rmsprop import rmsprop

    param = param.clone()
    buffers, count = torch_buffers(param, state, "square_avg", "grad_avg", "momentum_buffer")
    rmsprop(
        [param], [grad], *([buffer] for buffer in buffers.values()), [count], foreach=False, lr=lr, alpha=alpha,
        eps=eps, weight_decay=weight_decay, momentum=momentum, centered=centered,
    )  # fmt: skip
    return param, {**buffers, "step": count}


def flawed_rmsprop(
    param, grad, state, lr=1e-2, alpha=0.99, eps=1e-8, weight_decay=0, momentum=0, centered=False, *, flaw
):  # fmt: skip
    """RMSProp, right but for `flaw`."""
    g = grad + flawed_decay(flaw, weight_decay) * param
    zero = np.zeros(param.shape)
    t = state.get("t", 0) + 1
    if flaw == "alpha-ignored":
        alpha = 0.99
    elif flaw == "eps-ignored":
        eps = 1e-8
    elif flaw == "momentum-ignored":
        momentum = 0
    elif flaw == "centered-ignored":
        centered = False
    kept = 1 - alpha if flaw == "shares-swapped" else alpha
    share = {"accumulated": 1.0, "shares-swapped": alpha, "share-forgotten": 1.0}.get(flaw, 1 - alpha)
    old = state.get("v", zero)
    v = (1.0 if flaw == "accumulated" else kept) * old + share * (g if flaw == "square-forgotten" else g**2)
    if flaw == "starts-with-square" and not state:
        v = g**2
    m = kept * state.get("m", zero) + (1 - kept) * g
    seen = {"old-average": old, "bias-corrected": v / (1 - alpha**t)}.get(flaw, v)
    if centered:
        seen = {"centered-not-squared": seen - m, "centered-on-gradient": seen - (1 - alpha) * g**2,
                "centered-added": seen + m**2}.get(flaw, seen - m**2)  # fmt: skip
    if flaw == "eps-inside":
        root = np.sqrt(seen + eps)
    elif flaw == "eps-forgotten":
        root = np.sqrt(seen)
    elif flaw == "root-forgotten":
        root = seen + eps
    else:
        root = np.sqrt(seen) + eps
    b = momentum * state.get("b", zero)
    if flaw == "momentum-averaged":
        b = b + (1 - momentum) * g / root
    elif flaw == "momentum-of-gradient":
        b = b + g
    else:
        b = b + g / root
    direction = b / root if flaw == "momentum-of-gradient" else b
    if flaw == "momentum-look-ahead":
        direction = g / root + momentum * b
    elif flaw == "sign-of-gradient":
        direction = np.sign(g)
    new = moved(flaw, param, lr * direction, lr, weight_decay)
    return flawed_bookkeeping(flaw, param, state, new, {"t": t, "v": v, "m": m, "b": b})


rmsprop_step = exercise(
    reference=torch_rmsprop_step,
    source="RMSProp",
    picture=path(lr=0.05),
    laws=STEP_LAWS,
    cases={
        "five steps of two parameters": two_parameters(),
        "an alpha of one's own": two_parameters().with_(lr=0.1, alpha=0.7),
        "a large eps": two_parameters().with_(lr=0.1, eps=0.1),
        "weight decay": two_parameters().with_(lr=0.05, weight_decay=0.4),
        "momentum": two_parameters().with_(lr=0.02, momentum=0.8),
        "centered": two_parameters().with_(lr=0.03, centered=True),
        "all options at once": two_parameters(6).with_(
            lr=0.04, alpha=0.8, eps=0.01, weight_decay=0.2, momentum=0.6, centered=True
        ),
        "tiny gradients": two_parameters(scale=1e-6),
        "large gradients": two_parameters(scale=1e4),
        "gradients of zero": two_parameters(scale=0.0),
        "single numbers as parameters": single_numbers(),
        "a state that is used twice": used_twice().with_(lr=0.1, momentum=0.5),
    },
    misconceptions={
        "accumulated": (
            "That is Adagrad's sum, which grows for ever; RMSProp averages: v = α v + (1 − α) g².",
            lambda *args, **hyper: flawed_rmsprop(*args, **hyper, flaw="accumulated"),
        ),
        "shares-swapped": (
            "α is the share of the past: v = α v + (1 − α) g²; yours are exchanged.",
            lambda *args, **hyper: flawed_rmsprop(*args, **hyper, flaw="shares-swapped"),
        ),
        "share-forgotten": (
            "An average gives the new square the share 1 − α; you add all of it: v = α v + (1 − α) g².",
            lambda *args, **hyper: flawed_rmsprop(*args, **hyper, flaw="share-forgotten"),
        ),
        "old-average": (
            "You divide by the average before this step; bring it up to date first.",
            lambda *args, **hyper: flawed_rmsprop(*args, **hyper, flaw="old-average"),
        ),
        "starts-with-square": (
            "The average starts at 0, and is (1 − α) g² after the first step, not g².",
            lambda *args, **hyper: flawed_rmsprop(*args, **hyper, flaw="starts-with-square"),
        ),
        "bias-corrected": (
            "You divide the average by 1 − αᵗ, as Adam does; RMSProp uses it as it is.",
            lambda *args, **hyper: flawed_rmsprop(*args, **hyper, flaw="bias-corrected"),
        ),
        "state-forgotten": (
            STATE_FORGOTTEN,
            lambda *args, **hyper: flawed_rmsprop(*args, **hyper, flaw="state-forgotten"),
        ),
        "sign-of-gradient": (
            SIGN_OF_GRADIENT,
            lambda *args, **hyper: flawed_rmsprop(*args, **hyper, flaw="sign-of-gradient"),
        ),
        "square-forgotten": (
            SQUARE_FORGOTTEN,
            lambda *args, **hyper: flawed_rmsprop(*args, **hyper, flaw="square-forgotten"),
        ),
        "root-forgotten": (
            ROOT_FORGOTTEN,
            lambda *args, **hyper: flawed_rmsprop(*args, **hyper, flaw="root-forgotten"),
        ),
        "eps-inside": (
            "eps is added after the square root: √v + ε.",
            lambda *args, **hyper: flawed_rmsprop(*args, **hyper, flaw="eps-inside"),
        ),
        "eps-forgotten": (
            "Where the gradient is 0 you divide 0 by 0: add eps to the root.",
            lambda *args, **hyper: flawed_rmsprop(*args, **hyper, flaw="eps-forgotten"),
        ),
        "eps-ignored": (
            EPS_IGNORED,
            lambda *args, **hyper: flawed_rmsprop(*args, **hyper, flaw="eps-ignored"),
        ),
        "alpha-ignored": (
            "The parameter `alpha` is not used: 0.99 is only its default.",
            lambda *args, **hyper: flawed_rmsprop(*args, **hyper, flaw="alpha-ignored"),
        ),
        "momentum-ignored": (
            "The parameter `momentum` is not used: b = momentum · b + g / (√v + ε), and the step is lr · b.",
            lambda *args, **hyper: flawed_rmsprop(*args, **hyper, flaw="momentum-ignored"),
        ),
        "momentum-averaged": (
            "PyTorch's b = μ b + g / (√v + ε) is no average: there is no 1 − μ before the new part.",
            lambda *args, **hyper: flawed_rmsprop(*args, **hyper, flaw="momentum-averaged"),
        ),
        "momentum-of-gradient": (
            "The gradient is divided by its root before it enters b, not afterwards.",
            lambda *args, **hyper: flawed_rmsprop(*args, **hyper, flaw="momentum-of-gradient"),
        ),
        "momentum-look-ahead": (
            "That looks ahead as Nesterov does; the step is lr · b.",
            lambda *args, **hyper: flawed_rmsprop(*args, **hyper, flaw="momentum-look-ahead"),
        ),
        "centered-ignored": (
            "The parameter `centered` is not used: with it the variance v − m² stands under the root.",
            lambda *args, **hyper: flawed_rmsprop(*args, **hyper, flaw="centered-ignored"),
        ),
        "centered-not-squared": (
            "The variance is v − m², with the square of the average gradient.",
            lambda *args, **hyper: flawed_rmsprop(*args, **hyper, flaw="centered-not-squared"),
        ),
        "centered-added": (
            "The variance is v − m²; you add m².",
            lambda *args, **hyper: flawed_rmsprop(*args, **hyper, flaw="centered-added"),
        ),
        "centered-on-gradient": (
            "What is subtracted is the square of the average gradient m², not that of this step's gradient.",
            lambda *args, **hyper: flawed_rmsprop(*args, **hyper, flaw="centered-on-gradient"),
        ),
        "uphill": (
            UPHILL,
            lambda *args, **hyper: flawed_rmsprop(*args, **hyper, flaw="uphill"),
        ),
        "decay-ignored": (
            DECAY_IGNORED,
            lambda *args, **hyper: flawed_rmsprop(*args, **hyper, flaw="decay-ignored"),
        ),
        "decay-upwards": (
            DECAY_UPWARDS,
            lambda *args, **hyper: flawed_rmsprop(*args, **hyper, flaw="decay-upwards"),
        ),
        "decay-decoupled": (
            DECAY_DECOUPLED,
            lambda *args, **hyper: flawed_rmsprop(*args, **hyper, flaw="decay-decoupled"),
        ),
        "decay-without-lr": (
            DECAY_WITHOUT_LR,
            lambda *args, **hyper: flawed_rmsprop(*args, **hyper, flaw="decay-without-lr"),
        ),
        "parameter-in-place": (
            PARAMETER_IN_PLACE,
            lambda *args, **hyper: flawed_rmsprop(*args, **hyper, flaw="parameter-in-place"),
        ),
        "state-in-place": (
            STATE_IN_PLACE,
            lambda *args, **hyper: flawed_rmsprop(*args, **hyper, flaw="state-in-place"),
        ),
        "state-shared": (
            STATE_SHARED,
            lambda *args, **hyper: with_one_state(flawed_rmsprop, *args, **hyper, flaw=""),
        ),
    },
    hints=[
        "Adagrad's sum of squares grows for ever. What else tells how large the gradients are at present?",
        "Keep an exponential moving average of g² and divide by its root; centered, subtract the square of the "
        "average of g first. Momentum collects what is divided.",
        "v = α v + (1 − α) g², m = α m + (1 − α) g, s = v or v − m², b = momentum · b + g / (√s + eps), θ = θ − lr · b",
    ],
)

# ── adadelta_step ───────────────────────────────────────────────────────────────────────────────────────


def torch_adadelta_step(param, grad, state, lr=1.0, rho=0.9, eps=1e-6, weight_decay=0):
    """torch.optim.Adadelta's own step, by its functional form, which takes and keeps the state in the open."""
    from torch.optim.adadelta import adadelta

    param = param.clone()
    buffers, count = torch_buffers(param, state, "square_avg", "acc_delta")
    adadelta(
        [param], [grad], *([buffer] for buffer in buffers.values()), [count], foreach=False, lr=lr, rho=rho, eps=eps,
        weight_decay=weight_decay, maximize=False,
    )  # fmt: skip
    return param, {**buffers, "step": count}


def flawed_adadelta(param, grad, state, lr=1.0, rho=0.9, eps=1e-6, weight_decay=0, *, flaw):
    """Adadelta, right but for `flaw`."""
    g = grad + flawed_decay(flaw, weight_decay) * param
    zero = np.zeros(param.shape)
    if flaw == "rho-ignored":
        rho = 0.9
    elif flaw == "eps-ignored":
        eps = 1e-6
    kept, share = (1 - rho, rho) if flaw == "shares-swapped" else (rho, 1 - rho)
    if flaw == "accumulated":
        kept = share = 1.0
    u, old = state.get("u", zero), state.get("v", zero)
    v = kept * old + share * (g if flaw == "square-forgotten" else g**2)
    seen = old if flaw == "old-squares" else v
    above = {"lr-for-root": np.ones(param.shape), "eps-outside": np.sqrt(u) + eps,
             "roots-forgotten": u + eps}.get(flaw, np.sqrt(u + eps))  # fmt: skip
    below = {"eps-outside": np.sqrt(seen) + eps, "eps-outside-below": np.sqrt(seen) + eps,
             "roots-forgotten": seen + eps}.get(flaw, np.sqrt(seen + eps))  # fmt: skip
    delta = above / below * g
    if flaw == "upside-down":
        delta = below / above * g
    elif flaw == "steps-renewed-first":
        delta = np.sqrt(kept * u + share * delta**2 + eps) / below * g
    entering = {"average-of-scaled-steps": lr * delta, "average-of-gradients": g}.get(flaw, delta)
    u = kept * u + share * (abs(entering) if flaw == "steps-not-squared" else entering**2)
    update = delta if flaw == "lr-ignored" else lr * delta
    new = moved(flaw, param, update, lr, weight_decay)
    return flawed_bookkeeping(flaw, param, state, new, {"u": u, "v": v})


adadelta_step = exercise(
    reference=torch_adadelta_step,
    source="AdaDelta",
    picture=path(lr=1.0, eps=1e-2),
    laws=STEP_LAWS,
    cases={
        "five steps of two parameters": two_parameters(),
        "a learning rate below 1": two_parameters().with_(lr=0.3),
        "a rho of one's own": two_parameters().with_(rho=0.6),
        "a large eps": two_parameters().with_(eps=0.1),
        "weight decay": two_parameters().with_(weight_decay=0.4),
        "all options at once": two_parameters(6).with_(lr=0.5, rho=0.8, eps=0.01, weight_decay=0.2),
        "tiny gradients": two_parameters(scale=1e-4),
        "large gradients": two_parameters(scale=1e4),
        "single numbers as parameters": single_numbers(),
        "a state that is used twice": used_twice().with_(eps=0.01),
    },
    misconceptions={
        "lr-for-root": (
            "That is RMSProp: the root of the average squared step, √(u + ε), stands above the root of v.",
            lambda *args, **hyper: flawed_adadelta(*args, **hyper, flaw="lr-for-root"),
        ),
        "steps-renewed-first": (
            "You bring u up to date before the step; the step uses the old u, and enters it afterwards.",
            lambda *args, **hyper: flawed_adadelta(*args, **hyper, flaw="steps-renewed-first"),
        ),
        "old-squares": (
            "You divide by the average of g² before this step; bring v up to date first.",
            lambda *args, **hyper: flawed_adadelta(*args, **hyper, flaw="old-squares"),
        ),
        "average-of-gradients": (
            "u averages the squares of the steps Δ, not those of the gradient.",
            lambda *args, **hyper: flawed_adadelta(*args, **hyper, flaw="average-of-gradients"),
        ),
        "average-of-scaled-steps": (
            "We follow PyTorch: Δ enters u without lr, which only stretches the step.",
            lambda *args, **hyper: flawed_adadelta(*args, **hyper, flaw="average-of-scaled-steps"),
        ),
        "steps-not-squared": (
            "u averages Δ², not the size of Δ.",
            lambda *args, **hyper: flawed_adadelta(*args, **hyper, flaw="steps-not-squared"),
        ),
        "upside-down": (
            "The fraction stands upside down: √(u + ε) above, √(v + ε) below.",
            lambda *args, **hyper: flawed_adadelta(*args, **hyper, flaw="upside-down"),
        ),
        "eps-outside": (
            "eps stands under both square roots: √(u + ε) / √(v + ε).",
            lambda *args, **hyper: flawed_adadelta(*args, **hyper, flaw="eps-outside"),
        ),
        "eps-outside-below": (
            "eps stands under the lower square root too: √(v + ε).",
            lambda *args, **hyper: flawed_adadelta(*args, **hyper, flaw="eps-outside-below"),
        ),
        "roots-forgotten": (
            "Both averages stand under a square root: √(u + ε) / √(v + ε).",
            lambda *args, **hyper: flawed_adadelta(*args, **hyper, flaw="roots-forgotten"),
        ),
        "square-forgotten": (
            SQUARE_FORGOTTEN,
            lambda *args, **hyper: flawed_adadelta(*args, **hyper, flaw="square-forgotten"),
        ),
        "accumulated": (
            "You sum the squares, as Adagrad does; both are averages: ρ v + (1 − ρ) g².",
            lambda *args, **hyper: flawed_adadelta(*args, **hyper, flaw="accumulated"),
        ),
        "shares-swapped": (
            "ρ is the share of the past: ρ v + (1 − ρ) g²; yours are exchanged.",
            lambda *args, **hyper: flawed_adadelta(*args, **hyper, flaw="shares-swapped"),
        ),
        "lr-ignored": (
            "The parameter `lr` is not used: the step is lr · Δ.",
            lambda *args, **hyper: flawed_adadelta(*args, **hyper, flaw="lr-ignored"),
        ),
        "rho-ignored": (
            "The parameter `rho` is not used: 0.9 is only its default.",
            lambda *args, **hyper: flawed_adadelta(*args, **hyper, flaw="rho-ignored"),
        ),
        "eps-ignored": (
            EPS_IGNORED,
            lambda *args, **hyper: flawed_adadelta(*args, **hyper, flaw="eps-ignored"),
        ),
        "state-forgotten": (
            STATE_FORGOTTEN,
            lambda *args, **hyper: flawed_adadelta(*args, **hyper, flaw="state-forgotten"),
        ),
        "uphill": (
            UPHILL,
            lambda *args, **hyper: flawed_adadelta(*args, **hyper, flaw="uphill"),
        ),
        "decay-ignored": (
            DECAY_IGNORED,
            lambda *args, **hyper: flawed_adadelta(*args, **hyper, flaw="decay-ignored"),
        ),
        "decay-upwards": (
            DECAY_UPWARDS,
            lambda *args, **hyper: flawed_adadelta(*args, **hyper, flaw="decay-upwards"),
        ),
        "decay-decoupled": (
            DECAY_DECOUPLED,
            lambda *args, **hyper: flawed_adadelta(*args, **hyper, flaw="decay-decoupled"),
        ),
        "decay-without-lr": (
            DECAY_WITHOUT_LR,
            lambda *args, **hyper: flawed_adadelta(*args, **hyper, flaw="decay-without-lr"),
        ),
        "parameter-in-place": (
            PARAMETER_IN_PLACE,
            lambda *args, **hyper: flawed_adadelta(*args, **hyper, flaw="parameter-in-place"),
        ),
        "state-in-place": (
            STATE_IN_PLACE,
            lambda *args, **hyper: flawed_adadelta(*args, **hyper, flaw="state-in-place"),
        ),
        "state-shared": (
            STATE_SHARED,
            lambda *args, **hyper: with_one_state(flawed_adadelta, *args, **hyper, flaw=""),
        ),
    },
    hints=[
        "A gradient has the unit of loss per weight. What must g / √v be multiplied by to become a weight again?",
        "Keep two averages of squares: v of the gradients, u of the steps Δ. The step takes the old u and the "
        "new v, and u is brought up to date last.",
        "v = ρ v + (1 − ρ) g², Δ = √(u + eps) / √(v + eps) · g, u = ρ u + (1 − ρ) Δ², θ = θ − lr · Δ",
    ],
)

# ── adam_step ─────────────────────────────────────────────────────────────────────────────────────────────


def torch_adam_step(param, grad, state, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0, amsgrad=False):
    """torch.optim.Adam's own step, by its functional form, which takes and keeps the state in the open."""
    from torch.optim.adam import adam

    param = param.clone()
    zero = torch.zeros_like(param)
    buffers = {name: state.get(name, zero).clone() for name in ("exp_avg", "exp_avg_sq", "max_exp_avg_sq")}
    count = state.get("step", torch.tensor(0.0)).clone()
    adam(
        [param], [grad], *([buffer] for buffer in buffers.values()), [count], foreach=False, amsgrad=amsgrad,
        beta1=betas[0], beta2=betas[1], lr=lr, weight_decay=weight_decay, eps=eps, maximize=False,
    )  # fmt: skip
    return param, {**buffers, "step": count}


def flawed_adam(
    param, grad, state, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0, amsgrad=False, *, flaw
):  # fmt: skip
    """Adam, right but for `flaw`."""
    if flaw == "betas-swapped":
        betas = betas[::-1]
    beta1, beta2 = betas
    decoupled = {"decay-decoupled": lr * weight_decay, "decay-without-lr": weight_decay}.get(flaw)
    if flaw != "decay-ignored" and decoupled is None:
        grad = grad + weight_decay * param
    t = state.get("t", {"t-from-zero": -1, "t-from-two": 1}.get(flaw, 0)) + 1
    m = beta1 * state.get("m", 0.0) + (1 - beta1) * grad
    if flaw == "first-moment-forgotten":
        m = grad * (1 - beta1**t)
    square = grad if flaw == "square-forgotten" else grad**2
    v = beta2 * state.get("v", 0.0) + (1 - beta2) * square
    if flaw == "shared-buffer":
        m = v = state.get("m", np.zeros(param.shape))
        m *= beta1
        m += (1 - beta1) * grad
        v *= beta2
        v += (1 - beta2) * square
    c1, c2 = 1 - beta1**t, 1 - beta2**t
    if flaw == "no-correction":
        c1 = c2 = 1.0
    elif flaw == "power-forgotten":
        c1, c2 = 1 - beta1, 1 - beta2
    elif flaw == "first-correction-only":
        c2 = 1.0
    corrected = v / c2
    largest = np.maximum(state.get("largest", 0.0), corrected if flaw == "largest-of-corrected" else v)
    if amsgrad and flaw == "largest-fed-back":
        v = largest
    if amsgrad and flaw != "amsgrad-ignored":
        corrected = largest if flaw == "largest-of-corrected" else largest / c2
    if flaw == "eps-inside":
        denominator = np.sqrt(corrected + eps)
    elif flaw == "eps-before-correction":
        denominator = (np.sqrt(corrected * c2) + eps) / np.sqrt(c2)
    elif flaw == "eps-ignored":
        denominator = np.sqrt(corrected) + 1e-8
    elif flaw == "root-forgotten":
        denominator = corrected + eps
    else:
        denominator = np.sqrt(corrected) + eps
    update = m / c1 / denominator
    if flaw == "sign-of-gradient":
        update = np.sign(grad)
    new = param - lr * update - (decoupled or 0.0) * param
    if flaw == "uphill":
        new = param + lr * update
    if flaw == "parameter-in-place":
        param[...] = new
        new = param
    new_state = {"t": t, "m": m, "v": v, "largest": largest}
    if flaw == "state-in-place":
        state.update(new_state)
        new_state = state
    return new, new_state


adam_step = exercise(
    reference=torch_adam_step,
    source="Adam",
    picture=path(lr=0.15),
    laws=only("unchanged", "repeatable", "strided", "readonly", "float32"),
    cases={
        "five steps of two parameters": two_parameters(),
        "a learning rate and betas of one's own": two_parameters().with_(lr=0.1, betas=(0.5, 0.7)),
        "a large eps": two_parameters().with_(lr=0.01, eps=0.1),
        "weight decay": two_parameters().with_(lr=0.05, weight_decay=0.1),
        "amsgrad, gradients that shrink": call(arrays(4, 3), arrays(2), shrinking(5, 4, 3), shrinking(5, 2))
        .through(trajectory)
        .with_(lr=0.1, betas=(0.6, 0.8), amsgrad=True),
        "amsgrad, gradients as they come": two_parameters(8).with_(lr=0.1, betas=(0.6, 0.8), amsgrad=True),
        "all options at once": two_parameters(6).with_(
            lr=0.03, betas=(0.8, 0.95), eps=0.01, weight_decay=0.2, amsgrad=True
        ),
        "twenty steps": two_parameters(20).with_(lr=0.02),
        "tiny gradients": two_parameters(scale=1e-5).with_(lr=0.01),
        "large gradients": two_parameters(scale=1e4).with_(lr=0.01),
        "gradients of zero": two_parameters(scale=0.0).with_(weight_decay=0.1),
        "single numbers as parameters": call(values(1.5), values(-0.3), arrays(5), values([2, -1, 0, 3, -4])).through(
            trajectory
        ),
        "a state that is used twice": call(arrays(4, 3), arrays(2, 4, 3)).with_(lr=0.1).through(one_state_twice),
    },
    misconceptions={
        "no-correction": (
            "The averages start at 0 and are too small at first: divide m by 1 − β₁ᵗ and v by 1 − β₂ᵗ.",
            lambda *args, **hyper: flawed_adam(*args, **hyper, flaw="no-correction"),
        ),
        "power-forgotten": (
            "The correction fades with the steps: divide by 1 − β₁ᵗ and 1 − β₂ᵗ, not by 1 − β₁ and 1 − β₂ each time; "
            "the state must count the steps.",
            lambda *args, **hyper: flawed_adam(*args, **hyper, flaw="power-forgotten"),
        ),
        "first-correction-only": (
            "Both averages are corrected: v is divided by 1 − β₂ᵗ.",
            lambda *args, **hyper: flawed_adam(*args, **hyper, flaw="first-correction-only"),
        ),
        "t-from-zero": (
            "t is 1 on the first step: with t = 0 the correction divides by 0. Increase it first.",
            lambda *args, **hyper: flawed_adam(*args, **hyper, flaw="t-from-zero"),
        ),
        "t-from-two": (
            "t is 1 on the first step; yours is 2.",
            lambda *args, **hyper: flawed_adam(*args, **hyper, flaw="t-from-two"),
        ),
        "eps-inside": (
            "eps is added after the square root: √v̂ + ε.",
            lambda *args, **hyper: flawed_adam(*args, **hyper, flaw="eps-inside"),
        ),
        "eps-before-correction": (
            "eps is added to the root of the corrected average: √(v / (1 − β₂ᵗ)) + ε.",
            lambda *args, **hyper: flawed_adam(*args, **hyper, flaw="eps-before-correction"),
        ),
        "eps-ignored": (
            "The parameter `eps` is not used: 1e-8 is only its default.",
            lambda *args, **hyper: flawed_adam(*args, **hyper, flaw="eps-ignored"),
        ),
        "root-forgotten": (
            "Under m̂ stands the square root of v̂.",
            lambda *args, **hyper: flawed_adam(*args, **hyper, flaw="root-forgotten"),
        ),
        "square-forgotten": (
            "The second moment averages g², not g.",
            lambda *args, **hyper: flawed_adam(*args, **hyper, flaw="square-forgotten"),
        ),
        "first-moment-forgotten": (
            "The step goes along the average m̂, not along the gradient of this step.",
            lambda *args, **hyper: flawed_adam(*args, **hyper, flaw="first-moment-forgotten"),
        ),
        "sign-of-gradient": (
            "lr · sign(g) is what Adam does while the gradient stays the same; your averages are never used.",
            lambda *args, **hyper: flawed_adam(*args, **hyper, flaw="sign-of-gradient"),
        ),
        "shared-buffer": (
            "`m = v = …` makes one array with two names: what goes into one is in the other. Make two.",
            lambda *args, **hyper: flawed_adam(*args, **hyper, flaw="shared-buffer"),
        ),
        "betas-swapped": (
            "β₁ belongs to the average of g and β₂ to that of g²; yours are exchanged.",
            lambda *args, **hyper: flawed_adam(*args, **hyper, flaw="betas-swapped"),
        ),
        "uphill": (
            "The step goes against the gradient: subtract it.",
            lambda *args, **hyper: flawed_adam(*args, **hyper, flaw="uphill"),
        ),
        "decay-ignored": (
            "The parameter `weight_decay` is not used: it adds weight_decay · θ to the gradient.",
            lambda *args, **hyper: flawed_adam(*args, **hyper, flaw="decay-ignored"),
        ),
        "decay-decoupled": (
            "You used AdamW's decay, beside the averages; Adam adds weight_decay · θ to the gradient, before them.",
            lambda *args, **hyper: flawed_adam(*args, **hyper, flaw="decay-decoupled"),
        ),
        "decay-without-lr": (
            "You take weight_decay · θ from the parameter itself; Adam adds it to the gradient, before the averages.",
            lambda *args, **hyper: flawed_adam(*args, **hyper, flaw="decay-without-lr"),
        ),
        "amsgrad-ignored": (
            "The parameter `amsgrad` is not used: with it the largest v so far stands under the root.",
            lambda *args, **hyper: flawed_adam(*args, **hyper, flaw="amsgrad-ignored"),
        ),
        "largest-of-corrected": (
            "We follow PyTorch: the largest of the averages v themselves is kept, and corrected by today's 1 − β₂ᵗ; "
            "you keep the largest of the corrected ones.",
            lambda *args, **hyper: flawed_adam(*args, **hyper, flaw="largest-of-corrected"),
        ),
        "largest-fed-back": (
            "The largest v stands under the root only; the average goes on from v itself.",
            lambda *args, **hyper: flawed_adam(*args, **hyper, flaw="largest-fed-back"),
        ),
        "state-shared": (
            STATE_SHARED,
            lambda *args, **hyper: with_one_state(flawed_adam, *args, **hyper, flaw=""),
        ),
        "parameter-in-place": (
            "You changed the parameter in place; return a new array.",
            lambda *args, **hyper: flawed_adam(*args, **hyper, flaw="parameter-in-place"),
        ),
        "state-in-place": (
            "You changed the state that you were given; return a new dict, so that a step can be taken again.",
            lambda *args, **hyper: flawed_adam(*args, **hyper, flaw="state-in-place"),
        ),
    },
    hints=[
        "Momentum averages the gradients, RMSProp their squares. What does Adam do with the two averages, and what "
        "is wrong with averages that start at 0?",
        "Keep t, m and v in the state. Add the weight decay to the gradient first, then update the averages, "
        "divide each by the sum of its weights so far, and go along m̂ over √v̂.",
        "m = β₁ m + (1 − β₁) g, v = β₂ v + (1 − β₂) g², m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ), "
        "θ = θ − lr · m̂ / (√v̂ + eps); with amsgrad the largest v so far takes the place of v in v̂.",
    ],
)

# ── adamw_step ──────────────────────────────────────────────────────────────────────────────────────────


def torch_adamw_step(
    param, grad, state, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2, amsgrad=False
):  # fmt: skip
    """torch.optim.AdamW's own step, by its functional form, which takes and keeps the state in the open."""
    from torch.optim.adamw import adamw

    param = param.clone()
    buffers, count = torch_buffers(param, state, "exp_avg", "exp_avg_sq", "max_exp_avg_sq")
    adamw(
        [param], [grad], *([buffer] for buffer in buffers.values()), [count], foreach=False, amsgrad=amsgrad,
        beta1=betas[0], beta2=betas[1], lr=lr, weight_decay=weight_decay, eps=eps, maximize=False,
    )  # fmt: skip
    return param, {**buffers, "step": count}


def flawed_adamw(
    param, grad, state, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2, amsgrad=False, *, flaw
):  # fmt: skip
    """AdamW, right but for `flaw`; what goes wrong in Adam's part goes wrong in flawed_adam."""
    shrink = {
        "decay-ignored": 0.0, "decay-as-l2": 0.0, "decay-divided": 0.0, "decay-without-lr": weight_decay,
        "decay-upwards": -lr * weight_decay, "default-decay": lr * 1e-2,
    }.get(flaw, lr * weight_decay)  # fmt: skip
    if flaw == "decay-after-step":
        shrink = 0.0
    l2 = weight_decay if flaw in ("decay-as-l2", "decay-twice") else 0.0
    new, new_state = flawed_adam(
        (1 - shrink) * param, grad + l2 * param, state, lr, betas, eps, 0.0, amsgrad,
        flaw="" if flaw.endswith("-in-place") or flaw == "state-forgotten" else flaw,
    )  # fmt: skip
    if flaw == "decay-after-step":
        new = (1 - lr * weight_decay) * new
    elif flaw == "decay-divided":
        c2 = 1 - betas[1] ** new_state["t"]
        seen = new_state["largest"] if amsgrad else new_state["v"]
        new = new - lr * weight_decay * param / (np.sqrt(seen / c2) + eps)
    return flawed_bookkeeping(flaw, param, state, new, new_state)


adamw_step = exercise(
    reference=torch_adamw_step,
    source="Adam",
    picture=path(lr=0.15, weight_decay=0.3),
    needs=["adam_step"],
    laws=STEP_LAWS,
    cases={
        "five steps of two parameters": two_parameters(),
        "a learning rate and betas of one's own": two_parameters().with_(lr=0.1, betas=(0.5, 0.7)),
        "a large eps": two_parameters().with_(lr=0.01, eps=0.1),
        "strong weight decay": two_parameters().with_(lr=0.05, weight_decay=0.8),
        "no weight decay": two_parameters(3).with_(lr=0.1, weight_decay=0),
        "amsgrad, gradients that shrink": call(arrays(4, 3), arrays(2), shrinking(5, 4, 3), shrinking(5, 2))
        .through(trajectory)
        .with_(lr=0.1, betas=(0.6, 0.8), amsgrad=True),
        "all options at once": two_parameters(6).with_(
            lr=0.03, betas=(0.8, 0.95), eps=0.01, weight_decay=0.6, amsgrad=True
        ),
        "tiny gradients": two_parameters(scale=1e-5).with_(lr=0.01),
        "gradients of zero": two_parameters(scale=0.0).with_(lr=0.1, weight_decay=0.5),
        "single numbers as parameters": single_numbers(),
        "a state that is used twice": used_twice().with_(lr=0.1),
    },
    misconceptions={
        "decay-twice": (
            "You decay the parameter and add weight_decay · θ to the gradient too; the first is enough.",
            lambda *args, **hyper: flawed_adamw(*args, **hyper, flaw="decay-twice"),
        ),
        "decay-divided": (
            "You add the decay to the step before it is divided by √v̂; it is not divided by anything.",
            lambda *args, **hyper: flawed_adamw(*args, **hyper, flaw="decay-divided"),
        ),
        "decay-after-step": (
            "You shrink the parameter after the step, and with it the step; PyTorch shrinks it before.",
            lambda *args, **hyper: flawed_adamw(*args, **hyper, flaw="decay-after-step"),
        ),
        "default-decay": (
            "The parameter `weight_decay` is not used: 0.01 is only its default.",
            lambda *args, **hyper: flawed_adamw(*args, **hyper, flaw="default-decay"),
        ),
        "no-correction": (
            NO_CORRECTION,
            lambda *args, **hyper: flawed_adamw(*args, **hyper, flaw="no-correction"),
        ),
        "power-forgotten": (
            "The correction fades with the steps: divide by 1 − β₁ᵗ and 1 − β₂ᵗ; the state must count the steps.",
            lambda *args, **hyper: flawed_adamw(*args, **hyper, flaw="power-forgotten"),
        ),
        "first-correction-only": (
            "Both averages are corrected: v is divided by 1 − β₂ᵗ.",
            lambda *args, **hyper: flawed_adamw(*args, **hyper, flaw="first-correction-only"),
        ),
        "t-from-zero": (
            T_FROM_ZERO,
            lambda *args, **hyper: flawed_adamw(*args, **hyper, flaw="t-from-zero"),
        ),
        "t-from-two": (
            T_FROM_TWO,
            lambda *args, **hyper: flawed_adamw(*args, **hyper, flaw="t-from-two"),
        ),
        "eps-inside": (
            "eps is added after the square root: √v̂ + ε. On the lecture notes' slide it stands under the root; we "
            "follow the paper and PyTorch.",
            lambda *args, **hyper: flawed_adamw(*args, **hyper, flaw="eps-inside"),
        ),
        "eps-before-correction": (
            "eps is added to the root of the corrected average: √(v / (1 − β₂ᵗ)) + ε.",
            lambda *args, **hyper: flawed_adamw(*args, **hyper, flaw="eps-before-correction"),
        ),
        "eps-ignored": (
            EPS_IGNORED,
            lambda *args, **hyper: flawed_adamw(*args, **hyper, flaw="eps-ignored"),
        ),
        "root-forgotten": (
            "Under m̂ stands the square root of v̂.",
            lambda *args, **hyper: flawed_adamw(*args, **hyper, flaw="root-forgotten"),
        ),
        "square-forgotten": (
            "The second moment averages g², not g.",
            lambda *args, **hyper: flawed_adamw(*args, **hyper, flaw="square-forgotten"),
        ),
        "first-moment-forgotten": (
            "The step goes along the average m̂, not along the gradient of this step.",
            lambda *args, **hyper: flawed_adamw(*args, **hyper, flaw="first-moment-forgotten"),
        ),
        "sign-of-gradient": (
            SIGN_OF_GRADIENT,
            lambda *args, **hyper: flawed_adamw(*args, **hyper, flaw="sign-of-gradient"),
        ),
        "shared-buffer": (
            "`m = v = …` makes one array with two names: what goes into one is in the other. Make two.",
            lambda *args, **hyper: flawed_adamw(*args, **hyper, flaw="shared-buffer"),
        ),
        "betas-swapped": (
            BETAS_SWAPPED,
            lambda *args, **hyper: flawed_adamw(*args, **hyper, flaw="betas-swapped"),
        ),
        "amsgrad-ignored": (
            "The parameter `amsgrad` is not used: with it the largest v so far stands under the root.",
            lambda *args, **hyper: flawed_adamw(*args, **hyper, flaw="amsgrad-ignored"),
        ),
        "largest-of-corrected": (
            "We follow PyTorch: the largest of the averages v themselves is kept, and corrected by today's 1 − β₂ᵗ; "
            "you keep the largest of the corrected ones.",
            lambda *args, **hyper: flawed_adamw(*args, **hyper, flaw="largest-of-corrected"),
        ),
        "largest-fed-back": (
            "The largest v stands under the root only; the average goes on from v itself.",
            lambda *args, **hyper: flawed_adamw(*args, **hyper, flaw="largest-fed-back"),
        ),
        "state-forgotten": (
            STATE_FORGOTTEN,
            lambda *args, **hyper: flawed_adamw(*args, **hyper, flaw="state-forgotten"),
        ),
        "uphill": (
            UPHILL,
            lambda *args, **hyper: flawed_adamw(*args, **hyper, flaw="uphill"),
        ),
        "decay-ignored": (
            DECOUPLED_IGNORED,
            lambda *args, **hyper: flawed_adamw(*args, **hyper, flaw="decay-ignored"),
        ),
        "decay-as-l2": (
            DECOUPLED_AS_L2,
            lambda *args, **hyper: flawed_adamw(*args, **hyper, flaw="decay-as-l2"),
        ),
        "decay-without-lr": (
            DECOUPLED_WITHOUT_LR,
            lambda *args, **hyper: flawed_adamw(*args, **hyper, flaw="decay-without-lr"),
        ),
        "decay-upwards": (
            DECOUPLED_UPWARDS,
            lambda *args, **hyper: flawed_adamw(*args, **hyper, flaw="decay-upwards"),
        ),
        "parameter-in-place": (
            PARAMETER_IN_PLACE,
            lambda *args, **hyper: flawed_adamw(*args, **hyper, flaw="parameter-in-place"),
        ),
        "state-in-place": (
            STATE_IN_PLACE,
            lambda *args, **hyper: flawed_adamw(*args, **hyper, flaw="state-in-place"),
        ),
        "state-shared": (
            STATE_SHARED,
            lambda *args, **hyper: with_one_state(flawed_adamw, *args, **hyper, flaw=""),
        ),
    },
    hints=[
        "In Adam a large √v̂ makes the step small, and the L2 penalty with it. How can a weight decay that is "
        "the same for all?",
        "Shrink the parameter first, by lr · weight_decay · θ, and take Adam's step without weight decay from there.",
        "θ = (1 − lr · weight_decay) · θ − lr · m̂ / (√v̂ + eps), with m̂ and v̂ of the gradient alone: "
        "adam_step can do it.",
    ],
)

# ── adamax_step ─────────────────────────────────────────────────────────────────────────────────────────


def torch_adamax_step(param, grad, state, lr=2e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0):
    """torch.optim.Adamax's own step, by its functional form, which takes and keeps the state in the open."""
    from torch.optim.adamax import adamax

    param = param.clone()
    buffers, count = torch_buffers(param, state, "exp_avg", "exp_inf")
    adamax(
        [param], [grad], *([buffer] for buffer in buffers.values()), [count], foreach=False, eps=eps, beta1=betas[0],
        beta2=betas[1], lr=lr, weight_decay=weight_decay,
    )  # fmt: skip
    return param, {**buffers, "step": count}


def flawed_adamax(param, grad, state, lr=2e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0, *, flaw):
    """Adamax, right but for `flaw`."""
    beta1, beta2 = betas[::-1] if flaw == "betas-swapped" else betas
    g = grad + flawed_decay(flaw, weight_decay) * param
    zero = np.zeros(param.shape)
    t = state.get("t", {"t-from-zero": -1, "t-from-two": 1}.get(flaw, 0)) + 1
    m = g if flaw == "first-moment-forgotten" else beta1 * state.get("m", zero) + (1 - beta1) * g
    if flaw == "eps-ignored":
        eps = 1e-8
    size = g if flaw == "size-forgotten" else abs(g)
    if flaw == "one-maximum-for-all":
        size = np.max(size) + 0 * size
    old = state.get("u", zero)
    u = {
        "largest-kept": np.maximum(old, size + eps), "average-of-sizes": beta2 * old + (1 - beta2) * (size + eps),
        "smallest": np.minimum(beta2 * old, size + eps) if state else size + eps,
        "past-forgotten": size + eps, "eps-after-maximum": np.maximum(beta2 * old, size),
        "eps-on-the-past": np.maximum(beta2 * old + eps, size), "one-minus-beta": np.maximum(
            beta2 * old, (1 - beta2) * (size + eps)
        ),
    }.get(flaw, np.maximum(beta2 * old, size + eps))  # fmt: skip
    below = u + eps if flaw == "eps-after-maximum" else u
    if flaw == "adam":
        u = beta2 * old + (1 - beta2) * g**2
        below = np.sqrt(u / (1 - beta2**t)) + eps
    elif flaw == "largest-corrected":
        below = u / (1 - beta2**t)
    elif flaw == "root":
        below = np.sqrt(u)
    correction = {"no-correction": 1.0, "power-forgotten": 1 - beta1, "first-moment-forgotten": 1.0}.get(
        flaw, 1 - beta1**t
    )
    update = np.sign(g) if flaw == "sign-of-gradient" else m / correction / below
    new = moved(flaw, param, lr * update, lr, weight_decay)
    return flawed_bookkeeping(flaw, param, state, new, {"t": t, "m": m, "u": u})


adamax_step = exercise(
    reference=torch_adamax_step,
    source="Adam",
    picture=path(lr=0.2),
    laws=STEP_LAWS,
    cases={
        "five steps of two parameters": two_parameters(),
        "a learning rate and betas of one's own": two_parameters().with_(lr=0.1, betas=(0.5, 0.7)),
        "a large eps": two_parameters().with_(lr=0.1, eps=0.3),
        "weight decay": two_parameters().with_(lr=0.05, weight_decay=0.4),
        "gradients that shrink": call(arrays(4, 3), arrays(2), shrinking(5, 4, 3), shrinking(5, 2))
        .through(trajectory)
        .with_(lr=0.1, betas=(0.6, 0.8)),
        "all options at once": two_parameters(6).with_(lr=0.03, betas=(0.8, 0.9), eps=0.05, weight_decay=0.2),
        "tiny gradients": two_parameters(scale=1e-6).with_(lr=0.01),
        "large gradients": two_parameters(scale=1e4),
        "gradients of zero": two_parameters(scale=0.0),
        "single numbers as parameters": single_numbers(),
        "a state that is used twice": used_twice().with_(lr=0.1),
    },
    misconceptions={
        "adam": (
            "That is Adam, with the root of an average of squares; Adamax divides by the largest size: max(β₂ u, |g| "
            "+ ε).",
            lambda *args, **hyper: flawed_adamax(*args, **hyper, flaw="adam"),
        ),
        "average-of-sizes": (
            "You average the sizes of the gradients; take the larger of β₂ u and |g| + ε.",
            lambda *args, **hyper: flawed_adamax(*args, **hyper, flaw="average-of-sizes"),
        ),
        "largest-kept": (
            "The past fades: compare |g| + ε with β₂ u, not with u.",
            lambda *args, **hyper: flawed_adamax(*args, **hyper, flaw="largest-kept"),
        ),
        "past-forgotten": (
            "You divide by the gradient of this step only; u remembers the largest one, which fades by β₂ a step.",
            lambda *args, **hyper: flawed_adamax(*args, **hyper, flaw="past-forgotten"),
        ),
        "smallest": (
            "Take the larger of the two, np.maximum, not the smaller.",
            lambda *args, **hyper: flawed_adamax(*args, **hyper, flaw="smallest"),
        ),
        "one-minus-beta": (
            "u is no average: |g| + ε enters the maximum whole, without 1 − β₂.",
            lambda *args, **hyper: flawed_adamax(*args, **hyper, flaw="one-minus-beta"),
        ),
        "one-maximum-for-all": (
            "You take the largest gradient of all elements; u has a number for every element: np.maximum, not np.max.",
            lambda *args, **hyper: flawed_adamax(*args, **hyper, flaw="one-maximum-for-all"),
        ),
        "size-forgotten": (
            "The size of the gradient is |g|: without the absolute value negative gradients never count.",
            lambda *args, **hyper: flawed_adamax(*args, **hyper, flaw="size-forgotten"),
        ),
        "largest-corrected": (
            "u needs no correction: the maximum is as large as the gradients from the first step on.",
            lambda *args, **hyper: flawed_adamax(*args, **hyper, flaw="largest-corrected"),
        ),
        "root": (
            "There is no root: u is the size of a gradient, not its square.",
            lambda *args, **hyper: flawed_adamax(*args, **hyper, flaw="root"),
        ),
        "eps-after-maximum": (
            "We follow PyTorch: eps is added to |g| before the maximum, not to u after it.",
            lambda *args, **hyper: flawed_adamax(*args, **hyper, flaw="eps-after-maximum"),
        ),
        "eps-on-the-past": (
            "We follow PyTorch: eps is added to |g|, not to β₂ u.",
            lambda *args, **hyper: flawed_adamax(*args, **hyper, flaw="eps-on-the-past"),
        ),
        "eps-ignored": (
            EPS_IGNORED,
            lambda *args, **hyper: flawed_adamax(*args, **hyper, flaw="eps-ignored"),
        ),
        "no-correction": (
            "The average m starts at 0 and is too small at first: divide it by 1 − β₁ᵗ.",
            lambda *args, **hyper: flawed_adamax(*args, **hyper, flaw="no-correction"),
        ),
        "power-forgotten": (
            "The correction fades with the steps: divide by 1 − β₁ᵗ, not by 1 − β₁ each time.",
            lambda *args, **hyper: flawed_adamax(*args, **hyper, flaw="power-forgotten"),
        ),
        "t-from-zero": (
            T_FROM_ZERO,
            lambda *args, **hyper: flawed_adamax(*args, **hyper, flaw="t-from-zero"),
        ),
        "t-from-two": (
            T_FROM_TWO,
            lambda *args, **hyper: flawed_adamax(*args, **hyper, flaw="t-from-two"),
        ),
        "first-moment-forgotten": (
            "The step goes along the corrected average of the gradients, not along the gradient of this step.",
            lambda *args, **hyper: flawed_adamax(*args, **hyper, flaw="first-moment-forgotten"),
        ),
        "sign-of-gradient": (
            SIGN_OF_GRADIENT,
            lambda *args, **hyper: flawed_adamax(*args, **hyper, flaw="sign-of-gradient"),
        ),
        "betas-swapped": (
            "β₁ belongs to the average m and β₂ to u; yours are exchanged.",
            lambda *args, **hyper: flawed_adamax(*args, **hyper, flaw="betas-swapped"),
        ),
        "state-forgotten": (
            STATE_FORGOTTEN,
            lambda *args, **hyper: flawed_adamax(*args, **hyper, flaw="state-forgotten"),
        ),
        "uphill": (
            UPHILL,
            lambda *args, **hyper: flawed_adamax(*args, **hyper, flaw="uphill"),
        ),
        "decay-ignored": (
            DECAY_IGNORED,
            lambda *args, **hyper: flawed_adamax(*args, **hyper, flaw="decay-ignored"),
        ),
        "decay-upwards": (
            DECAY_UPWARDS,
            lambda *args, **hyper: flawed_adamax(*args, **hyper, flaw="decay-upwards"),
        ),
        "decay-decoupled": (
            DECAY_DECOUPLED,
            lambda *args, **hyper: flawed_adamax(*args, **hyper, flaw="decay-decoupled"),
        ),
        "decay-without-lr": (
            DECAY_WITHOUT_LR,
            lambda *args, **hyper: flawed_adamax(*args, **hyper, flaw="decay-without-lr"),
        ),
        "parameter-in-place": (
            PARAMETER_IN_PLACE,
            lambda *args, **hyper: flawed_adamax(*args, **hyper, flaw="parameter-in-place"),
        ),
        "state-in-place": (
            STATE_IN_PLACE,
            lambda *args, **hyper: flawed_adamax(*args, **hyper, flaw="state-in-place"),
        ),
        "state-shared": (
            STATE_SHARED,
            lambda *args, **hyper: with_one_state(flawed_adamax, *args, **hyper, flaw=""),
        ),
    },
    hints=[
        "Adam averages squares and takes the root. What becomes of it with very high powers and the root that "
        "belongs to them?",
        "Keep m as Adam does, and u: the larger of what is left of the old u, β₂ u, and the size of the new "
        "gradient. Only m is corrected.",
        "m = β₁ m + (1 − β₁) g, u = max(β₂ u, |g| + eps), θ = θ − lr / (1 − β₁ᵗ) · m / u",
    ],
)

# ── nadam_step ──────────────────────────────────────────────────────────────────────────────────────────


def torch_nadam_step(
    param, grad, state, lr=2e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0, momentum_decay=4e-3,
    decoupled_weight_decay=False,
):  # fmt: skip
    """torch.optim.NAdam's own step, by its functional form, which takes and keeps the state in the open."""
    from torch.optim.nadam import nadam

    param = param.clone()
    buffers, count = torch_buffers(param, state, "exp_avg", "exp_avg_sq")
    product = state.get("mu_product", torch.ones((), dtype=torch.float64)).clone()
    nadam(
        [param], [grad], *([buffer] for buffer in buffers.values()), [product], [count], foreach=False,
        decoupled_weight_decay=decoupled_weight_decay, beta1=betas[0], beta2=betas[1], lr=lr,
        weight_decay=weight_decay, momentum_decay=momentum_decay, eps=eps,
    )  # fmt: skip
    return param, {**buffers, "mu_product": product, "step": count}


def flawed_nadam(
    param, grad, state, lr=2e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0, momentum_decay=4e-3,
    decoupled_weight_decay=False, *, flaw,
):  # fmt: skip
    """NAdam, right but for `flaw`."""
    beta1, beta2 = betas[::-1] if flaw == "betas-swapped" else betas
    if flaw == "decoupled-ignored":
        decoupled_weight_decay = False
    elif flaw == "decoupled-always":
        decoupled_weight_decay = True
    elif flaw == "eps-ignored":
        eps = 1e-8
    elif flaw == "momentum-decay-ignored":
        momentum_decay = 4e-3
    g, start = grad, param
    if decoupled_weight_decay:
        start = (
            1 - {"decay-ignored": 0, "decay-without-lr": 1, "decay-upwards": -lr}.get(flaw, lr) * weight_decay
        ) * param
    else:
        g = grad + flawed_decay(flaw, weight_decay) * param
        if flaw == "decay-without-lr":
            start = (1 - weight_decay) * param
    t = state.get("t", {"t-from-zero": -1, "t-from-two": 1}.get(flaw, 0)) + 1

    def mu_at(t):
        if flaw == "constant-momentum":
            return beta1
        return beta1 * (1 - {"half-forgotten": 1.0}.get(flaw, 0.5) * 0.96 ** (t * momentum_decay))

    mu, mu_next = mu_at(t), mu_at(t if flaw == "next-momentum-forgotten" else t + 1)
    product = mu**t if flaw == "power-for-product" else state.get("product", 1.0) * mu
    share = mu if flaw == "momentum-in-average" else beta1
    m = share * state.get("m", 0.0) + (1 - share) * g
    v = beta2 * state.get("v", 0.0) + (1 - beta2) * (g if flaw == "square-forgotten" else g**2)
    v_hat = v if flaw == "second-not-corrected" else v / (1 - beta2**t)
    first, second = (1 - mu) / (1 - product) * g, mu_next / (1 - product * mu_next) * m
    ahead = {
        "adam": m / (1 - beta1**t), "gradient-forgotten": second, "average-forgotten": first,
        "products-of-adam": (1 - mu) / (1 - beta1**t) * g + mu_next / (1 - beta1 ** (t + 1)) * m,
        "same-product": first + mu_next / (1 - product) * m, "gradient-whole": g / (1 - product) + second,
        "no-correction": (1 - mu) * g + mu_next * m,
    }.get(flaw, first + second)  # fmt: skip
    if flaw == "eps-inside":
        root = np.sqrt(v_hat + eps)
    else:
        root = (v_hat if flaw == "root-forgotten" else np.sqrt(v_hat)) + eps
    update = np.sign(g) if flaw == "sign-of-gradient" else ahead / root
    new = start + lr * update if flaw == "uphill" else start - lr * update
    return flawed_bookkeeping(flaw, param, state, new, {"t": t, "product": product, "m": m, "v": v})


nadam_step = exercise(
    reference=torch_nadam_step,
    source="Adam",
    picture=path(lr=0.1),
    bonus=True,
    laws=STEP_LAWS,
    cases={
        "five steps of two parameters": two_parameters(),
        "a learning rate and betas of one's own": two_parameters().with_(lr=0.1, betas=(0.5, 0.7)),
        "a large eps": two_parameters().with_(lr=0.1, eps=0.1),
        "weight decay": two_parameters().with_(lr=0.05, weight_decay=0.4),
        "decoupled weight decay": two_parameters().with_(lr=0.05, weight_decay=0.4, decoupled_weight_decay=True),
        "a momentum that grows quickly": two_parameters().with_(lr=0.1, momentum_decay=2.5),
        "all options at once": two_parameters(6).with_(
            lr=0.03, betas=(0.8, 0.95), eps=0.01, weight_decay=0.2, momentum_decay=0.9, decoupled_weight_decay=True
        ),
        "tiny gradients": two_parameters(scale=1e-5).with_(lr=0.01),
        "large gradients": two_parameters(scale=1e4),
        "gradients of zero": two_parameters(scale=0.0),
        "single numbers as parameters": single_numbers(),
        "a state that is used twice": used_twice().with_(lr=0.1),
    },
    misconceptions={
        "adam": (
            "That is Adam: the step goes along m̂ only. NAdam mixes this step's gradient and the momentum of the "
            "next step.",
            lambda *args, **hyper: flawed_nadam(*args, **hyper, flaw="adam"),
        ),
        "constant-momentum": (
            "μ is not β₁ but grows towards it: μₜ = β₁ (1 − ½ · 0.96^(t · momentum_decay)).",
            lambda *args, **hyper: flawed_nadam(*args, **hyper, flaw="constant-momentum"),
        ),
        "half-forgotten": (
            "The half is missing: μₜ = β₁ (1 − ½ · 0.96^(t · momentum_decay)).",
            lambda *args, **hyper: flawed_nadam(*args, **hyper, flaw="half-forgotten"),
        ),
        "next-momentum-forgotten": (
            "Before m stands the momentum of the next step, μₜ₊₁, and not μₜ.",
            lambda *args, **hyper: flawed_nadam(*args, **hyper, flaw="next-momentum-forgotten"),
        ),
        "power-for-product": (
            "The product runs over all μ so far, which differ; it is not a power of the last one. Keep it in the "
            "state.",
            lambda *args, **hyper: flawed_nadam(*args, **hyper, flaw="power-for-product"),
        ),
        "products-of-adam": (
            "The gradient and m are corrected by the products of μ, and not by powers of β₁.",
            lambda *args, **hyper: flawed_nadam(*args, **hyper, flaw="products-of-adam"),
        ),
        "same-product": (
            "m is divided by 1 minus the product up to the next step, μₜ₊₁ included.",
            lambda *args, **hyper: flawed_nadam(*args, **hyper, flaw="same-product"),
        ),
        "no-correction": (
            "Both parts are corrected: divide them by 1 minus the products of μ.",
            lambda *args, **hyper: flawed_nadam(*args, **hyper, flaw="no-correction"),
        ),
        "gradient-forgotten": (
            "The gradient of this step is missing: (1 − μₜ) / (1 − μ₁⋯μₜ) · g.",
            lambda *args, **hyper: flawed_nadam(*args, **hyper, flaw="gradient-forgotten"),
        ),
        "average-forgotten": (
            "The average m is missing: μₜ₊₁ / (1 − μ₁⋯μₜ₊₁) · m.",
            lambda *args, **hyper: flawed_nadam(*args, **hyper, flaw="average-forgotten"),
        ),
        "gradient-whole": (
            "The gradient of this step has the share 1 − μₜ; you take all of it.",
            lambda *args, **hyper: flawed_nadam(*args, **hyper, flaw="gradient-whole"),
        ),
        "momentum-in-average": (
            "m averages with β₁; μ is used in the step only.",
            lambda *args, **hyper: flawed_nadam(*args, **hyper, flaw="momentum-in-average"),
        ),
        "second-not-corrected": (
            "v starts at 0 and is too small at first: divide it by 1 − β₂ᵗ.",
            lambda *args, **hyper: flawed_nadam(*args, **hyper, flaw="second-not-corrected"),
        ),
        "t-from-zero": (
            T_FROM_ZERO,
            lambda *args, **hyper: flawed_nadam(*args, **hyper, flaw="t-from-zero"),
        ),
        "t-from-two": (
            T_FROM_TWO,
            lambda *args, **hyper: flawed_nadam(*args, **hyper, flaw="t-from-two"),
        ),
        "eps-inside": (
            EPS_INSIDE,
            lambda *args, **hyper: flawed_nadam(*args, **hyper, flaw="eps-inside"),
        ),
        "eps-ignored": (
            EPS_IGNORED,
            lambda *args, **hyper: flawed_nadam(*args, **hyper, flaw="eps-ignored"),
        ),
        "root-forgotten": (
            ROOT_FORGOTTEN,
            lambda *args, **hyper: flawed_nadam(*args, **hyper, flaw="root-forgotten"),
        ),
        "square-forgotten": (
            SQUARE_FORGOTTEN,
            lambda *args, **hyper: flawed_nadam(*args, **hyper, flaw="square-forgotten"),
        ),
        "sign-of-gradient": (
            SIGN_OF_GRADIENT,
            lambda *args, **hyper: flawed_nadam(*args, **hyper, flaw="sign-of-gradient"),
        ),
        "betas-swapped": (
            BETAS_SWAPPED,
            lambda *args, **hyper: flawed_nadam(*args, **hyper, flaw="betas-swapped"),
        ),
        "momentum-decay-ignored": (
            "The parameter `momentum_decay` is not used: 0.004 is only its default.",
            lambda *args, **hyper: flawed_nadam(*args, **hyper, flaw="momentum-decay-ignored"),
        ),
        "state-forgotten": (
            STATE_FORGOTTEN,
            lambda *args, **hyper: flawed_nadam(*args, **hyper, flaw="state-forgotten"),
        ),
        "uphill": (
            UPHILL,
            lambda *args, **hyper: flawed_nadam(*args, **hyper, flaw="uphill"),
        ),
        "decay-ignored": (
            DECAY_IGNORED,
            lambda *args, **hyper: flawed_nadam(*args, **hyper, flaw="decay-ignored"),
        ),
        "decay-upwards": (
            DECAY_UPWARDS,
            lambda *args, **hyper: flawed_nadam(*args, **hyper, flaw="decay-upwards"),
        ),
        "decay-without-lr": (
            DECAY_WITHOUT_LR,
            lambda *args, **hyper: flawed_nadam(*args, **hyper, flaw="decay-without-lr"),
        ),
        "decoupled-ignored": (
            "The parameter `decoupled_weight_decay` is not used: with it θ shrinks by lr · weight_decay · θ, and the "
            "gradient is left alone.",
            lambda *args, **hyper: flawed_nadam(*args, **hyper, flaw="decoupled-ignored"),
        ),
        "decoupled-always": (
            "You always decay as AdamW does; unless decoupled_weight_decay is asked, weight_decay · θ is added to "
            "the gradient.",
            lambda *args, **hyper: flawed_nadam(*args, **hyper, flaw="decoupled-always"),
        ),
        "parameter-in-place": (
            PARAMETER_IN_PLACE,
            lambda *args, **hyper: flawed_nadam(*args, **hyper, flaw="parameter-in-place"),
        ),
        "state-in-place": (
            STATE_IN_PLACE,
            lambda *args, **hyper: flawed_nadam(*args, **hyper, flaw="state-in-place"),
        ),
        "state-shared": (
            STATE_SHARED,
            lambda *args, **hyper: with_one_state(flawed_nadam, *args, **hyper, flaw=""),
        ),
    },
    hints=[
        "Nesterov looks ahead along the new velocity. Which part of Adam's m̂ could be taken from the next step "
        "already?",
        "Keep t, m, v and the product of all μ. The step mixes this gradient, with 1 − μₜ, and m, with μₜ₊₁, "
        "each divided by 1 minus the product of the μ that it has seen.",
        "μₜ = β₁ (1 − ½ · 0.96^(t · momentum_decay)), P = P μₜ, θ = θ − lr · ((1 − μₜ) / (1 − P) · g + μₜ₊₁ / (1 "
        "− P μₜ₊₁) · m) / (√v̂ + eps)",
    ],
)

# ── radam_step ──────────────────────────────────────────────────────────────────────────────────────────


def torch_radam_step(
    param, grad, state, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0, decoupled_weight_decay=False
):  # fmt: skip
    """torch.optim.RAdam's own step, by its functional form, which takes and keeps the state in the open."""
    from torch.optim.radam import radam

    param = param.clone()
    buffers, count = torch_buffers(param, state, "exp_avg", "exp_avg_sq")
    radam(
        [param], [grad], *([buffer] for buffer in buffers.values()), [count], foreach=False,
        decoupled_weight_decay=decoupled_weight_decay, beta1=betas[0], beta2=betas[1], lr=lr,
        weight_decay=weight_decay, eps=eps,
    )  # fmt: skip
    return param, {**buffers, "step": count}


def flawed_radam(
    param, grad, state, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0, decoupled_weight_decay=False, *, flaw
):  # fmt: skip
    """RAdam, right but for `flaw`."""
    beta1, beta2 = betas[::-1] if flaw == "betas-swapped" else betas
    if flaw == "decoupled-ignored":
        decoupled_weight_decay = False
    elif flaw == "decoupled-always":
        decoupled_weight_decay = True
    elif flaw == "eps-ignored":
        eps = 1e-8
    g, start = grad, param
    if decoupled_weight_decay:
        start = (
            1 - {"decay-ignored": 0, "decay-without-lr": 1, "decay-upwards": -lr}.get(flaw, lr) * weight_decay
        ) * param
    else:
        g = grad + flawed_decay(flaw, weight_decay) * param
        if flaw == "decay-without-lr":
            start = (1 - weight_decay) * param
    t = state.get("t", {"t-from-zero": -1, "t-from-two": 1}.get(flaw, 0)) + 1
    m = beta1 * state.get("m", 0.0) + (1 - beta1) * g
    v = beta2 * state.get("v", 0.0) + (1 - beta2) * (g if flaw == "square-forgotten" else g**2)
    c1, c2 = 1 - beta1**t, 1 - beta2**t
    if flaw == "no-correction":
        c1 = 1.0
    rho_inf = 2 / (1 - beta2) - 1
    rho = rho_inf - {"two-forgotten": 1}.get(flaw, 2) * t * beta2**t / (np.float64(c2) if flaw == "t-from-zero" else c2)
    enough = {"never": rho_inf > 1e9, "threshold-four": rho > 4, "always": True}.get(flaw, rho > 5)
    update = m / c1
    if enough:
        r2 = (rho - 4) * (rho - 2) * rho_inf / ((rho_inf - 4) * (rho_inf - 2) * rho)
        r = {"always": 1.0, "root-of-r-forgotten": r2, "upside-down": np.sqrt(1 / r2)}.get(flaw, np.sqrt(abs(r2)))
        if flaw == "not-rectified":
            r = 1.0
        adaptive = {
            "eps-after-correction": 1 / (np.sqrt(v / c2) + eps), "eps-inside": np.sqrt(c2) / np.sqrt(v + eps),
            "second-not-corrected": 1 / (np.sqrt(v) + eps), "root-forgotten": c2 / (v + eps),
        }.get(flaw, np.sqrt(c2) / (np.sqrt(v) + eps))  # fmt: skip
        update = update * r * adaptive
    elif flaw == "waits":
        update = 0 * update
    elif flaw == "gradient-at-first":
        update = g
    elif flaw == "divided-at-first":
        update = update * np.sqrt(c2) / (np.sqrt(v) + eps)
    if flaw == "sign-of-gradient":
        update = np.sign(g)
    new = start + lr * update if flaw == "uphill" else start - lr * update
    return flawed_bookkeeping(flaw, param, state, new, {"t": t, "m": m, "v": v})


radam_step = exercise(
    reference=torch_radam_step,
    source="Adam",
    picture=path(lr=0.3),
    bonus=True,
    laws=STEP_LAWS,
    cases={
        "nine steps of two parameters": two_parameters(9),
        "betas that leave little memory: plain momentum throughout": two_parameters(5).with_(lr=0.1, betas=(0.5, 0.6)),
        "a learning rate and betas of one's own": two_parameters(9).with_(lr=0.1, betas=(0.7, 0.9)),
        "a large eps": two_parameters(8).with_(lr=0.1, eps=0.1),
        "weight decay": two_parameters(7).with_(lr=0.05, weight_decay=0.4),
        "decoupled weight decay": two_parameters(7).with_(lr=0.05, weight_decay=0.4, decoupled_weight_decay=True),
        "all options at once": two_parameters(9).with_(
            lr=0.03, betas=(0.8, 0.95), eps=0.01, weight_decay=0.2, decoupled_weight_decay=True
        ),
        "tiny gradients": two_parameters(8, scale=1e-5).with_(lr=0.01),
        "large gradients": two_parameters(8, scale=1e4),
        "gradients of zero": two_parameters(7, scale=0.0),
        "single numbers as parameters": single_numbers(),
        "a state that is used twice": used_twice().with_(lr=0.1),
    },
    misconceptions={
        "always": (
            "That is Adam from the first step on: as long as ρ ≤ 5, go along m̂ alone, and afterwards multiply by r.",
            lambda *args, **hyper: flawed_radam(*args, **hyper, flaw="always"),
        ),
        "never": (
            "You never divide by √v̂: from ρ > 5 on the step is rectified and adaptive.",
            lambda *args, **hyper: flawed_radam(*args, **hyper, flaw="never"),
        ),
        "not-rectified": (
            "The rectification is missing: once ρ > 5, the step is multiplied by r.",
            lambda *args, **hyper: flawed_radam(*args, **hyper, flaw="not-rectified"),
        ),
        "threshold-four": (
            "You ask for ρ > 4, as the paper does; we follow PyTorch, which asks for ρ > 5.",
            lambda *args, **hyper: flawed_radam(*args, **hyper, flaw="threshold-four"),
        ),
        "root-of-r-forgotten": (
            "r is the square root of the fraction.",
            lambda *args, **hyper: flawed_radam(*args, **hyper, flaw="root-of-r-forgotten"),
        ),
        "upside-down": (
            "The fraction under the root stands upside down: r is below 1 and grows towards it.",
            lambda *args, **hyper: flawed_radam(*args, **hyper, flaw="upside-down"),
        ),
        "two-forgotten": (
            "The 2 is missing: ρₜ = ρ∞ − 2 t β₂ᵗ / (1 − β₂ᵗ).",
            lambda *args, **hyper: flawed_radam(*args, **hyper, flaw="two-forgotten"),
        ),
        "waits": (
            "Until ρ > 5 you do not move; go along m̂ without dividing it.",
            lambda *args, **hyper: flawed_radam(*args, **hyper, flaw="waits"),
        ),
        "gradient-at-first": (
            "Until ρ > 5 the step goes along the corrected average m̂, not along the gradient itself.",
            lambda *args, **hyper: flawed_radam(*args, **hyper, flaw="gradient-at-first"),
        ),
        "divided-at-first": (
            "Until ρ > 5 the step is not divided by √v̂, which is not to be trusted yet.",
            lambda *args, **hyper: flawed_radam(*args, **hyper, flaw="divided-at-first"),
        ),
        "no-correction": (
            "The average m starts at 0 and is too small at first: divide it by 1 − β₁ᵗ.",
            lambda *args, **hyper: flawed_radam(*args, **hyper, flaw="no-correction"),
        ),
        "second-not-corrected": (
            "v starts at 0 and is too small at first: multiply by √(1 − β₂ᵗ).",
            lambda *args, **hyper: flawed_radam(*args, **hyper, flaw="second-not-corrected"),
        ),
        "eps-after-correction": (
            "We follow PyTorch: eps is added to √v before the correction, √(1 − β₂ᵗ) / (√v + ε).",
            lambda *args, **hyper: flawed_radam(*args, **hyper, flaw="eps-after-correction"),
        ),
        "eps-inside": (
            EPS_INSIDE,
            lambda *args, **hyper: flawed_radam(*args, **hyper, flaw="eps-inside"),
        ),
        "eps-ignored": (
            EPS_IGNORED,
            lambda *args, **hyper: flawed_radam(*args, **hyper, flaw="eps-ignored"),
        ),
        "t-from-zero": (
            T_FROM_ZERO,
            lambda *args, **hyper: flawed_radam(*args, **hyper, flaw="t-from-zero"),
        ),
        "t-from-two": (
            T_FROM_TWO,
            lambda *args, **hyper: flawed_radam(*args, **hyper, flaw="t-from-two"),
        ),
        "root-forgotten": (
            ROOT_FORGOTTEN,
            lambda *args, **hyper: flawed_radam(*args, **hyper, flaw="root-forgotten"),
        ),
        "square-forgotten": (
            SQUARE_FORGOTTEN,
            lambda *args, **hyper: flawed_radam(*args, **hyper, flaw="square-forgotten"),
        ),
        "sign-of-gradient": (
            SIGN_OF_GRADIENT,
            lambda *args, **hyper: flawed_radam(*args, **hyper, flaw="sign-of-gradient"),
        ),
        "betas-swapped": (
            BETAS_SWAPPED,
            lambda *args, **hyper: flawed_radam(*args, **hyper, flaw="betas-swapped"),
        ),
        "state-forgotten": (
            STATE_FORGOTTEN,
            lambda *args, **hyper: flawed_radam(*args, **hyper, flaw="state-forgotten"),
        ),
        "uphill": (
            UPHILL,
            lambda *args, **hyper: flawed_radam(*args, **hyper, flaw="uphill"),
        ),
        "decay-ignored": (
            DECAY_IGNORED,
            lambda *args, **hyper: flawed_radam(*args, **hyper, flaw="decay-ignored"),
        ),
        "decay-upwards": (
            DECAY_UPWARDS,
            lambda *args, **hyper: flawed_radam(*args, **hyper, flaw="decay-upwards"),
        ),
        "decay-without-lr": (
            DECAY_WITHOUT_LR,
            lambda *args, **hyper: flawed_radam(*args, **hyper, flaw="decay-without-lr"),
        ),
        "decoupled-ignored": (
            "The parameter `decoupled_weight_decay` is not used: with it θ shrinks by lr · weight_decay · θ, and the "
            "gradient is left alone.",
            lambda *args, **hyper: flawed_radam(*args, **hyper, flaw="decoupled-ignored"),
        ),
        "decoupled-always": (
            "You always decay as AdamW does; unless decoupled_weight_decay is asked, weight_decay · θ is added to "
            "the gradient.",
            lambda *args, **hyper: flawed_radam(*args, **hyper, flaw="decoupled-always"),
        ),
        "parameter-in-place": (
            PARAMETER_IN_PLACE,
            lambda *args, **hyper: flawed_radam(*args, **hyper, flaw="parameter-in-place"),
        ),
        "state-in-place": (
            STATE_IN_PLACE,
            lambda *args, **hyper: flawed_radam(*args, **hyper, flaw="state-in-place"),
        ),
        "state-shared": (
            STATE_SHARED,
            lambda *args, **hyper: with_one_state(flawed_radam, *args, **hyper, flaw=""),
        ),
    },
    hints=[
        "After two steps v is the average of two squares. How far would you trust it?",
        "Work out how many squares v rests on, ρₜ. As long as it is 5 at most, go along m̂ alone; afterwards as "
        "Adam does, times r, which grows from below to 1.",
        "ρ∞ = 2 / (1 − β₂) − 1, ρₜ = ρ∞ − 2 t β₂ᵗ / (1 − β₂ᵗ), r = √((ρₜ − 4)(ρₜ − 2) ρ∞ / ((ρ∞ − 4)(ρ∞ − 2) "
        "ρₜ)), θ = θ − lr · m̂ · r · √(1 − β₂ᵗ) / (√v + eps)",
    ],
)

# ── adafactor_step ──────────────────────────────────────────────────────────────────────────────────────


def growing(*shape):
    """Gradients that grow, so that an update is larger than 1."""
    return drawn(
        lambda rng: rng.standard_normal(shape) * 3.0 ** np.arange(shape[0]).reshape(-1, *[1] * (len(shape) - 1))
    )


def of_different_size(steps, matrices, *shape):
    """Gradients of matrices of different size."""
    return drawn(
        lambda rng: rng.standard_normal((steps, matrices, *shape)) * 5.0 ** np.arange(matrices).reshape(-1, 1, 1)
    )


def torch_adafactor_step(
    param, grad, state, lr=1e-2, beta2_decay=-0.8, eps=(None, 1e-3), d=1.0, weight_decay=0.0
):  # fmt: skip
    """torch.optim.Adafactor's own step, by its functional form, which takes and keeps the state in the open."""
    from torch.optim._adafactor import adafactor

    param = param.clone()
    row = column = variance = None
    if param.ndim > 1:
        row = state.get("row", torch.zeros_like(param[..., :1])).clone()
        column = state.get("column", torch.zeros_like(param[..., :1, :])).clone()
    else:
        variance = state.get("variance", torch.zeros_like(param)).clone()
    count = state.get("step", torch.tensor(0.0)).clone()
    adafactor(
        [param], [grad], [row], [column], [variance], [count], foreach=False, d=d, lr=lr, beta2_decay=beta2_decay,
        weight_decay=weight_decay, eps1=eps[0], eps2=eps[1], maximize=False,
    )  # fmt: skip
    return param, {"row": row, "column": column, "variance": variance, "step": count}


def root_mean_square(x):
    return np.sqrt(np.mean(x**2))


def flawed_adafactor(
    param, grad, state, lr=1e-2, beta2_decay=-0.8, eps=(None, 1e-3), d=1.0, weight_decay=0.0, *, flaw
):  # fmt: skip
    """Adafactor, right but for `flaw`."""
    eps1, eps2 = eps
    if eps1 is None or flaw == "first-eps-ignored":
        eps1 = {"none-is-tiny": 1e-30, "none-is-float32": 2.0**-23}.get(flaw, 2.0**-52)
    if flaw == "second-eps-ignored":
        eps2 = 1e-3
    elif flaw == "d-ignored":
        d = 1.0
    elif flaw == "beta2-decay-ignored":
        beta2_decay = -0.8
    t = state.get("t", {"t-from-two": 1}.get(flaw, 0)) + 1
    share = {"constant-share": 0.001 if t > 1 else 1.0}.get(flaw, t**beta2_decay)
    if flaw == "shares-swapped" and t > 1:
        share = 1 - share
    g = grad + weight_decay * param if flaw in ("decay-as-l2", "decay-twice") else grad
    square = abs(g) if flaw == "square-forgotten" else g**2
    if flaw == "eps-added":
        square = square + eps1**2

    def averaged(name, new):
        return (1 - share) * state.get(name, 0.0) + share * new

    new_state = {"t": t}
    if param.ndim > 1 and flaw != "not-factored":
        over = {"all-rows-averaged": tuple(range(param.ndim - 1))}.get(flaw, -2)
        row = new_state["row"] = averaged("row", np.mean(square, axis=-1, keepdims=True))
        column = new_state["column"] = averaged("column", np.mean(square, axis=over, keepdims=True))
        if flaw == "sums-of-squares":
            row = new_state["row"] = averaged("rows", np.sum(square, axis=-1, keepdims=True))
            column = new_state["column"] = averaged("columns", np.sum(square, axis=-2, keepdims=True))
            new_state.update(rows=row, columns=column)
        mean = np.mean(row, axis=None if flaw == "one-mean-for-all" else -2, keepdims=True)
        mean = {"rows-not-divided": 1.0, "first-eps-unclamped": mean + 1e-300}.get(flaw, np.maximum(mean, eps1))
        v = row * column / mean
        if flaw == "rows-only":
            v = row + 0 * column
        elif flaw == "columns-only":
            v = column + 0 * row
    else:
        v = new_state["v"] = averaged("v", square)
    floor = {"floor-not-squared": eps1, "first-eps-unclamped": 1e-300}.get(flaw, eps1**2)
    v = v + eps1**2 if flaw == "floor-added" else np.maximum(v, floor)
    update = g / (v if flaw == "root-forgotten" else np.sqrt(v))
    size = {"clipped-by-norm": np.sqrt(np.sum(update**2)), "clipped-by-largest": np.max(abs(update))}.get(
        flaw, root_mean_square(update)
    )
    clip = {"not-clipped": 1.0, "always-scaled": size / d, "d-not-divided": max(d, size)}.get(flaw, max(1.0, size / d))
    if flaw == "clipped-to-d":
        clip = max(d, size) / d if d >= 1 else max(1.0, size)
    shrink = {
        "decay-ignored": 0.0, "decay-as-l2": 0.0, "decay-without-lr": weight_decay, "decay-upwards": -lr * weight_decay,
    }.get(flaw, lr * weight_decay)  # fmt: skip
    rate = {"rate-never-shrinks": lr, "lr-ignored": t**-0.5, "rate-is-larger": max(lr, t**-0.5)}.get(
        flaw, min(lr, t**-0.5)
    )
    of = {"size-after-decay": (1 - shrink) * param}.get(flaw, param)
    scale = {
        "absolute-lr": 1.0, "size-without-floor": root_mean_square(of),
        "size-is-norm": max(eps2, np.sqrt(np.sum(of**2))),
        "floor-added-to-size": eps2 + root_mean_square(of),
    }.get(flaw, max(eps2, root_mean_square(of)))  # fmt: skip
    if flaw == "decay-of-alpha":
        shrink = scale * rate * weight_decay
    update = scale * rate * update / clip
    new = (1 - shrink) * param + update if flaw == "uphill" else (1 - shrink) * param - update
    return flawed_bookkeeping(flaw, param, state, new, new_state)


adafactor_step = exercise(
    reference=torch_adafactor_step,
    source="Adam",
    picture=path(lr=0.2),
    laws=STEP_LAWS,
    cases={
        "five steps of two parameters": two_parameters(),
        "a large learning rate, which the steps shrink": two_parameters().with_(lr=0.6),
        "averages with a power of one's own": two_parameters().with_(lr=0.1, beta2_decay=-0.5),
        "an update that is clipped early": two_parameters().with_(lr=0.1, d=0.4),
        "an update that may be large": call(arrays(4, 3), arrays(2), growing(5, 4, 3), growing(5, 2))
        .through(trajectory)
        .with_(lr=0.1, d=1.6),
        "weight decay": two_parameters().with_(lr=0.2, weight_decay=0.4),
        "gradients near the first eps": two_parameters(scale=0.35).with_(lr=0.1, eps=(0.2, 1e-3)),
        "small parameters": call(
            arrays(4, 3, scale=1e-4), arrays(2, scale=1e-4), arrays(5, 4, 3), arrays(5, 2)
        ).through(trajectory),
        "small parameters and a second eps of one's own": call(
            arrays(4, 3, scale=0.05), arrays(2, scale=0.05), arrays(5, 4, 3), arrays(5, 2)
        )
        .through(trajectory)
        .with_(eps=(None, 0.3)),
        "three axes": call(arrays(2, 4, 3), arrays(2), of_different_size(5, 2, 4, 3), arrays(5, 2))
        .through(trajectory)
        .with_(lr=0.1),
        "all options at once": two_parameters(6).with_(
            lr=0.5, beta2_decay=-0.6, eps=(0.8, 2.5), d=0.7, weight_decay=0.3
        ),
        "tiny gradients": two_parameters(scale=1e-16),
        "gradients of zero": two_parameters(scale=0.0).with_(lr=0.1, weight_decay=0.5),
        "large gradients": two_parameters(scale=1e4),
        "single numbers as parameters": single_numbers(),
        "a state that is used twice": used_twice().with_(lr=0.1),
    },
    misconceptions={
        "not-factored": (
            "You keep an average for every element; of a matrix only the averages of its rows and of its columns are "
            "kept.",
            lambda *args, **hyper: flawed_adafactor(*args, **hyper, flaw="not-factored"),
        ),
        "rows-only": (
            "Each row has one number for all its columns; v is the product of row and column, divided by the mean.",
            lambda *args, **hyper: flawed_adafactor(*args, **hyper, flaw="rows-only"),
        ),
        "columns-only": (
            "Each column has one number for all its rows; v is the product of row and column, divided by the mean.",
            lambda *args, **hyper: flawed_adafactor(*args, **hyper, flaw="columns-only"),
        ),
        "rows-not-divided": (
            "The product of row and column has the fourth power of g: divide it by the mean of the rows.",
            lambda *args, **hyper: flawed_adafactor(*args, **hyper, flaw="rows-not-divided"),
        ),
        "one-mean-for-all": (
            "With three axes each matrix is divided by the mean of its own rows, along the last axis but one.",
            lambda *args, **hyper: flawed_adafactor(*args, **hyper, flaw="one-mean-for-all"),
        ),
        "all-rows-averaged": (
            "The columns average along the last axis but one only; with three axes each matrix has its own.",
            lambda *args, **hyper: flawed_adafactor(*args, **hyper, flaw="all-rows-averaged"),
        ),
        "sums-of-squares": (
            "R and C average the means of g²; with sums the product must be divided by the sum of the rows.",
            lambda *args, **hyper: flawed_adafactor(*args, **hyper, flaw="sums-of-squares"),
        ),
        "constant-share": (
            "The share of the new squares is t to the power beta2_decay, which shrinks with the steps; yours is "
            "constant.",
            lambda *args, **hyper: flawed_adafactor(*args, **hyper, flaw="constant-share"),
        ),
        "shares-swapped": (
            "The new squares have the share t^beta2_decay, the past the rest; yours are exchanged.",
            lambda *args, **hyper: flawed_adafactor(*args, **hyper, flaw="shares-swapped"),
        ),
        "beta2-decay-ignored": (
            "The parameter `beta2_decay` is not used: −0.8 is only its default.",
            lambda *args, **hyper: flawed_adafactor(*args, **hyper, flaw="beta2-decay-ignored"),
        ),
        "t-from-two": (
            T_FROM_TWO,
            lambda *args, **hyper: flawed_adafactor(*args, **hyper, flaw="t-from-two"),
        ),
        "square-forgotten": (
            "What is averaged is g², not |g|.",
            lambda *args, **hyper: flawed_adafactor(*args, **hyper, flaw="square-forgotten"),
        ),
        "root-forgotten": (
            ROOT_FORGOTTEN,
            lambda *args, **hyper: flawed_adafactor(*args, **hyper, flaw="root-forgotten"),
        ),
        "floor-not-squared": (
            "Under the root v is at least ε₁², so that the root is at least ε₁; you compare it with ε₁.",
            lambda *args, **hyper: flawed_adafactor(*args, **hyper, flaw="floor-not-squared"),
        ),
        "floor-added": (
            "v is at least ε₁²: take the larger of the two; you add them.",
            lambda *args, **hyper: flawed_adafactor(*args, **hyper, flaw="floor-added"),
        ),
        "eps-added": (
            "You add ε₁² to the squares, as the paper does; we follow PyTorch: v is at least ε₁².",
            lambda *args, **hyper: flawed_adafactor(*args, **hyper, flaw="eps-added"),
        ),
        "first-eps-unclamped": (
            "ε₁ keeps the mean of the rows and v away from 0: take np.maximum.",
            lambda *args, **hyper: flawed_adafactor(*args, **hyper, flaw="first-eps-unclamped"),
        ),
        "first-eps-ignored": (
            "The first of `eps` is not used.",
            lambda *args, **hyper: flawed_adafactor(*args, **hyper, flaw="first-eps-ignored"),
        ),
        "none-is-tiny": (
            "None stands for the machine epsilon of the dtype of param, 2⁻⁵² in float64, not for 1e-30.",
            lambda *args, **hyper: flawed_adafactor(*args, **hyper, flaw="none-is-tiny"),
        ),
        "none-is-float32": (
            "None stands for the machine epsilon of the dtype of param, which is float64: 2⁻⁵².",
            lambda *args, **hyper: flawed_adafactor(*args, **hyper, flaw="none-is-float32"),
        ),
        "not-clipped": (
            "The update is clipped: divide it by max(1, RMS(U) / d).",
            lambda *args, **hyper: flawed_adafactor(*args, **hyper, flaw="not-clipped"),
        ),
        "always-scaled": (
            "The update is divided by RMS(U) / d only where that is above 1: max(1, RMS(U) / d).",
            lambda *args, **hyper: flawed_adafactor(*args, **hyper, flaw="always-scaled"),
        ),
        "clipped-by-norm": (
            "The size of an update is the root of the mean of its squares, not of their sum.",
            lambda *args, **hyper: flawed_adafactor(*args, **hyper, flaw="clipped-by-norm"),
        ),
        "clipped-by-largest": (
            "The size of an update is the root of the mean of its squares, not its largest element.",
            lambda *args, **hyper: flawed_adafactor(*args, **hyper, flaw="clipped-by-largest"),
        ),
        "d-ignored": (
            "The parameter `d` is not used: 1 is only its default.",
            lambda *args, **hyper: flawed_adafactor(*args, **hyper, flaw="d-ignored"),
        ),
        "d-not-divided": (
            "The update is divided by max(1, RMS(U) / d), not by max(d, RMS(U)).",
            lambda *args, **hyper: flawed_adafactor(*args, **hyper, flaw="d-not-divided"),
        ),
        "absolute-lr": (
            "lr is relative: multiply the step by the size of the parameter, max(ε₂, RMS(θ)).",
            lambda *args, **hyper: flawed_adafactor(*args, **hyper, flaw="absolute-lr"),
        ),
        "size-is-norm": (
            "The size of a parameter is the root of the mean of its squares, not of their sum.",
            lambda *args, **hyper: flawed_adafactor(*args, **hyper, flaw="size-is-norm"),
        ),
        "size-without-floor": (
            "The size of a parameter counts as ε₂ at least, or one that is 0 would never move.",
            lambda *args, **hyper: flawed_adafactor(*args, **hyper, flaw="size-without-floor"),
        ),
        "floor-added-to-size": (
            "The size is the larger of ε₂ and RMS(θ), not their sum.",
            lambda *args, **hyper: flawed_adafactor(*args, **hyper, flaw="floor-added-to-size"),
        ),
        "second-eps-ignored": (
            "The second of `eps` is not used: 1e-3 is only its default.",
            lambda *args, **hyper: flawed_adafactor(*args, **hyper, flaw="second-eps-ignored"),
        ),
        "size-after-decay": (
            "The size of the parameter is taken before the weight decay.",
            lambda *args, **hyper: flawed_adafactor(*args, **hyper, flaw="size-after-decay"),
        ),
        "rate-never-shrinks": (
            "The step size is min(lr, 1 / √t): after many steps it shrinks.",
            lambda *args, **hyper: flawed_adafactor(*args, **hyper, flaw="rate-never-shrinks"),
        ),
        "lr-ignored": (
            "The parameter `lr` is not used: the step size is min(lr, 1 / √t).",
            lambda *args, **hyper: flawed_adafactor(*args, **hyper, flaw="lr-ignored"),
        ),
        "rate-is-larger": (
            "The step size is the smaller of lr and 1 / √t.",
            lambda *args, **hyper: flawed_adafactor(*args, **hyper, flaw="rate-is-larger"),
        ),
        "decay-of-alpha": (
            "The decay is lr · weight_decay · θ with lr itself, not with the step size α.",
            lambda *args, **hyper: flawed_adafactor(*args, **hyper, flaw="decay-of-alpha"),
        ),
        "decay-twice": (
            "You decay the parameter and add weight_decay · θ to the gradient too; the first is enough.",
            lambda *args, **hyper: flawed_adafactor(*args, **hyper, flaw="decay-twice"),
        ),
        "state-forgotten": (
            STATE_FORGOTTEN,
            lambda *args, **hyper: flawed_adafactor(*args, **hyper, flaw="state-forgotten"),
        ),
        "uphill": (
            UPHILL,
            lambda *args, **hyper: flawed_adafactor(*args, **hyper, flaw="uphill"),
        ),
        "decay-ignored": (
            DECOUPLED_IGNORED,
            lambda *args, **hyper: flawed_adafactor(*args, **hyper, flaw="decay-ignored"),
        ),
        "decay-as-l2": (
            DECOUPLED_AS_L2,
            lambda *args, **hyper: flawed_adafactor(*args, **hyper, flaw="decay-as-l2"),
        ),
        "decay-without-lr": (
            DECOUPLED_WITHOUT_LR,
            lambda *args, **hyper: flawed_adafactor(*args, **hyper, flaw="decay-without-lr"),
        ),
        "decay-upwards": (
            DECOUPLED_UPWARDS,
            lambda *args, **hyper: flawed_adafactor(*args, **hyper, flaw="decay-upwards"),
        ),
        "parameter-in-place": (
            PARAMETER_IN_PLACE,
            lambda *args, **hyper: flawed_adafactor(*args, **hyper, flaw="parameter-in-place"),
        ),
        "state-in-place": (
            STATE_IN_PLACE,
            lambda *args, **hyper: flawed_adafactor(*args, **hyper, flaw="state-in-place"),
        ),
        "state-shared": (
            STATE_SHARED,
            lambda *args, **hyper: with_one_state(flawed_adafactor, *args, **hyper, flaw=""),
        ),
    },
    hints=[
        "A matrix of n × m squares needs n · m numbers. Which n + m numbers say most of it?",
        "Average the squares of the rows and of the columns, and take their product, divided by the mean, for v. "
        "Divide the gradient by √v, clip its RMS to d, and make the step relative to the RMS of the parameter.",
        "V = R C / max(mean(R), ε₁), U = g / √max(V, ε₁²), θ = (1 − lr · weight_decay) · θ − max(ε₂, RMS(θ)) · "
        "min(lr, 1/√t) · U / max(1, RMS(U) / d)",
    ],
)

# ── lion_step ───────────────────────────────────────────────────────────────────────────────────────────


def steady(*shape):
    """Gradients for which no sum whose sign Lion takes lies near 0, where float32 might see the other sign."""

    def draw(rng):
        while True:
            grads, m, nearest = 2.0 * rng.standard_normal(shape), 0.0, 1.0
            for grad in grads:
                nearest = min(nearest, abs(0.9 * m + 0.1 * grad).min())
                m = 0.99 * m + 0.01 * grad
            if nearest > 1e-4:
                return grads

    return drawn(draw)


def torch_lion_step(param, grad, state, lr=1e-4, betas=(0.9, 0.99), weight_decay=0.0):
    """Chen et al. (2023), Symbolic discovery of optimization algorithms, algorithm 2, in torch operations:

    update = β₁ m + (1 − β₁) g, m = β₂ m + (1 − β₂) g, θ = θ − η (sign(update) + λ θ).
    """
    momentum = state.get("momentum", torch.zeros_like(param))
    update = torch.lerp(grad, momentum, betas[0]).sign()
    return param - lr * (update + weight_decay * param), {"momentum": torch.lerp(grad, momentum, betas[1])}


def flawed_lion(param, grad, state, lr=1e-4, betas=(0.9, 0.99), weight_decay=0.0, *, flaw):
    """Lion, right but for `flaw`."""
    beta1, beta2 = betas[::-1] if flaw == "betas-swapped" else betas
    if flaw == "betas-ignored":
        beta1, beta2 = 0.9, 0.99
    elif flaw == "first-beta-for-both":
        beta2 = beta1
    g = grad + weight_decay * param if flaw in ("decay-as-l2", "decay-twice") else grad
    old = state.get("m", np.zeros(param.shape))
    m = beta2 * old + (1 - beta2) * g
    mixed = {"average-renewed-first": beta1 * m + (1 - beta1) * g, "sign-of-average": m, "sign-of-gradient": g,
             "shares-swapped": (1 - beta1) * old + beta1 * g, "average-kept-swapped": beta1 * old + (1 - beta1) * g,
             "old-average": old}.get(flaw, beta1 * old + (1 - beta1) * g)  # fmt: skip
    if flaw == "average-kept-swapped":
        m = (1 - beta2) * old + beta2 * g
    direction = {
        "sign-forgotten": mixed, "normalised": mixed / (np.sqrt(np.sum(mixed**2)) + 1e-300),
        "zero-is-positive": np.where(mixed >= 0, 1.0, -1.0),
    }.get(flaw, np.sign(mixed))  # fmt: skip
    shrink = {
        "decay-ignored": 0.0, "decay-as-l2": 0.0, "decay-without-lr": weight_decay, "decay-upwards": -lr * weight_decay,
    }.get(flaw, lr * weight_decay)  # fmt: skip
    if flaw == "decay-inside-sign":
        shrink, direction = 0.0, np.sign(mixed + weight_decay * param)
    if flaw == "decay-after-step":
        new = (1 - shrink) * (param - lr * direction)
    else:
        new = (1 - shrink) * param - (-lr if flaw == "uphill" else lr) * direction
    return flawed_bookkeeping(flaw, param, state, new, {"m": m})


lion_step = exercise(
    reference=torch_lion_step,
    source="Adam",
    picture=path(lr=0.06),
    bonus=True,
    laws=STEP_LAWS,
    cases={
        "five steps of two parameters": call(arrays(4, 3), arrays(2), steady(5, 4, 3), steady(5, 2)).through(
            trajectory
        ),
        "gradients that shrink": call(arrays(4, 3), arrays(2), shrinking(6, 4, 3), shrinking(6, 2)).through(trajectory),
        "a learning rate and betas of one's own": two_parameters(8).with_(lr=0.1, betas=(0.6, 0.8)),
        "betas the other way round": two_parameters(8).with_(lr=0.1, betas=(0.9, 0.5)),
        "weight decay": two_parameters().with_(lr=0.05, weight_decay=0.4),
        "all options at once": two_parameters(8).with_(lr=0.03, betas=(0.7, 0.85), weight_decay=0.9),
        "large gradients": two_parameters(scale=1e4),
        "gradients of zero do not move": two_parameters(scale=0.0).with_(lr=0.1),
        "single numbers as parameters": single_numbers().with_(lr=0.1),
        "a state that is used twice": call(arrays(4, 3), shrinking(2, 4, 3))
        .with_(lr=0.1, betas=(0.6, 0.5))
        .through(one_state_twice),
    },
    misconceptions={
        "sign-forgotten": (
            "Lion's step is the sign of the mixture: every element moves by lr.",
            lambda *args, **hyper: flawed_lion(*args, **hyper, flaw="sign-forgotten"),
        ),
        "normalised": (
            "You divide by the norm; Lion takes the sign of every element.",
            lambda *args, **hyper: flawed_lion(*args, **hyper, flaw="normalised"),
        ),
        "sign-of-gradient": (
            "That is the sign of the gradient: your average is never used, or not returned in the state.",
            lambda *args, **hyper: flawed_lion(*args, **hyper, flaw="sign-of-gradient"),
        ),
        "sign-of-average": (
            "You take the sign of the average that is kept, with β₂; the step's mixture has β₁.",
            lambda *args, **hyper: flawed_lion(*args, **hyper, flaw="sign-of-average"),
        ),
        "average-renewed-first": (
            "You bring m up to date before the step; the mixture has the old m, and m is renewed afterwards.",
            lambda *args, **hyper: flawed_lion(*args, **hyper, flaw="average-renewed-first"),
        ),
        "old-average": (
            "The gradient of this step is missing from the mixture: β₁ m + (1 − β₁) g.",
            lambda *args, **hyper: flawed_lion(*args, **hyper, flaw="old-average"),
        ),
        "first-beta-for-both": (
            "You keep the mixture of the step, which has β₁; the average that is kept is β₂ m + (1 − β₂) g.",
            lambda *args, **hyper: flawed_lion(*args, **hyper, flaw="first-beta-for-both"),
        ),
        "betas-swapped": (
            "β₁ belongs to the step and β₂ to the average that is kept; yours are exchanged.",
            lambda *args, **hyper: flawed_lion(*args, **hyper, flaw="betas-swapped"),
        ),
        "betas-ignored": (
            "The parameter `betas` is not used: (0.9, 0.99) is only its default.",
            lambda *args, **hyper: flawed_lion(*args, **hyper, flaw="betas-ignored"),
        ),
        "shares-swapped": (
            "β₁ is the share of the past: β₁ m + (1 − β₁) g; yours are exchanged.",
            lambda *args, **hyper: flawed_lion(*args, **hyper, flaw="shares-swapped"),
        ),
        "average-kept-swapped": (
            "β₂ is the share of the past: β₂ m + (1 − β₂) g; yours are exchanged.",
            lambda *args, **hyper: flawed_lion(*args, **hyper, flaw="average-kept-swapped"),
        ),
        "zero-is-positive": (
            "The sign of 0 is 0: where nothing pushes, nothing moves. Use np.sign.",
            lambda *args, **hyper: flawed_lion(*args, **hyper, flaw="zero-is-positive"),
        ),
        "decay-inside-sign": (
            "The decay stands outside the sign: it shrinks θ by lr · weight_decay · θ.",
            lambda *args, **hyper: flawed_lion(*args, **hyper, flaw="decay-inside-sign"),
        ),
        "decay-after-step": (
            "You shrink the parameter after the step, and with it the step; shrink it before.",
            lambda *args, **hyper: flawed_lion(*args, **hyper, flaw="decay-after-step"),
        ),
        "decay-twice": (
            "You decay the parameter and add weight_decay · θ to the gradient too; the first is enough.",
            lambda *args, **hyper: flawed_lion(*args, **hyper, flaw="decay-twice"),
        ),
        "uphill": (
            UPHILL,
            lambda *args, **hyper: flawed_lion(*args, **hyper, flaw="uphill"),
        ),
        "decay-ignored": (
            DECOUPLED_IGNORED,
            lambda *args, **hyper: flawed_lion(*args, **hyper, flaw="decay-ignored"),
        ),
        "decay-as-l2": (
            DECOUPLED_AS_L2,
            lambda *args, **hyper: flawed_lion(*args, **hyper, flaw="decay-as-l2"),
        ),
        "decay-without-lr": (
            DECOUPLED_WITHOUT_LR,
            lambda *args, **hyper: flawed_lion(*args, **hyper, flaw="decay-without-lr"),
        ),
        "decay-upwards": (
            DECOUPLED_UPWARDS,
            lambda *args, **hyper: flawed_lion(*args, **hyper, flaw="decay-upwards"),
        ),
        "parameter-in-place": (
            PARAMETER_IN_PLACE,
            lambda *args, **hyper: flawed_lion(*args, **hyper, flaw="parameter-in-place"),
        ),
        "state-in-place": (
            STATE_IN_PLACE,
            lambda *args, **hyper: flawed_lion(*args, **hyper, flaw="state-in-place"),
        ),
        "state-shared": (
            STATE_SHARED,
            lambda *args, **hyper: with_one_state(flawed_lion, *args, **hyper, flaw=""),
        ),
    },
    hints=[
        "Adam divides by √v so that all elements move about equally far. How could it be had without v?",
        "Mix the old average with the gradient and take the sign: every element moves by lr. Afterwards renew "
        "the average, with its own β₂.",
        "θ = (1 − lr · weight_decay) · θ − lr · sign(β₁ m + (1 − β₁) g), m = β₂ m + (1 − β₂) g",
    ],
)
