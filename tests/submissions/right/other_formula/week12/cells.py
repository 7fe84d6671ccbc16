import numpy as np


def _logistic(a):
    return (1 + np.tanh(a / 2)) / 2


def _one_product(x, h, w_ih, w_hh, b_ih, b_hh):
    """[x, h] times [w_ih, w_hh], the way fused kernels do it."""
    return np.concatenate([x, h], axis=1) @ np.concatenate([w_ih, w_hh], axis=1).T + (b_ih + b_hh)


def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    return 2 * _logistic(2 * _one_product(x, h, w_ih, w_hh, b_ih, b_hh)) - 1


def lstm_cell(x, h, c, w_ih, w_hh, b_ih, b_hh):
    H = h.shape[1]
    a = _one_product(x, h, w_ih, w_hh, b_ih, b_hh)
    gates = _logistic(a)
    kept = gates[:, H : 2 * H] * c
    admitted = gates[:, :H] * np.tanh(a[:, 2 * H : 3 * H])
    cell = kept + admitted
    return gates[:, 3 * H :] * np.tanh(cell), cell


def gru_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    H = h.shape[1]
    rz = _logistic(_one_product(x, h, w_ih[: 2 * H], w_hh[: 2 * H], b_ih[: 2 * H], b_hh[: 2 * H]))
    r, z = rz[:, :H], rz[:, H:]
    inside = h @ w_hh[2 * H :].T + b_hh[2 * H :]
    n = np.tanh(x @ w_ih[2 * H :].T + b_ih[2 * H :] + r * inside)
    # the same as (1 - z) * n + z * h
    return n + z * (h - n)
