import math

import numpy as np


def adagrad_step(param, grad, state, lr=1e-2, lr_decay=0, weight_decay=0, initial_accumulator_value=0, eps=1e-10):
    param, grad = np.asarray(param), np.asarray(grad)
    t = state["t"] + 1 if state else 1
    total = np.array(state["total"]) if state else np.full(param.shape, float(initial_accumulator_value))
    new = np.zeros(param.shape)
    for i in np.ndindex(param.shape):
        g = grad[i] + weight_decay * param[i]
        total[i] += g * g
        new[i] = param[i] - lr / (1 + (t - 1) * lr_decay) * g / (math.sqrt(total[i]) + eps)
    return new, {"t": t, "total": total}


def rmsprop_step(param, grad, state, lr=1e-2, alpha=0.99, eps=1e-8, weight_decay=0, momentum=0, centered=False):
    param, grad = np.asarray(param), np.asarray(grad)
    v, m, buffer = np.zeros(param.shape), np.zeros(param.shape), np.zeros(param.shape)
    if state:
        v, m, buffer = state["v"].copy(), state["m"].copy(), state["buffer"].copy()
    new = np.zeros(param.shape)
    for i in np.ndindex(param.shape):
        g = grad[i] + weight_decay * param[i]
        v[i] = alpha * v[i] + (1 - alpha) * g * g
        m[i] = alpha * m[i] + (1 - alpha) * g
        square = v[i]
        if centered:
            square -= m[i] * m[i]
        step = g / (math.sqrt(square) + eps)
        if momentum > 0:
            buffer[i] = momentum * buffer[i] + step
            step = buffer[i]
        new[i] = param[i] - lr * step
    return new, {"v": v, "m": m, "buffer": buffer}


def adadelta_step(param, grad, state, lr=1.0, rho=0.9, eps=1e-6, weight_decay=0):
    param, grad = np.asarray(param), np.asarray(grad)
    squares = np.zeros(param.shape)
    deltas = np.zeros(param.shape)
    new = np.zeros(param.shape)
    for i in np.ndindex(param.shape):
        g = grad[i] + weight_decay * param[i]
        old_square = state["squares"][i] if state else 0.0
        old_delta = state["deltas"][i] if state else 0.0
        squares[i] = rho * old_square + (1 - rho) * g * g
        delta = math.sqrt(old_delta + eps) / math.sqrt(squares[i] + eps) * g
        deltas[i] = rho * old_delta + (1 - rho) * delta * delta
        new[i] = param[i] - lr * delta
    return new, {"squares": squares, "deltas": deltas}


def adam_step(param, grad, state, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0, amsgrad=False):
    param, grad = np.asarray(param), np.asarray(grad)
    new = np.array(param, dtype=float)
    if "t" in state:
        t = state["t"] + 1
        m, v, top = state["m"].copy(), state["v"].copy(), state["top"].copy()
    else:
        t = 1
        m, v, top = np.zeros(param.shape), np.zeros(param.shape), np.zeros(param.shape)
    for i in np.ndindex(param.shape):
        g = grad[i] + weight_decay * param[i]
        m[i] = betas[0] * m[i] + (1 - betas[0]) * g
        v[i] = betas[1] * v[i] + (1 - betas[1]) * g * g
        top[i] = max(top[i], v[i])
        second = top[i] if amsgrad else v[i]
        m_hat = m[i] / (1 - betas[0] ** t)
        v_hat = second / (1 - betas[1] ** t)
        new[i] = param[i] - lr * m_hat / (math.sqrt(v_hat) + eps)
    return new, {"t": t, "m": m, "v": v, "top": top}


def adamw_step(param, grad, state, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2, amsgrad=False):
    param, grad = np.asarray(param), np.asarray(grad)
    t = state.get("t", 0) + 1
    m = state["m"].copy() if state else np.zeros(param.shape)
    v = state["v"].copy() if state else np.zeros(param.shape)
    top = state["top"].copy() if state else np.zeros(param.shape)
    new = np.zeros(param.shape)
    for i in np.ndindex(param.shape):
        g = grad[i]
        m[i] = betas[0] * m[i] + (1 - betas[0]) * g
        v[i] = betas[1] * v[i] + (1 - betas[1]) * g * g
        top[i] = max(top[i], v[i])
        v_hat = (top[i] if amsgrad else v[i]) / (1 - betas[1] ** t)
        m_hat = m[i] / (1 - betas[0] ** t)
        new[i] = param[i] - lr * weight_decay * param[i] - lr * m_hat / (math.sqrt(v_hat) + eps)
    return new, {"t": t, "m": m, "v": v, "top": top}


