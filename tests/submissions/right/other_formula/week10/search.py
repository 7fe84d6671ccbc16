import math

import numpy as np


def grid(space):
    names = list(space)
    sizes = [len(space[name]) for name in names]
    settings = []
    for index in np.ndindex(*sizes):
        settings.append({name: space[name][i] for name, i in zip(names, index)})
    return settings


def random_search(space, n, rng):
    columns = {}
    for name, allowed in space.items():
        if isinstance(allowed, tuple):
            columns[name] = rng.uniform(allowed[0], allowed[1], size=n).tolist()
        else:
            columns[name] = [allowed[i] for i in rng.choice(len(allowed), size=n)]
    return [{name: column[i] for name, column in columns.items()} for i in range(n)]


def expected_improvement(mean, std, best):
    # s * (z * Phi(z) + phi(z)); certain trials apart
    ei = np.array(np.clip(best - mean, 0, None), dtype=float)
    uncertain = std != 0
    s = np.asarray(std)[uncertain]
    z = (best - np.asarray(mean)[uncertain]) / s
    Phi = np.array([0.5 * math.erfc(-t / math.sqrt(2.0)) for t in z])
    ei[uncertain] = s * (z * Phi + np.exp(-0.5 * z * z) / np.sqrt(2 * np.pi))
    return ei


def bayes_next(X, y, candidates, length_scale):
    def rbf(A, B):
        A, B = A / length_scale, B / length_scale
        squares = (A**2).sum(1)[:, None] + (B**2).sum(1) - 2 * A @ B.T
        return np.exp(-0.5 * np.maximum(squares, 0))

    L = np.linalg.cholesky(rbf(X, X))
    k = rbf(X, candidates)
    v = np.linalg.solve(L, k)
    mean = v.T @ np.linalg.solve(L, y)
    variance = 1.0 - np.einsum("nm,nm->m", v, v)
    variance[variance < 0] = 0
    return np.argmax(expected_improvement(mean, np.sqrt(variance), np.min(y)))
