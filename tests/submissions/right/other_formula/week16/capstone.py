import numpy as np


def train_mlp(X, y, config, rng):
    # the bias is one more column of the weight, fed by a constant 1; targets are one-hot
    n = X.shape[0]
    widths = [X.shape[1], *config["hidden"], y.max() + 1]
    targets = np.eye(widths[-1])[y]
    thetas = []
    for fan_in, fan_out in zip(widths[:-1], widths[1:]):
        w = rng.standard_normal((fan_out, fan_in + 1)) * np.sqrt(2.0 / fan_in)
        w[:, -1] = 0.0
        thetas.append(w)
    ms = [0.0 * w for w in thetas]
    vs = [0.0 * w for w in thetas]
    losses = np.empty(config["epochs"])
    k = 0
    for epoch in range(config["epochs"]):
        shuffled = rng.permutation(n)
        weighted = []
        for idx in (shuffled[i : i + config["batch_size"]] for i in range(0, n, config["batch_size"])):
            tape, h = [], X[idx]
            for w in thetas:
                h = np.column_stack([h, np.ones(len(h))])
                tape.append(h)
                h = h @ w.T
                if w is not thetas[-1]:
                    h = h * (h > 0)
            # log-sum-exp; its gradient is the softmax
            lse = np.logaddexp.reduce(h, axis=1)
            weighted.append((lse - (h * targets[idx]).sum(axis=1)).sum())
            back = (np.exp(h - lse[:, None]) - targets[idx]) / len(idx)

            # Adam's corrections sit in the step size
            k += 1
            root = np.sqrt(1 - 0.999**k)
            alpha = config["lr"] * root / (1 - 0.9**k)
            grads = []
            for w, h in zip(thetas[::-1], tape[::-1]):
                grads.insert(0, np.einsum("no,ni->oi", back, h))
                back = ((back @ w) * np.sign(np.maximum(h, 0)))[:, :-1]
            for j, g in enumerate(grads):
                ms[j] = ms[j] + 0.1 * (g - ms[j])
                vs[j] = vs[j] + 0.001 * (g * g - vs[j])
                thetas[j] = thetas[j] - alpha * ms[j] / (np.sqrt(vs[j]) + 1e-8 * root)
        losses[epoch] = sum(weighted) / n
    return [(w[:, :-1].copy(), w[:, -1].copy()) for w in thetas], losses


def _adam(X, y, config, rng, theta, gradients):
    # one long vector of all parameters; Adam's corrections sit in the step size
    n, sizes = len(X), np.cumsum([p.size for p in theta])[:-1]
    shapes = [p.shape for p in theta]

    def parts(flat):
        return [part.reshape(shape) for part, shape in zip(np.split(flat, sizes), shapes)]

    flat = np.concatenate([p.ravel() for p in theta])
    m, v, k = 0.0 * flat, 0.0 * flat, 0
    targets = np.eye(y.max() + 1)[y]
    curve = []
    for _ in range(config["epochs"]):
        shuffled = rng.permutation(n)
        losses = []
        for idx in np.split(shuffled, range(config["batch_size"], n, config["batch_size"])):
            each, grads = gradients(parts(flat), X[idx], targets[idx])
            g = np.concatenate([p.ravel() for p in grads])
            losses.append(each)
            k += 1
            m = m + 0.1 * (g - m)
            v = v + 0.001 * (g * g - v)
            root = np.sqrt(1 - 0.999**k)
            flat = flat - config["lr"] * root / (1 - 0.9**k) * m / (np.sqrt(v) + 1e-8 * root)
        curve.append(np.concatenate(losses).mean())
    layers = parts(flat)
    return [(w.copy(), b.copy()) for w, b in zip(layers[::2], layers[1::2])], np.array(curve, dtype=float)


def _each_loss(z, onehot):
    lse = np.logaddexp.reduce(z, axis=1)
    return lse - (z * onehot).sum(axis=1), (np.exp(z - lse[:, None]) - onehot) / len(z)