def adamax_step(param, grad, state, lr=2e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0):
    param, grad = np.asarray(param), np.asarray(grad)
    t = state.get("t", 0) + 1
    m = state["m"].copy() if state else np.zeros(param.shape)
    u = state["u"].copy() if state else np.zeros(param.shape)
    new = np.zeros(param.shape)
    for i in np.ndindex(param.shape):
        g = grad[i] + weight_decay * param[i]
        m[i] = betas[0] * m[i] + (1 - betas[0]) * g
        u[i] = max(betas[1] * u[i], abs(g) + eps)
        new[i] = param[i] - lr * m[i] / ((1 - betas[0] ** t) * u[i])
    return new, {"t": t, "m": m, "u": u}


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
    param, grad = np.asarray(param), np.asarray(grad)
    t = state.get("t", 0) + 1
    m = state["m"].copy() if state else np.zeros(param.shape)
    v = state["v"].copy() if state else np.zeros(param.shape)

    def mu(k):
        return betas[0] * (1 - 0.5 * math.pow(0.96, k * momentum_decay))

    product = 1.0
    for k in range(1, t + 1):
        product *= mu(k)
    new = np.zeros(param.shape)
    for i in np.ndindex(param.shape):
        p, g = param[i], grad[i]
        if decoupled_weight_decay:
            p = p - lr * weight_decay * p
        else:
            g = g + weight_decay * p
        m[i] = betas[0] * m[i] + (1 - betas[0]) * g
        v[i] = betas[1] * v[i] + (1 - betas[1]) * g * g
        root = math.sqrt(v[i] / (1 - betas[1] ** t)) + eps
        p = p - lr * (1 - mu(t)) / (1 - product) * g / root
        p = p - lr * mu(t + 1) / (1 - product * mu(t + 1)) * m[i] / root
        new[i] = p
    return new, {"t": t, "m": m, "v": v}


def radam_step(param, grad, state, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0, decoupled_weight_decay=False):
    param, grad = np.asarray(param), np.asarray(grad)
    t = state.get("t", 0) + 1
    m = state["m"].copy() if state else np.zeros(param.shape)
    v = state["v"].copy() if state else np.zeros(param.shape)
    longest = 2 / (1 - betas[1]) - 1
    length = longest - 2 * t * betas[1] ** t / (1 - betas[1] ** t)
    new = np.zeros(param.shape)
    for i in np.ndindex(param.shape):
        p, g = param[i], grad[i]
        if decoupled_weight_decay:
            p = p - lr * weight_decay * p
        else:
            g = g + weight_decay * p
        m[i] = betas[0] * m[i] + (1 - betas[0]) * g
        v[i] = betas[1] * v[i] + (1 - betas[1]) * g * g
        step = lr * m[i] / (1 - betas[0] ** t)
        if length > 5:
            above = (length - 4) * (length - 2) * longest
            below = (longest - 4) * (longest - 2) * length
            step *= math.sqrt(above / below) * math.sqrt(1 - betas[1] ** t) / (math.sqrt(v[i]) + eps)
        new[i] = p - step
    return new, {"t": t, "m": m, "v": v}


def adafactor_step(param, grad, state, lr=1e-2, beta2_decay=-0.8, eps=(None, 1e-3), d=1.0, weight_decay=0):
    param, grad = np.asarray(param), np.asarray(grad)
    t = state.get("t", 0) + 1
    new_state = {"t": t}
    share = t**beta2_decay
    smallest = eps[0]
    if smallest is None:
        smallest = np.finfo(param.dtype).eps
    v = np.zeros(param.shape)
    if param.ndim >= 2:
        n, m = param.shape[-2:]
        rows = np.zeros(param.shape[:-1])
        columns = np.zeros(param.shape[:-2] + (m,))
        for k in np.ndindex(param.shape[:-2]):
            for i in range(n):
                new = sum(float(grad[k + (i, j)]) ** 2 for j in range(m)) / m
                old = state["rows"][k + (i,)] if state else 0.0
                rows[k + (i,)] = old + share * (new - old)
            for j in range(m):
                new = sum(float(grad[k + (i, j)]) ** 2 for i in range(n)) / n
                old = state["columns"][k + (j,)] if state else 0.0
                columns[k + (j,)] = old + share * (new - old)
            mean = max(sum(rows[k + (i,)] for i in range(n)) / n, smallest)
            for i in range(n):
                for j in range(m):
                    v[k + (i, j)] = rows[k + (i,)] * columns[k + (j,)] / mean
        new_state["rows"] = rows
        new_state["columns"] = columns
    else:
        for i in np.ndindex(param.shape):
            old = state["v"][i] if state else 0.0
            v[i] = old + share * (grad[i] * grad[i] - old)
        new_state["v"] = v
    update = np.zeros(param.shape)
    for i in np.ndindex(param.shape):
        update[i] = grad[i] / max(math.sqrt(v[i]), smallest)
    clip = max(1.0, size_of(update) / d)
    alpha = max(eps[1], size_of(param)) * min(lr, 1 / math.sqrt(t))
    new = np.zeros(param.shape)
    for i in np.ndindex(param.shape):
        new[i] = param[i] - lr * weight_decay * param[i] - alpha * update[i] / clip
    return new, new_state


def size_of(x):
    total = 0.0
    for i in np.ndindex(x.shape):
        total += float(x[i]) ** 2
    return math.sqrt(total / x.size)


def lion_step(param, grad, state, lr=1e-4, betas=(0.9, 0.99), weight_decay=0):
    param, grad = np.asarray(param), np.asarray(grad)
    m = np.zeros(param.shape)
    new = np.zeros(param.shape)
    for i in np.ndindex(param.shape):
        old = state["m"][i] if state else 0.0
        mixture = betas[0] * old + (1 - betas[0]) * grad[i]
        if mixture > 0:
            sign = 1
        elif mixture < 0:
            sign = -1
        else:
            sign = 0
        new[i] = param[i] - lr * (sign + weight_decay * param[i])
        m[i] = betas[1] * old + (1 - betas[1]) * grad[i]
    return new, {"m": m}
