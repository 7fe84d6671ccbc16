import math

import numpy as np


def train_mlp(X, y, config, rng):
    # activations stand as (units, batch); a layer is worked through unit by unit
    sizes = [X.shape[1]] + list(config["hidden"]) + [int(np.max(y)) + 1]
    depth = len(sizes) - 1
    n = len(X)
    W, B = [], []
    for k in range(depth):
        bound = math.sqrt(6.0 / sizes[k])
        W.append(rng.uniform(-bound, bound, (sizes[k + 1], sizes[k])))
        B.append(np.zeros(sizes[k + 1]))
    mW, mB = [np.zeros_like(w) for w in W], [np.zeros_like(b) for b in B]
    vW, vB = [np.zeros_like(w) for w in W], [np.zeros_like(b) for b in B]
    t = 0
    losses = []
    for _epoch in range(config["epochs"]):
        order = np.arange(n)
        rng.shuffle(order)
        total = 0.0
        for begin in range(0, n, config["batch_size"]):
            chosen = order[begin : begin + config["batch_size"]]
            labels = y[chosen]
            size = len(chosen)

            a = [X[chosen].T.copy()]
            for k in range(depth):
                z = np.empty((sizes[k + 1], size))
                for u in range(sizes[k + 1]):
                    np.dot(W[k][u], a[k], out=z[u])
                    z[u] += B[k][u]
                if k + 1 < depth:
                    z[z < 0] = 0.0
                a.append(z)

            logits = a[-1]
            delta = np.empty((sizes[-1], size))
            for i in range(size):
                column = logits[:, i].tolist()
                top = max(column)
                powers = [math.exp(c - top) for c in column]
                norm = sum(powers)
                total -= column[labels[i]] - top - math.log(norm)
                for u in range(sizes[-1]):
                    delta[u, i] = (powers[u] / norm - (1.0 if labels[i] == u else 0.0)) / size

            t += 1
            for k in range(depth - 1, -1, -1):
                gW, gB = np.empty_like(W[k]), np.empty_like(B[k])
                for u in range(sizes[k + 1]):
                    np.dot(a[k], delta[u], out=gW[u])
                    gB[u] = delta[u].sum()
                below = np.dot(W[k].T, delta)  # with the old weights
                below[a[k] <= 0] = 0.0
                for p, g, m, v in ((W[k], gW, mW[k], vW[k]), (B[k], gB, mB[k], vB[k])):
                    m *= 0.9
                    m += 0.1 * g
                    v *= 0.999
                    v += 0.001 * g * g
                    p -= config["lr"] * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
                delta = below
        losses.append(total / n)
    return list(zip(W, B)), np.array(losses, dtype=float)


def _train(X, y, config, rng, theta, slopes):
    n = len(X)
    m, v = [np.zeros_like(p) for p in theta], [np.zeros_like(p) for p in theta]
    t = 0
    losses = []
    for _epoch in range(config["epochs"]):
        order = np.arange(n)
        rng.shuffle(order)
        total = 0.0
        for begin in range(0, n, config["batch_size"]):
            chosen = order[begin : begin + config["batch_size"]]
            loss, grads = slopes(X[chosen], y[chosen], theta)
            total += loss
            t += 1
            for p, g, a, b in zip(theta, grads, m, v):
                a *= 0.9
                a += 0.1 * g
                b *= 0.999
                b += 0.001 * g * g
                p -= config["lr"] * (a / (1 - 0.9**t)) / (np.sqrt(b / (1 - 0.999**t)) + 1e-8)
        losses.append(total / n)
    return [(theta[k], theta[k + 1]) for k in range(0, len(theta), 2)], np.array(losses, dtype=float)


def _summed_loss(logits, labels):
    """The sum of the losses, and the gradient of their mean, example by example."""
    total, delta = 0.0, np.empty(logits.shape)
    for i, row in enumerate(logits.tolist()):
        top = max(row)
        powers = [math.exp(z - top) for z in row]
        norm = sum(powers)
        total -= row[labels[i]] - top - math.log(norm)
        for k, power in enumerate(powers):
            delta[i, k] = (power / norm - (1.0 if labels[i] == k else 0.0)) / len(labels)
    return total, delta


