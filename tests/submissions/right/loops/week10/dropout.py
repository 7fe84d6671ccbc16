import numpy as np


def dropout_forward(x, p, rng, training):
    out = np.zeros(x.shape)
    mask = np.ones(x.shape)
    for i in np.ndindex(x.shape):
        if training and rng.random() < p:
            mask[i] = 0.0
        elif training:
            out[i] = x[i] / (1 - p)
        else:
            out[i] = x[i]
    return out, mask


def dropout_backward(dout, mask, p):
    dx = np.zeros(dout.shape)
    for i in np.ndindex(dout.shape):
        if mask[i]:
            dx[i] = dout[i] / (1 - p)
    return dx
