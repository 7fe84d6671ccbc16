import numpy as np


def adagrad_step(param, grad, state, lr=1e-2, lr_decay=0, weight_decay=0, initial_accumulator_value=0, eps=1e-10):
    # the root is kept in place of the sum: a hypotenuse grows by one more side
    step, root = state.get("memory", (0, np.sqrt(initial_accumulator_value)))
    if weight_decay:
        grad = grad + weight_decay * param
    root = np.hypot(root, grad)
    new = param - lr * grad / ((root + eps) * (1 + step * lr_decay))
    return new, {"memory": (step + 1, root)}


def rmsprop_step(param, grad, state, lr=1e-2, alpha=0.99, eps=1e-8, weight_decay=0, momentum=0, centered=False):
    zeros = np.zeros(np.shape(param))
    old_mean, old_spread = state.get("mean", zeros), state.get("spread", zeros)
    g = grad + weight_decay * param
    mean = old_mean + (1 - alpha) * (g - old_mean)
    # the variance about the moving mean, which is never negative (West's update)
    spread = alpha * (old_spread + (1 - alpha) * np.square(g - old_mean))
    scale = np.sqrt(spread if centered else spread + np.square(mean)) + eps
    velocity = g / scale
    if momentum:
        velocity = velocity + momentum * state.get("velocity", zeros)
    return param - lr * velocity, {"mean": mean, "spread": spread, "velocity": velocity}


def adadelta_step(param, grad, state, lr=1.0, rho=0.9, eps=1e-6, weight_decay=0):
    # both averages are kept with eps in them
    if not state:
        state = {"below": np.full(np.shape(param), eps), "above": np.full(np.shape(param), eps)}
    g = grad + weight_decay * param
    below = rho * state["below"] + (1 - rho) * (np.square(g) + eps)
    delta = g * np.sqrt(state["above"] / below)
    above = rho * state["above"] + (1 - rho) * (np.square(delta) + eps)
    return param - lr * delta, {"below": below, "above": above}


def adam_step(param, grad, state, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0, amsgrad=False):
    b1, b2 = betas
    new = dict(state)
    if not new:
        # the powers are kept in the state, so no counter is needed
        new.update(avg=np.zeros_like(param), sq=np.zeros_like(param), b1_power=1.0, b2_power=1.0)
        if amsgrad:
            new["sq_max"] = np.zeros_like(param)
    g = grad + weight_decay * param
    new["b1_power"] = new["b1_power"] * b1
    new["b2_power"] = new["b2_power"] * b2
    new["avg"] = new["avg"] + (1 - b1) * (g - new["avg"])
    new["sq"] = new["sq"] + (1 - b2) * (np.square(g) - new["sq"])
    second = new["sq"]
    if amsgrad:
        second = new["sq_max"] = np.maximum(new["sq_max"], new["sq"])
    # both corrections folded into the step size; then eps has to shrink with them
    root = np.sqrt(1 - new["b2_power"])
    step_size = lr * root / (1 - new["b1_power"])
    return param - step_size * new["avg"] / (np.sqrt(second) + eps * root), new


def adamw_step(param, grad, state, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2, amsgrad=False):
    # Adam without weight decay moves from param; the decay is taken off beside it
    moved, state = adam_step(param, grad, state, lr=lr, betas=betas, eps=eps, weight_decay=0, amsgrad=amsgrad)
    return moved - lr * weight_decay * param, state


def adamax_step(param, grad, state, lr=2e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0):
    b1, b2 = betas
    g = grad + weight_decay * param
    # m is kept corrected: a weighted mean whose weights sum to 1
    weight = b1 * state.get("weight", 0.0) + (1 - b1)
    m_hat = state.get("m_hat", np.zeros_like(g))
    m_hat = m_hat + (1 - b1) / weight * (g - m_hat)
    faded = b2 * state.get("u", np.zeros_like(g))
    size = np.sqrt(np.square(g)) + eps
    u = np.where(size > faded, size, faded)
    return param - lr * (m_hat / u), {"weight": weight, "m_hat": m_hat, "u": u}


