import numpy as np
from statistics import NormalDist


def split_shape(shape):
    if len(shape) < 2:
        raise ValueError("fan in and fan out can not be computed for fewer than 2 dimensions")
    out_channels, in_channels, *kernel = shape
    area = int(np.prod(kernel)) if kernel else 1
    return in_channels * area, out_channels * area


def box_muller(shape, rng):
    # two uniform numbers make one normal number
    radius = np.sqrt(-2 * np.log(1 - rng.random(shape)))
    return radius * np.cos(2 * np.pi * rng.random(shape))


def zeros_init(shape):
    return np.full(shape, 0.0)


def small_random_init(shape, rng):
    return (rng.random(shape) - 0.5) / 50


def lecun_normal(shape, rng):
    fan_in, _ = split_shape(shape)
    return box_muller(shape, rng) / fan_in**0.5


def lecun_uniform(shape, rng):
    fan_in, _ = split_shape(shape)
    return np.sqrt(12 / fan_in) * (rng.random(shape) - 0.5)


def xavier_normal(shape, rng, gain=1.0):
    fan_in, fan_out = split_shape(shape)
    return gain * box_muller(shape, rng) / np.sqrt((fan_in + fan_out) / 2)


def xavier_uniform(shape, rng, gain=1.0):
    if len(shape) < 2:
        raise ValueError("fan in and fan out can not be computed for fewer than 2 dimensions")
    out_channels, in_channels, *kernel = shape
    area = int(np.prod(kernel)) if kernel else 1
    mean_fan = 0.5 * (in_channels + out_channels) * area
    std = gain * mean_fan**-0.5
    return np.sqrt(3.0) * std * (2.0 * rng.random(shape) - 1.0)


def he_normal(shape, rng, mode="fan_in"):
    fan = split_shape(shape)[["fan_in", "fan_out"].index(mode)]  # index raises ValueError
    return np.sqrt(2 / fan) * box_muller(shape, rng)


def he_uniform(shape, rng, mode="fan_in"):
    fan = split_shape(shape)[["fan_in", "fan_out"].index(mode)]
    std = np.sqrt(2 / fan)
    return std * np.sqrt(3) * rng.uniform(-1, 1, shape)


def truncated_normal(shape, rng, std, a, b):
    # inverse of the distribution function, as older versions of PyTorch do
    bell = NormalDist(0, std)
    u = rng.uniform(bell.cdf(a), bell.cdf(b), shape)
    return np.clip(np.vectorize(bell.inv_cdf)(u), a, b)


def orthogonal(shape, rng, gain=1.0):
    if len(shape) < 2:
        raise ValueError(f"no matrix can be made of {shape}")
    # the orthogonal matrix nearest to a normal one
    flat = rng.standard_normal((shape[0], int(np.prod(shape[1:]))))
    u, _, vt = np.linalg.svd(flat, full_matrices=False)
    return gain * (u @ vt).reshape(shape)
