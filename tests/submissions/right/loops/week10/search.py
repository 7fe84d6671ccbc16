import math

import numpy as np


def grid(space):
    settings = [{}]
    for name, values in space.items():
        longer = []
        for setting in settings:
            for value in values:
                longer.append({**setting, name: value})
        settings = longer
    return settings


def random_search(space, n, rng):
    settings = []
    for _ in range(n):
        setting = {}
        for name, allowed in space.items():
            if isinstance(allowed, tuple):
                low, high = allowed
                setting[name] = low + (high - low) * rng.random()
            else:
                setting[name] = allowed[int(rng.random() * len(allowed))]
        settings.append(setting)
    return settings


def expected_improvement(mean, std, best):
    result = np.zeros(mean.shape)
    for i in np.ndindex(mean.shape):
        m, s = float(mean[i]), float(std[i])
        if s == 0:
            result[i] = max(0.0, best - m)
        else:
            z = (best - m) / s
            phi = math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
            Phi = 0.5 * (1 + math.erf(z / math.sqrt(2)))
            result[i] = (best - m) * Phi + s * phi
    return result


def bayes_next(X, y, candidates, length_scale):
    def kernel(a, b):
        return math.exp(-sum((float(p) - float(q)) ** 2 for p, q in zip(a, b)) / (2 * length_scale**2))

    K = np.array([[kernel(a, b) for b in X] for a in X])
    inverse = np.linalg.inv(K)
    winner, largest = 0, -1.0
    for index, c in enumerate(candidates):
        k = np.array([kernel(a, c) for a in X])
        mean = float(k @ inverse @ y)
        variance = max(0.0, float(1 - k @ inverse @ k))
        ei = float(expected_improvement(np.array(mean), np.array(math.sqrt(variance)), float(min(y))))
        if ei > largest:
            winner, largest = index, ei
    return winner