def nadam_step(
    param,
    grad,
    state,
    lr=2e-3,
    betas=(0.9, 0.999),
    eps=1e-8,
    weight_decay=0,
    momentum_decay=4e-3,
    decoupled_weight_decay=False,
):
    b1, b2 = betas
    new = dict(state) if state else {"t": 0, "log_product": 0.0, "m": 0 * param, "v": 0 * param}
    new["t"] = new["t"] + 1
    if decoupled_weight_decay:
        start, g = param - lr * weight_decay * param, grad
    else:
        start, g = param, grad + weight_decay * param
    mu = b1 - b1 / 2 * np.exp(new["t"] * momentum_decay * np.log(0.96))
    mu_next = b1 - b1 / 2 * np.exp((new["t"] + 1) * momentum_decay * np.log(0.96))
    # the product of all mu, by its logarithm
    new["log_product"] = new["log_product"] + np.log(mu)
    new["m"] = new["m"] + (1 - b1) * (g - new["m"])
    new["v"] = new["v"] + (1 - b2) * (g * g - new["v"])
    missing = -np.expm1(new["log_product"])
    missing_next = -np.expm1(new["log_product"] + np.log(mu_next))
    root = np.sqrt(1 - b2 ** new["t"])
    step = root * (g * (1 - mu) / missing + new["m"] * mu_next / missing_next)
    return start - lr * step / (np.sqrt(new["v"]) + eps * root), new


def radam_step(param, grad, state, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0, decoupled_weight_decay=False):
    b1, b2 = betas
    g = grad
    if decoupled_weight_decay:
        param = param - lr * weight_decay * param
    else:
        g = g + weight_decay * param
    t, m, v = state.get("memory", (0, 0.0, 0.0))
    t, m, v = t + 1, m + (1 - b1) * (g - m), v + (1 - b2) * (g**2 - v)
    left = b2**t
    length_inf = (1 + b2) / (1 - b2)
    length = length_inf - 2 * t * left / (1 - left)
    step = lr / (1 - b1**t) * m
    if length > 5:
        # the fraction under the root, in three factors
        rectify = (length - 4) / (length_inf - 4) * (length - 2) / (length_inf - 2) * length_inf / length
        step = step * np.sqrt(rectify * (1 - left)) / (np.sqrt(v) + eps)
    return param - step, {"memory": (t, m, v)}


def adafactor_step(param, grad, state, lr=1e-2, beta2_decay=-0.8, eps=(None, 1e-3), d=1.0, weight_decay=0):
    eps1, eps2 = eps
    if eps1 is None:
        eps1 = np.finfo(np.asarray(param).dtype).eps
    t = state.get("t", 0) + 1
    keep = 1 - 1 / t**-beta2_decay
    square = np.square(grad)
    if np.ndim(param) < 2:
        v = keep * state.get("v", 0.0) + (1 - keep) * square
        kept = {"t": t, "v": v}
        root = np.sqrt(v)
    else:
        # sums of rows and columns, as in the paper; their lengths make means of them
        n, m = param.shape[-2:]
        rows = keep * state.get("rows", 0.0) + (1 - keep) * np.einsum("...ij->...i", square)
        columns = keep * state.get("columns", 0.0) + (1 - keep) * np.einsum("...ij->...j", square)
        kept = {"t": t, "rows": rows, "columns": columns}
        total = np.maximum(rows.sum(axis=-1) / (n * m), eps1)
        root = np.sqrt(np.einsum("...i,...j->...ij", rows / m, columns / n) / total[..., None, None])
    update = grad / np.maximum(root, eps1)
    rms = np.linalg.norm(np.ravel(update)) / np.sqrt(np.size(update))
    update = update * min(1.0, d / rms) if rms > 0 else update
    size = np.linalg.norm(np.ravel(param)) / np.sqrt(np.size(param))
    relative = max(eps2, size) * (lr if lr * lr * t < 1 else 1 / np.sqrt(t))
    return param - lr * weight_decay * param - relative * update, kept


def lion_step(param, grad, state, lr=1e-4, betas=(0.9, 0.99), weight_decay=0):
    m = state["m"] if state else np.zeros(np.shape(grad))
    # the sign of a mixture is the sign of the gradient's lead over the past
    lead = grad + betas[0] * (m - grad)
    towards = (lead > 0).astype(float) - (lead < 0)
    return param - lr * weight_decay * param - lr * towards, {"m": grad + betas[1] * (m - grad)}