def train_cnn(X, y, config, rng):
    # a convolution is a matrix product with the unrolled windows, pooling a choice among four
    k, channels = config["kernel"], config["channels"]
    n, c_in, height, width = X.shape
    rows, columns = (height - k + 1) // 2, (width - k + 1) // 2
    # window[r, c, i, j] begins at pixel (2 r + i, 2 c + j)
    top = 2 * np.arange(rows)[:, None, None, None] + np.arange(2)[:, None]
    left = 2 * np.arange(columns)[:, None, None] + np.arange(2)
    top, left = np.broadcast_arrays(top, left)
    top = top.reshape(rows * columns, 4)[..., None, None] + np.arange(k)[:, None]
    left = left.reshape(rows * columns, 4)[..., None, None] + np.arange(k)

    def gradients(theta, x, onehot):
        kernel, bias, weight, shift = theta
        patches = x[:, :, top, left]  # (N, C_in, places, 4, k, k)
        patches = np.moveaxis(patches, 1, 3).reshape(len(x), rows * columns, 4, -1)
        z = patches @ kernel.reshape(channels, -1).T + bias
        best = z.argmax(axis=2)
        peak = np.take_along_axis(z, best[:, :, None], axis=2)[:, :, 0]
        h = np.maximum(peak, 0).transpose(0, 2, 1).reshape(len(x), -1)
        each, back = _each_loss(h @ weight.T + shift, onehot)
        dpeak = (back @ weight).reshape(len(x), channels, -1).transpose(0, 2, 1) * (peak > 0)
        dz = (np.arange(4)[:, None] == best[:, :, None]) * dpeak[:, :, None]
        dkernel = dz.reshape(-1, channels).T @ patches.reshape(-1, patches.shape[-1])
        return each, [dkernel, dpeak.sum(axis=(0, 1)), back.T @ h, back.sum(axis=0)]

    features, classes = channels * rows * columns, y.max() + 1
    theta = [
        rng.standard_normal((channels, c_in, k, k)) * np.sqrt(2.0 / (c_in * k * k)), np.zeros(channels),
        rng.standard_normal((classes, features)) * np.sqrt(2.0 / features), np.zeros(classes),
    ]  # fmt: skip
    return _adam(X, y, config, rng, theta, gradients)


def train_rnn(X, y, config, rng):
    # input, state and a constant 1 for each bias make one row, met by one matrix
    hidden, inputs, classes = config["hidden"], X.shape[2], y.max() + 1

    def gradients(theta, x, onehot):
        w_in, b_in, w_state, b_state, w_out, b_out = theta
        matrix = np.column_stack([w_in, b_in, w_state, b_state])
        h, tape = np.zeros((len(x), hidden)), []
        one = np.ones((len(x), 1))
        for step in x.transpose(1, 0, 2):
            row = np.hstack([step, one, h, one])
            h = np.tanh(row @ matrix.T)
            tape.append((row, h))
        each, back = _each_loss(h @ w_out.T + b_out, onehot)
        dmatrix, dh = 0.0 * matrix, back @ w_out
        for row, state in tape[::-1]:
            inner = dh * (1 - state) * (1 + state)
            dmatrix = dmatrix + np.einsum("nh,nr->hr", inner, row)
            dh = (inner @ matrix)[:, inputs + 1 : -1]
        dw_in, db_in = dmatrix[:, :inputs], dmatrix[:, inputs]
        return each, [dw_in, db_in, dmatrix[:, inputs + 1 : -1], dmatrix[:, -1], back.T @ h, back.sum(axis=0)]

    theta = []
    for rows, columns in ((hidden, inputs), (hidden, hidden), (classes, hidden)):
        theta += [rng.standard_normal((rows, columns)) / np.sqrt(columns), np.zeros(rows)]
    return _adam(X, y, config, rng, theta, gradients)


def compare_optimizers(grad_fn, theta, lr, steps):
    def walk(rule):
        points, memory = [theta], (0.0 * theta, 0.0 * theta)
        for k in range(steps):
            move, memory = rule(grad_fn(points[-1]), memory, k + 1)
            points.append(points[-1] - move)
        return np.array(points, dtype=float)

    def adam(g, memory, k):
        m, v = memory[0] + 0.1 * (g - memory[0]), memory[1] + 0.001 * (g * g - memory[1])
        root = np.sqrt(1 - 0.999**k)
        return lr * root / (1 - 0.9**k) * m / (np.sqrt(v) + 1e-8 * root), (m, v)

    def momentum(g, memory, k):
        velocity = 0.9 * memory[0] + lr * g
        return velocity, (velocity, memory[1])

    return {"sgd": walk(lambda g, memory, k: (lr * g, memory)), "momentum": walk(momentum), "adam": walk(adam)}
