import numpy as np


def _dtype(*arrays):
    return np.result_type(np.float32, *arrays)


def _sigma(a):
    out = np.empty_like(a)
    pos = a >= 0
    out[pos] = 1 / (1 + np.exp(-a[pos]))
    e = np.exp(a[~pos])
    out[~pos] = e / (1 + e)
    return out


def _affine(x, w, b, dtype):
    return np.einsum("ni,gi->ng", x.astype(dtype), w.astype(dtype)) + b.astype(dtype)


def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    dtype = _dtype(x, h, w_ih, w_hh, b_ih, b_hh)
    a = _affine(x, w_ih, b_ih, dtype)
    a += _affine(h, w_hh, b_hh, dtype)
    return np.tanh(a, out=a)


def lstm_cell(x, h, c, w_ih, w_hh, b_ih, b_hh):
    dtype = _dtype(x, h, c, w_ih, w_hh, b_ih, b_hh)
    a = _affine(x, w_ih, b_ih, dtype) + _affine(h, w_hh, b_hh, dtype)
    # (N, 4, H): one plane for each gate
    i, f, g, o = a.reshape(len(a), 4, h.shape[1]).transpose(1, 0, 2)
    c = c.astype(dtype) * _sigma(f)
    c += _sigma(i) * np.tanh(g)
    return _sigma(o) * np.tanh(c), c


def gru_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    dtype = _dtype(x, h, w_ih, w_hh, b_ih, b_hh)
    H = h.shape[1]
    u = _affine(x, w_ih, b_ih, dtype)
    v = _affine(h, w_hh, b_hh, dtype)
    reset = _sigma(u[:, :H] + v[:, :H])
    update = _sigma(u[:, H : 2 * H] + v[:, H : 2 * H])
    candidate = np.tanh(u[:, 2 * H :] + reset * v[:, 2 * H :])
    return candidate - update * candidate + update * h.astype(dtype)
