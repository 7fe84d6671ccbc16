import numpy as np


def _cast(*arrays):
    dtype = np.result_type(np.float32, *arrays)
    return [np.asarray(a, dtype=dtype) for a in arrays]


def _sigma(a):
    e = np.exp(-np.abs(a))
    return np.where(a >= 0, 1 / (1 + e), e / (1 + e))


def _buffer(x, h):
    return np.empty((x.shape[0], x.shape[1], h.shape[1]), dtype=h.dtype)


def rnn_forward(x, h0, w_ih, w_hh, b_ih, b_hh):
    x, h, w_ih, w_hh, b_ih, b_hh = _cast(x, h0, w_ih, w_hh, b_ih, b_hh)
    out = _buffer(x, h)
    inner = np.matmul(x, w_ih.T) + (b_ih + b_hh)
    for t in range(x.shape[1]):
        h = np.tanh(inner[:, t] + np.dot(h, w_hh.T))
        out[:, t] = h
    return out, h


def lstm_forward(x, h0, c0, w_ih, w_hh, b_ih, b_hh):
    x, h, c, w_ih, w_hh, b_ih, b_hh = _cast(x, h0, c0, w_ih, w_hh, b_ih, b_hh)
    out = _buffer(x, h)
    gates = np.matmul(x, w_ih.T) + (b_ih + b_hh)
    for t in range(x.shape[1]):
        i, f, g, o = np.split(gates[:, t] + np.dot(h, w_hh.T), 4, axis=-1)
        c = _sigma(f) * c + _sigma(i) * np.tanh(g)
        h = _sigma(o) * np.tanh(c)
        out[:, t] = h
    return [out, [h, c]]


def gru_forward(x, h0, w_ih, w_hh, b_ih, b_hh):
    x, h, w_ih, w_hh, b_ih, b_hh = _cast(x, h0, w_ih, w_hh, b_ih, b_hh)
    out = _buffer(x, h)
    from_x = np.split(np.matmul(x, w_ih.T) + b_ih, 3, axis=-1)
    for t in range(x.shape[1]):
        xr, xz, xn = (part[:, t] for part in from_x)
        hr, hz, hn = np.split(np.dot(h, w_hh.T) + b_hh, 3, axis=-1)
        z = _sigma(xz + hz)
        h = z * h + (1 - z) * np.tanh(xn + _sigma(xr + hr) * hn)
        out[:, t] = h
    return out, h


def _backwards(x, h0, w_ih, w_hh, b_ih, b_hh):
    x, h, w_ih, w_hh, b_ih, b_hh = _cast(x, h0, w_ih, w_hh, b_ih, b_hh)
    out = _buffer(x, h)
    for t in reversed(range(x.shape[1])):
        h = np.tanh(np.dot(x[:, t], w_ih.T) + b_ih + np.dot(h, w_hh.T) + b_hh)
        out[:, t] = h
    return out, h


def bidirectional_rnn(x, h0_forward, h0_backward, params_forward, params_backward):
    left, left_end = rnn_forward(x, h0_forward, **params_forward)
    right, right_end = _backwards(x, h0_backward, **params_backward)
    return np.concatenate((left, right), axis=-1), np.stack((left_end, right_end))


def _run(x, params):
    keys = ("w_ih", "w_hh", "b_ih", "b_hh")
    h0 = np.zeros((x.shape[0], params["w_hh"].shape[0]), dtype=params["w_hh"].dtype)
    return rnn_forward(x, h0, *(params[key] for key in keys))


def _affine(h, params):
    return np.einsum("...h,oh->...o", h, params["w_out"]) + params["b_out"]


def many_to_one(x, params):
    _, h = _run(x, params)
    return _affine(h, params)


def one_to_many(x, steps, params):
    y, w_ih, w_hh, b_ih, b_hh = _cast(x, params["w_ih"], params["w_hh"], params["b_ih"], params["b_hh"])
    h = np.zeros((len(y), len(w_hh)), dtype=y.dtype)
    out = np.empty((len(y), steps, y.shape[1]), dtype=y.dtype)
    for s in range(steps):
        h = np.tanh(np.dot(y, w_ih.T) + b_ih + np.dot(h, w_hh.T) + b_hh)
        out[:, s] = y = _affine(h, params)
    return out


def many_to_many(x, params):
    out, _ = _run(x, params)
    return _affine(out, params)
