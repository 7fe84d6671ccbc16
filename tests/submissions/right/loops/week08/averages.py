import numpy as np


def cumulative_squares(x):
    out = np.zeros(x.shape)
    for place in np.ndindex(*x.shape[1:]):
        total = 0.0
        for t in range(x.shape[0]):
            total += float(x[(t, *place)]) ** 2
            out[(t, *place)] = total
    return out


def ema(x, alpha):
    out = np.zeros(x.shape)
    for place in np.ndindex(*x.shape[1:]):
        for t in range(x.shape[0]):
            value = float(x[(t, *place)])
            if t == 0:
                average = value
            else:
                average = alpha * value + (1 - alpha) * average
            out[(t, *place)] = average
    return out


def ema_alpha(window):
    return 2 / (1 + window)


def bias_corrected_ema(x, beta):
    out = np.zeros(x.shape)
    for place in np.ndindex(*x.shape[1:]):
        m = 0.0
        power = 1.0
        for t in range(x.shape[0]):
            m = beta * m + (1 - beta) * float(x[(t, *place)])
            power *= beta
            out[(t, *place)] = m / (1 - power)
    return out
