import numpy as np


def _cast(*arrays):
    dtype = np.result_type(np.float32, *arrays)
    return [np.asarray(a, dtype=dtype) for a in arrays]


def _sigma(a):
    e = np.exp(-np.abs(a))
    return np.where(a >= 0, 1 / (1 + e), e / (1 + e))


def _linear_backward(da, x, w):
    return np.dot(da, w), np.einsum("ng,ni->gi", da, x), np.sum(da, axis=0)


def rnn_cell_backward(dh_next, x, h, w_ih, w_hh, b_ih, b_hh):
    dh_next, x, h, w_ih, w_hh, b_ih, b_hh = _cast(dh_next, x, h, w_ih, w_hh, b_ih, b_hh)
    new = np.tanh(np.dot(x, w_ih.T) + np.dot(h, w_hh.T) + b_ih + b_hh)
    da = dh_next - dh_next * np.square(new)
    dx, dw_ih, db_ih = _linear_backward(da, x, w_ih)
    dh, dw_hh, db_hh = _linear_backward(da, h, w_hh)
    return dx, dh, dw_ih, dw_hh, db_ih, db_hh


def lstm_cell_backward(dh_next, dc_next, x, h, c, w_ih, w_hh, b_ih, b_hh):
    dh_next, dc_next, x, h, c, w_ih, w_hh, b_ih, b_hh = _cast(dh_next, dc_next, x, h, c, w_ih, w_hh, b_ih, b_hh)
    H = h.shape[1]
    a = np.dot(x, w_ih.T) + np.dot(h, w_hh.T) + b_ih + b_hh
    i, f, o = _sigma(a[:, :H]), _sigma(a[:, H : 2 * H]), _sigma(a[:, 3 * H :])
    g = np.tanh(a[:, 2 * H : 3 * H])
    cell = np.tanh(f * c + i * g)
    do = dh_next * cell
    dcell = dh_next * o * (1 - cell**2)
    dcell += dc_next
    da = np.empty_like(a)
    da[:, :H] = dcell * g * i * (1 - i)
    da[:, H : 2 * H] = dcell * c * f * (1 - f)
    da[:, 2 * H : 3 * H] = dcell * i * (1 - g**2)
    da[:, 3 * H :] = do * o * (1 - o)
    dx, dw_ih, db_ih = _linear_backward(da, x, w_ih)
    dh, dw_hh, db_hh = _linear_backward(da, h, w_hh)
    return dx, dh, dcell * f, dw_ih, dw_hh, db_ih, db_hh


def gru_cell_backward(dh_next, x, h, w_ih, w_hh, b_ih, b_hh):
    dh_next, x, h, w_ih, w_hh, b_ih, b_hh = _cast(dh_next, x, h, w_ih, w_hh, b_ih, b_hh)
    H = h.shape[1]
    u = np.dot(x, w_ih.T) + b_ih
    v = np.dot(h, w_hh.T) + b_hh
    r = _sigma(u[:, :H] + v[:, :H])
    z = _sigma(u[:, H : 2 * H] + v[:, H : 2 * H])
    n = np.tanh(u[:, 2 * H :] + r * v[:, 2 * H :])
    du = np.empty_like(u)
    du[:, 2 * H :] = dh_next * (1 - z) * (1 - n**2)
    du[:, H : 2 * H] = dh_next * (h - n) * z * (1 - z)
    du[:, :H] = du[:, 2 * H :] * v[:, 2 * H :] * r * (1 - r)
    dv = du.copy()
    dv[:, 2 * H :] *= r
    dx, dw_ih, db_ih = _linear_backward(du, x, w_ih)
    dh, dw_hh, db_hh = _linear_backward(dv, h, w_hh)
    return dx, dh + dh_next * z, dw_ih, dw_hh, db_ih, db_hh


def rnn_backward(doutputs, dh_n, x, h0, w_ih, w_hh, b_ih, b_hh):
    doutputs, dh, x, h0, w_ih, w_hh, b_ih, b_hh = _cast(doutputs, dh_n, x, h0, w_ih, w_hh, b_ih, b_hh)
    T = x.shape[1]
    states = np.empty((T + 1,) + h0.shape, dtype=h0.dtype)
    states[0] = h0
    for t in range(T):
        states[t + 1] = np.tanh(np.dot(x[:, t], w_ih.T) + np.dot(states[t], w_hh.T) + b_ih + b_hh)
    dx = np.empty_like(x)
    dw_ih, dw_hh, db = np.zeros_like(w_ih), np.zeros_like(w_hh), np.zeros_like(b_ih)
    for t in range(T - 1, -1, -1):
        da = (doutputs[:, t] + dh) * (1 - states[t + 1] ** 2)
        dx[:, t], dw, d = _linear_backward(da, x[:, t], w_ih)
        dw_ih += dw
        db += d
        dh, dw, _ = _linear_backward(da, states[t], w_hh)
        dw_hh += dw
    return dx, dh, dw_ih, dw_hh, db, db.copy()


def truncated_bptt(doutputs, x, h0, w_ih, w_hh, b_ih, b_hh, chunk):
    doutputs, x, h, w_ih, w_hh, b_ih, b_hh = _cast(doutputs, x, h0, w_ih, w_hh, b_ih, b_hh)
    params = w_ih, w_hh, b_ih, b_hh
    dx = np.empty_like(x)
    totals = [np.zeros_like(p) for p in params]
    dh0 = None
    start = 0
    while start < x.shape[1]:
        stop = min(start + chunk, x.shape[1])
        part = x[:, start:stop]
        dx[:, start:stop], dh, *grads = rnn_backward(doutputs[:, start:stop], np.zeros_like(h), part, h, *params)
        if dh0 is None:
            dh0 = dh
        for total, grad in zip(totals, grads):
            total += grad
        for t in range(stop - start):
            h = np.tanh(np.dot(part[:, t], w_ih.T) + np.dot(h, w_hh.T) + b_ih + b_hh)
        start = stop
    return (dx, dh0, *totals)