def train_cnn(X, y, config, rng):
    channels, k, classes = config["channels"], config["kernel"], int(np.max(y)) + 1
    features = channels * ((X.shape[2] - k + 1) // 2) * ((X.shape[3] - k + 1) // 2)
    bound, head_bound = math.sqrt(6.0 / (X.shape[1] * k * k)), math.sqrt(6.0 / features)
    theta = [
        rng.uniform(-bound, bound, (channels, X.shape[1], k, k)), np.zeros(channels),
        rng.uniform(-head_bound, head_bound, (classes, features)), np.zeros(classes),
    ]  # fmt: skip
    return _train(X, y, config, rng, theta, _cnn_slopes)


def _cnn_slopes(x, labels, theta):
    kernel, bias, weight, shift = theta
    k = kernel.shape[2]
    height, width = x.shape[2] - k + 1, x.shape[3] - k + 1
    z = np.zeros((len(kernel), len(x), height, width))
    for a in range(k):
        for b in range(k):
            z += np.tensordot(kernel[:, :, a, b], x[:, :, a : a + height, b : b + width], axes=(1, 1))
    for o in range(len(kernel)):
        z[o] += bias[o]
    corners = [z[:, :, i::2, j::2] for i in range(2) for j in range(2)]
    pooled = corners[0]
    for corner in corners[1:]:
        pooled = np.maximum(pooled, corner)
    flat = np.swapaxes(np.maximum(pooled, 0.0), 0, 1).reshape(len(x), -1)
    total, delta = _summed_loss(np.dot(flat, weight.T) + shift, labels)

    below = np.dot(delta, weight)
    below[flat <= 0] = 0.0
    below = np.swapaxes(below.reshape(len(x), len(kernel), *pooled.shape[2:]), 0, 1)
    dz = np.zeros_like(z)
    for i in range(2):
        for j in range(2):
            dz[:, :, i::2, j::2] = np.where(z[:, :, i::2, j::2] == pooled, below, 0.0)
    dkernel = np.empty_like(kernel)
    for a in range(k):
        for b in range(k):
            window = x[:, :, a : a + height, b : b + width]
            dkernel[:, :, a, b] = np.tensordot(dz, window, axes=((1, 2, 3), (0, 2, 3)))
    return total, [dkernel, dz.sum(axis=(1, 2, 3)), np.dot(delta.T, flat), delta.sum(axis=0)]


def train_rnn(X, y, config, rng):
    theta = []
    for rows, columns in ((config["hidden"], X.shape[2]), (config["hidden"], config["hidden"]),
                          (int(np.max(y)) + 1, config["hidden"])):  # fmt: skip
        bound = math.sqrt(3.0 / columns)
        theta += [rng.uniform(-bound, bound, (rows, columns)), np.zeros(rows)]
    return _train(X, y, config, rng, theta, _rnn_slopes)


def _rnn_slopes(x, labels, theta):
    w_in, b_in, w_state, b_state, w_out, b_out = theta
    steps = x.shape[1]
    h = np.zeros((len(x), len(b_in)))
    history = [h]
    for t in range(steps):
        h = np.tanh(np.dot(x[:, t], w_in.T) + b_in + np.dot(h, w_state.T) + b_state)
        history.append(h)
    total, delta = _summed_loss(np.dot(h, w_out.T) + b_out, labels)
    grads = [np.zeros_like(p) for p in theta]
    grads[4] += np.dot(delta.T, h)
    grads[5] += delta.sum(axis=0)
    back = np.dot(delta, w_out)
    for t in range(steps, 0, -1):
        inner = back * (1.0 - history[t] * history[t])
        grads[0] += np.dot(inner.T, x[:, t - 1])
        grads[1] += inner.sum(axis=0)
        grads[2] += np.dot(inner.T, history[t - 1])
        grads[3] += inner.sum(axis=0)
        back = np.dot(inner, w_state)
    return total, grads


def compare_optimizers(grad_fn, theta, lr, steps):
    paths = {}
    for name in ("sgd", "momentum", "adam"):
        path = np.empty((steps + 1,) + theta.shape)
        path[0] = theta
        first, second = np.zeros(theta.shape), np.zeros(theta.shape)
        for t in range(1, steps + 1):
            here = path[t - 1].copy()
            g = grad_fn(here)
            if name == "sgd":
                step = g
            elif name == "momentum":
                first = 0.9 * first + g
                step = first
            else:
                first = 0.9 * first + 0.1 * g
                second = 0.999 * second + 0.001 * g * g
                step = first / (1 - 0.9**t) / (np.sqrt(second / (1 - 0.999**t)) + 1e-8)
            path[t] = here - lr * step
        paths[name] = path
    return paths
