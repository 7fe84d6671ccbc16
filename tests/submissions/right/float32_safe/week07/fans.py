import re

import numpy as np


def fan_in_and_fan_out(shape):
    if len(shape) <= 1:
        raise ValueError("fan in and fan out can not be computed for fewer than 2 dimensions")
    out_features, in_features, *kernel = (np.int64(s) for s in shape)
    receptive_field = np.prod(kernel, dtype=np.int64)
    return (in_features * receptive_field, out_features * receptive_field)


def gain(nonlinearity, param=None):
    if re.fullmatch(r"linear|sigmoid|conv(_transpose)?[123]d", nonlinearity):
        return np.float64(1)
    match nonlinearity:
        case "tanh":
            return np.float64(5) / 3
        case "relu":
            return np.sqrt(2.0)
        case "leaky_relu":
            negative_slope = 0.01 if param is None else float(param)
            return np.sqrt(2.0 / (1.0 + negative_slope**2))
        case "selu":
            return np.float64(0.75)
    raise ValueError(f"Unsupported nonlinearity {nonlinearity}")
