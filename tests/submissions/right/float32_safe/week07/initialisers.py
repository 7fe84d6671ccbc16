import numpy as np


def count(shape):
    if not len(shape) >= 2:
        raise ValueError("at least two axes are needed, got %d" % len(shape))
    shape = tuple(int(s) for s in shape)
    one_unit = int(np.prod(shape[1:]))
    one_input = int(np.prod(shape[:1] + shape[2:]))
    return one_unit, one_input


def zeros_init(shape):
    return np.zeros(shape, dtype=np.float64)


# single precision is enough for the draws


def symmetric(bound, shape, rng):
    draws = rng.random(size=shape, dtype=np.float32)
    return bound * (2.0 * draws.astype(np.float64) - 1.0)


def gaussian(std, shape, rng):
    return std * rng.standard_normal(size=shape, dtype=np.float32).astype(np.float64)


def small_random_init(shape, rng):
    return symmetric(1e-2, shape, rng)


def lecun_normal(shape, rng):
    return gaussian(np.sqrt(1.0 / count(shape)[0]), shape, rng)


def lecun_uniform(shape, rng):
    return symmetric(np.sqrt(3.0 / count(shape)[0]), shape, rng)


def xavier_normal(shape, rng, gain=1.0):
    return gaussian(float(gain) * np.sqrt(2.0 / sum(count(shape))), shape, rng)


def xavier_uniform(shape, rng, gain=1.0):
    if not len(shape) >= 2:
        raise ValueError("at least two axes are needed, got %d" % len(shape))
    shape = tuple(int(s) for s in shape)
    one_unit = int(np.prod(shape[1:]))
    one_input = int(np.prod(shape[:1] + shape[2:]))
    a = float(gain) * (6.0 / (one_unit + one_input)) ** 0.5
    # single precision is enough for the draws; a random sign on top of a random size
    count = int(np.prod(shape))
    size = rng.random(size=count, dtype=np.float32)
    sign = rng.integers(0, 2, size=count) * 2 - 1
    return (a * size.astype(np.float64) * sign).reshape(shape)


def chosen(shape, mode):
    match mode:
        case "fan_in":
            return count(shape)[0]
        case "fan_out":
            return count(shape)[1]
    raise ValueError(f"Mode {mode} not supported, please use fan_in or fan_out")


def he_normal(shape, rng, mode="fan_in"):
    return gaussian(np.sqrt(2.0) / np.sqrt(chosen(shape, mode)), shape, rng)


def he_uniform(shape, rng, mode="fan_in"):
    return symmetric(np.sqrt(6.0) / np.sqrt(chosen(shape, mode)), shape, rng)


def truncated_normal(shape, rng, std, a, b):
    # fill up with what lies inside, until there is enough
    wanted = int(np.prod(shape))
    kept = np.empty(0)
    while kept.size < wanted:
        draws = gaussian(std, 2 * wanted, rng)
        kept = np.concatenate([kept, draws[(a <= draws) & (draws <= b)]])
    return kept[:wanted].reshape(shape)


def orthogonal(shape, rng, gain=1.0):
    if len(shape) < 2:
        raise ValueError("Only tensors with 2 or more dimensions are supported")
    rows = shape[0]
    flat = rng.standard_normal((rows, int(np.prod(shape)) // rows), dtype=np.float32)
    wide = flat.shape[0] < flat.shape[1]
    q, r = np.linalg.qr(flat.T if wide else flat)
    q *= np.where(np.diagonal(r) < 0, -1, 1)
    weight = np.ascontiguousarray(q.T if wide else q).reshape(shape)
    return gain * weight.astype(np.float64)
