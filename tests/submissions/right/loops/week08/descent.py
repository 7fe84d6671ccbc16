import math

import numpy as np


def gradient_descent(grad_fn, theta, lr, steps):
    theta = np.array(theta, dtype=float)
    while steps > 0:
        gradient = grad_fn(theta)
        moved = np.empty(theta.shape)
        for i in np.ndindex(theta.shape):
            moved[i] = theta[i] - lr * gradient[i]
        theta = moved
        steps -= 1
    return theta


def minibatch_order(n, batch_size, epochs, rng):
    result = []
    for _ in range(epochs):
        # Fisher and Yates
        order = list(range(n))
        for i in range(n - 1, 0, -1):
            j = int(rng.integers(0, i + 1))
            order[i], order[j] = order[j], order[i]
        batches = []
        batch = []
        for index in order:
            batch.append(index)
            if len(batch) == batch_size:
                batches.append(np.array(batch))
                batch = []
        if batch:
            batches.append(np.array(batch))
        result.append(batches)
    return result


def sgd_step(param, grad, state, lr=1e-3, momentum=0, dampening=0, weight_decay=0, nesterov=False):
    param, grad = np.asarray(param), np.asarray(grad)
    first = "velocity" not in state
    velocity = np.zeros(param.shape)
    new = np.zeros(param.shape)
    for i in np.ndindex(param.shape):
        g = grad[i] + weight_decay * param[i]
        if momentum == 0 or first:
            velocity[i] = g
        else:
            velocity[i] = momentum * state["velocity"][i] + (1 - dampening) * g
        if nesterov:
            g += momentum * velocity[i]
        else:
            g = velocity[i]
        new[i] = param[i] - lr * g
    return new, {"velocity": velocity}


def ema_momentum_step(param, grad, state, lr, beta=0.9):
    param, grad = np.asarray(param), np.asarray(grad)
    v = np.zeros(param.shape)
    new = np.zeros(param.shape)
    for i in np.ndindex(param.shape):
        before = state["v"][i] if "v" in state else 0.0
        v[i] = beta * before + (1 - beta) * lr * grad[i]
        new[i] = param[i] - v[i]
    return new, {"v": v}


def asgd_step(param, grad, state, lr=1e-2, lambd=1e-4, alpha=0.75, t0=1e6, weight_decay=0):
    param, grad = np.asarray(param), np.asarray(grad)
    t = state["t"] + 1 if "t" in state else 1
    eta = lr / math.pow(1 + lambd * lr * (t - 1), alpha)
    mu = 1.0 if t - 1 - t0 < 1 else 1.0 / (t - 1 - t0)
    new = np.zeros(param.shape)
    ax = np.zeros(param.shape)
    for i in np.ndindex(param.shape):
        g = grad[i] + weight_decay * param[i]
        new[i] = param[i] - eta * lambd * param[i] - eta * g
        if mu == 1.0:
            ax[i] = new[i]
        else:
            ax[i] = (1 - mu) * state["ax"][i] + mu * new[i]
    return new, {"t": t, "ax": ax}
