import math

import numpy as np


def fans_of(shape):
    if len(shape) < 2:
        raise ValueError("at least 2 dimensions are needed to count fans")
    kernel = 1
    for k in shape[2:]:
        kernel *= k
    return shape[1] * kernel, shape[0] * kernel


def fill(shape, draw):
    w = np.empty(shape)
    for i in np.ndindex(*shape):
        w[i] = draw()
    return w


def zeros_init(shape):
    return fill(shape, lambda: 0.0)


def small_random_init(shape, rng):
    return fill(shape, lambda: 0.02 * rng.random() - 0.01)


def lecun_normal(shape, rng):
    fan_in, fan_out = fans_of(shape)
    std = 1 / math.sqrt(fan_in)
    return fill(shape, lambda: std * rng.standard_normal())


def lecun_uniform(shape, rng):
    fan_in, fan_out = fans_of(shape)
    limit = math.sqrt(3 / fan_in)
    return fill(shape, lambda: limit * (2 * rng.random() - 1))


def xavier_normal(shape, rng, gain=1.0):
    fan_in, fan_out = fans_of(shape)
    std = gain * math.sqrt(2 / (fan_in + fan_out))
    return fill(shape, lambda: std * rng.standard_normal())


def xavier_uniform(shape, rng, gain=1.0):
    if len(shape) < 2:
        raise ValueError("xavier_uniform needs at least 2 dimensions")
    kernel = 1
    for k in shape[2:]:
        kernel *= k
    limit = gain * math.sqrt(6.0) / math.sqrt(shape[0] * kernel + shape[1] * kernel)
    w = np.empty(shape)
    for i in np.ndindex(*shape):
        w[i] = rng.uniform(-limit, limit)
    return w


def fan_for(shape, mode):
    fan_in, fan_out = fans_of(shape)
    if mode == "fan_in":
        return fan_in
    if mode == "fan_out":
        return fan_out
    raise ValueError("unknown mode " + mode)


def he_normal(shape, rng, mode="fan_in"):
    std = math.sqrt(2 / fan_for(shape, mode))
    return fill(shape, lambda: std * rng.standard_normal())


def he_uniform(shape, rng, mode="fan_in"):
    limit = math.sqrt(6 / fan_for(shape, mode))
    return fill(shape, lambda: limit * (2 * rng.random() - 1))


def truncated_normal(shape, rng, std, a, b):
    def draw():
        while True:
            x = std * rng.standard_normal()
            if a <= x <= b:
                return x

    return fill(shape, draw)


def orthogonal(shape, rng, gain=1.0):
    if len(shape) < 2:
        raise ValueError("orthogonal needs at least 2 dimensions")
    rows = shape[0]
    columns = 1
    for s in shape[1:]:
        columns *= s
    # Gram and Schmidt: take away from each new vector what points along the earlier ones
    length = max(rows, columns)
    vectors = []
    for _ in range(min(rows, columns)):
        v = rng.standard_normal(length)
        for u in vectors:
            v = v - (u @ v) * u
        vectors.append(v / math.sqrt(v @ v))
    w = np.array(vectors)
    if rows > columns:
        w = w.T
    return gain * w.reshape(shape)
