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
