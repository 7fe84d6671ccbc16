from itertools import product
from math import erfc

import numpy as np


def grid(space):
    combos = product(*(space[k] for k in space.keys()))
    return [{k: v for k, v in zip(space.keys(), combo)} for combo in combos]


def random_search(space, n, rng):
    def one(allowed):
        if type(allowed) is tuple:
            return float(rng.uniform(low=allowed[0], high=allowed[1]))
        # an array of objects keeps the types
        boxed = np.empty(len(allowed), dtype=object)
        boxed[:] = allowed
        return rng.choice(boxed)

    return [dict((name, one(allowed)) for name, allowed in space.items()) for _ in range(n)]


def expected_improvement(mean, std, best):
    dtype = np.result_type(mean, np.float32)
    gain = np.asarray(best - mean, dtype=dtype)
    std = np.asarray(std, dtype=dtype)
    out = np.maximum(gain, dtype.type(0))
    z = np.divide(gain, std, out=np.zeros_like(gain), where=std > 0)
    Phi = np.vectorize(lambda t: 0.5 * erfc(-t * 0.5**0.5), otypes=[dtype])(z)
    phi = np.exp(-np.square(z) / 2) * dtype.type((2 * np.pi) ** -0.5)
    return np.where(std > 0, gain * Phi + std * phi, out)


def bayes_next(X, y, candidates, length_scale):
    def rbf(A, B):
        distance = np.linalg.norm(A[:, None, :] - B[None, :, :], axis=2)
        return np.exp(-np.square(distance / length_scale) / 2)

    K, k = rbf(X, X), rbf(X, candidates)
    alpha = np.linalg.solve(K, y)
    mean = k.T @ alpha
    variance = 1 - np.diag(k.T @ np.linalg.solve(K, k))
    std = np.sqrt(np.clip(variance, 0, None))
    return int(np.argmax(expected_improvement(mean, std, np.min(y))))
