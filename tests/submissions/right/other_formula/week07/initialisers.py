import numpy as np


def xavier_uniform(shape, rng, gain=1.0):
    if len(shape) < 2:
        raise ValueError("fan in and fan out can not be computed for fewer than 2 dimensions")
    out_channels, in_channels, *kernel = shape
    area = int(np.prod(kernel)) if kernel else 1
    mean_fan = 0.5 * (in_channels + out_channels) * area
    std = gain * mean_fan**-0.5
    return np.sqrt(3.0) * std * (2.0 * rng.random(shape) - 1.0)
