import math

import numpy as np


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
