import math

import numpy as np


def _sigmoid(a):
    if a >= 0:
        return 1 / (1 + math.exp(-a))
    return math.exp(a) / (1 + math.exp(a))


def _linear(x, w, b, row):
    total = b[row]
    for j in range(len(x)):
        total += x[j] * w[row, j]
    return total


def _zeros(*arrays):
    return [np.zeros(a.shape) for a in arrays]


def _back_linear(da, row, n, x, w, dx, dw, db):
    """One number of a linear layer, with gradient da: add to what it was made from."""
    db[row] += da
    for j in range(x.shape[1]):
        dx[n, j] += da * w[row, j]
        dw[row, j] += da * x[n, j]


def rnn_cell_backward(dh_next, x, h, w_ih, w_hh, b_ih, b_hh):
    dx, dh, dw_ih, dw_hh, db_ih, db_hh = _zeros(x, h, w_ih, w_hh, b_ih, b_hh)
    for n in range(len(x)):
        for j in range(h.shape[1]):
            new = math.tanh(_linear(x[n], w_ih, b_ih, j) + _linear(h[n], w_hh, b_hh, j))
            da = dh_next[n, j] * (1 - new * new)
            _back_linear(da, j, n, x, w_ih, dx, dw_ih, db_ih)
            _back_linear(da, j, n, h, w_hh, dh, dw_hh, db_hh)
    return dx, dh, dw_ih, dw_hh, db_ih, db_hh


def lstm_cell_backward(dh_next, dc_next, x, h, c, w_ih, w_hh, b_ih, b_hh):
    dx, dh, dc, dw_ih, dw_hh, db_ih, db_hh = _zeros(x, h, c, w_ih, w_hh, b_ih, b_hh)
    H = h.shape[1]
    for n in range(len(x)):
        for j in range(H):
            a = [_linear(x[n], w_ih, b_ih, k * H + j) + _linear(h[n], w_hh, b_hh, k * H + j) for k in range(4)]
            i, f, g, o = _sigmoid(a[0]), _sigmoid(a[1]), math.tanh(a[2]), _sigmoid(a[3])
            t = math.tanh(f * c[n, j] + i * g)
            d_cell = dc_next[n, j] + dh_next[n, j] * o * (1 - t * t)
            dc[n, j] = d_cell * f
            da = [
                d_cell * g * i * (1 - i),
                d_cell * c[n, j] * f * (1 - f),
                d_cell * i * (1 - g * g),
                dh_next[n, j] * t * o * (1 - o),
            ]
            for k in range(4):
                _back_linear(da[k], k * H + j, n, x, w_ih, dx, dw_ih, db_ih)
                _back_linear(da[k], k * H + j, n, h, w_hh, dh, dw_hh, db_hh)
    return dx, dh, dc, dw_ih, dw_hh, db_ih, db_hh


def gru_cell_backward(dh_next, x, h, w_ih, w_hh, b_ih, b_hh):
    dx, dh, dw_ih, dw_hh, db_ih, db_hh = _zeros(x, h, w_ih, w_hh, b_ih, b_hh)
    H = h.shape[1]
    for n in range(len(x)):
        for j in range(H):
            u = [_linear(x[n], w_ih, b_ih, k * H + j) for k in range(3)]
            v = [_linear(h[n], w_hh, b_hh, k * H + j) for k in range(3)]
            r = _sigmoid(u[0] + v[0])
            z = _sigmoid(u[1] + v[1])
            cand = math.tanh(u[2] + r * v[2])
            d = dh_next[n, j]
            d_cand = d * (1 - z) * (1 - cand * cand)
            du = [d_cand * v[2] * r * (1 - r), d * (h[n, j] - cand) * z * (1 - z), d_cand]
            dv = [du[0], du[1], d_cand * r]
            dh[n, j] += d * z
            for k in range(3):
                _back_linear(du[k], k * H + j, n, x, w_ih, dx, dw_ih, db_ih)
                _back_linear(dv[k], k * H + j, n, h, w_hh, dh, dw_hh, db_hh)
    return dx, dh, dw_ih, dw_hh, db_ih, db_hh


def _states(x, h0, w_ih, w_hh, b_ih, b_hh):
    N, T, _ = x.shape
    H = h0.shape[1]
    states = np.zeros((T + 1, N, H))
    states[0] = h0
    for t in range(T):
        for n in range(N):
            for j in range(H):
                a = _linear(x[n, t], w_ih, b_ih, j) + _linear(states[t, n], w_hh, b_hh, j)
                states[t + 1, n, j] = math.tanh(a)
    return states


def rnn_backward(doutputs, dh_n, x, h0, w_ih, w_hh, b_ih, b_hh):
    states = _states(x, h0, w_ih, w_hh, b_ih, b_hh)
    dx, dw_ih, dw_hh, db_ih, db_hh = _zeros(x, w_ih, w_hh, b_ih, b_hh)
    dh = np.array(dh_n, dtype=float)
    for t in range(x.shape[1] - 1, -1, -1):
        grads = rnn_cell_backward(doutputs[:, t] + dh, x[:, t], states[t], w_ih, w_hh, b_ih, b_hh)
        dx[:, t] = grads[0]
        dh = grads[1]
        dw_ih += grads[2]
        dw_hh += grads[3]
        db_ih += grads[4]
        db_hh += grads[5]
    return dx, dh, dw_ih, dw_hh, db_ih, db_hh


def truncated_bptt(doutputs, x, h0, w_ih, w_hh, b_ih, b_hh, chunk):
    states = _states(x, h0, w_ih, w_hh, b_ih, b_hh)
    dx, dw_ih, dw_hh, db_ih, db_hh = _zeros(x, w_ih, w_hh, b_ih, b_hh)
    dh = np.zeros(h0.shape)
    for t in range(x.shape[1] - 1, -1, -1):
        if (t + 1) % chunk == 0:
            # the last step of its chunk: nothing comes from behind
            dh = np.zeros(h0.shape)
        grads = rnn_cell_backward(doutputs[:, t] + dh, x[:, t], states[t], w_ih, w_hh, b_ih, b_hh)
        dx[:, t] = grads[0]
        dh = grads[1]
        dw_ih += grads[2]
        dw_hh += grads[3]
        db_ih += grads[4]
        db_hh += grads[5]
    return dx, dh, dw_ih, dw_hh, db_ih, db_hh
