import math


def fan_in_and_fan_out(shape):
    if len(shape) < 2:
        raise ValueError("need at least two dimensions")
    fan_in = shape[1]
    fan_out = shape[0]
    for k in shape[2:]:
        fan_in *= k
        fan_out *= k
    return fan_in, fan_out


def gain(nonlinearity, param=None):
    if nonlinearity == "linear" or nonlinearity == "sigmoid":
        return 1
    for dim in (1, 2, 3):
        if nonlinearity in (f"conv{dim}d", f"conv_transpose{dim}d"):
            return 1
    if nonlinearity == "tanh":
        return 5 / 3
    if nonlinearity == "relu":
        return math.sqrt(2)
    if nonlinearity == "leaky_relu":
        if param is None:
            param = 0.01
        return math.sqrt(2 / (1 + param * param))
    if nonlinearity == "selu":
        return 0.75
    raise ValueError("unknown nonlinearity: " + str(nonlinearity))
