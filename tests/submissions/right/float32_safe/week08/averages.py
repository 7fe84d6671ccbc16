import numpy as np


def as_float(x):
    x = np.asarray(x)
    return x.astype(np.result_type(x.dtype, np.float32), copy=True)


def cumulative_squares(x):
    return np.add.accumulate(as_float(x) ** 2, axis=0)


def ema(x, alpha):
    x = as_float(x)
    out = np.empty_like(x)
    average = None
    for t, value in enumerate(x):
        average = value if average is None else average + alpha * (value - average)
        out[t] = average
    return out


def ema_alpha(window):
    return np.float64(2.0) / (window + 1)


def bias_corrected_ema(x, beta):
    x = as_float(x)
    out = np.empty_like(x)
    m = np.zeros_like(x[:1])
    for t in range(x.shape[0]):
        m += (1 - beta) * (x[t] - m)
        out[t] = m[0] / (1 - beta ** (t + 1))
    return out
