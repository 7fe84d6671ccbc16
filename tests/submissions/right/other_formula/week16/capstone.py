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
    batches = -(-n // config["batch_size"])
    steps = config["epochs"] * batches
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

            # the learning rate falls along a cosine; Adam's corrections sit in the step size
            lr = config["lr"] * 0.5 * (1 + np.cos(np.pi * k / steps))
            k += 1
            root = np.sqrt(1 - 0.999**k)
            alpha = lr * root / (1 - 0.9**k)
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
