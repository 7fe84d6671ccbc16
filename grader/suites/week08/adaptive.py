"""Hidden suite: optimisers with a step size of its own for every parameter."""

from dlgrade.suite import arrays, call, drawn, exercise, np, only, topic, torch, values

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
        "divide each by what is missing to 1, and go along m̂ over √v̂.",
        "m = β₁ m + (1 − β₁) g, v = β₂ v + (1 − β₂) g², m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ), "
        "θ = θ − lr · m̂ / (√v̂ + eps); with amsgrad the largest v so far takes the place of v in v̂.",
    ],
)
