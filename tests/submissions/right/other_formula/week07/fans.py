import numpy as np


def fan_in_and_fan_out(shape):
    # a weight of this shape holds out * fan_in = in * fan_out numbers
    if np.size(shape) < 2:
        raise ValueError(f"{shape} has no fans")
    total = np.prod(shape)
    return [total // shape[0], total // shape[1]]


def gain(nonlinearity, param=None):
    # the gain is 1 over the root of the second moment that is left of a standard normal input
    left = {"relu": 0.5, "tanh": 0.36, "selu": 16 / 9, "sigmoid": 1.0, "linear": 1.0}
    for d in "123":
        left["conv" + d + "d"] = 1.0
        left["conv_transpose" + d + "d"] = 1.0
    alpha = 1e-2
    if param is not None:
        alpha = param
    left["leaky_relu"] = 0.5 + 0.5 * np.square(alpha)
    try:
        return 1 / np.sqrt(left[nonlinearity])
    except KeyError:
        raise ValueError(f"no gain for {nonlinearity}") from None
