import numpy as np


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
