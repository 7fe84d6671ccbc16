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


def _rnn_step(x, h, w_ih, w_hh, b_ih, b_hh):
    """One example, one step."""
    return [math.tanh(_linear(x, w_ih, b_ih, j) + _linear(h, w_hh, b_hh, j)) for j in range(len(h))]


def rnn_forward(x, h0, w_ih, w_hh, b_ih, b_hh):
    N, T, _ = x.shape
    H = h0.shape[1]
    outputs = np.zeros((N, T, H))
    for n in range(N):
        h = list(h0[n])
        for t in range(T):
            h = _rnn_step(x[n, t], h, w_ih, w_hh, b_ih, b_hh)
            outputs[n, t] = h
    return outputs, outputs[:, T - 1].copy()


def lstm_forward(x, h0, c0, w_ih, w_hh, b_ih, b_hh):
    N, T, _ = x.shape
    H = h0.shape[1]
    outputs = np.zeros((N, T, H))
    h_n = np.zeros((N, H))
    c_n = np.zeros((N, H))
    for n in range(N):
        h, c = list(h0[n]), list(c0[n])
        for t in range(T):
            new_h, new_c = [], []
            for j in range(H):
                i, f, g, o = (
                    _linear(x[n, t], w_ih, b_ih, k * H + j) + _linear(h, w_hh, b_hh, k * H + j) for k in range(4)
                )
                cell = _sigmoid(f) * c[j] + _sigmoid(i) * math.tanh(g)
                new_c.append(cell)
                new_h.append(_sigmoid(o) * math.tanh(cell))
            h, c = new_h, new_c
            outputs[n, t] = h
        h_n[n], c_n[n] = h, c
    return outputs, (h_n, c_n)


def gru_forward(x, h0, w_ih, w_hh, b_ih, b_hh):
    N, T, _ = x.shape
    H = h0.shape[1]
    outputs = np.zeros((N, T, H))
    for n in range(N):
        h = list(h0[n])
        for t in range(T):
            new = []
            for j in range(H):
                u = [_linear(x[n, t], w_ih, b_ih, k * H + j) for k in range(3)]
                v = [_linear(h, w_hh, b_hh, k * H + j) for k in range(3)]
                r = _sigmoid(u[0] + v[0])
                z = _sigmoid(u[1] + v[1])
                new.append((1 - z) * math.tanh(u[2] + r * v[2]) + z * h[j])
            h = new
            outputs[n, t] = h
    return outputs, outputs[:, T - 1].copy()


def bidirectional_rnn(x, h0_forward, h0_backward, params_forward, params_backward):
    N, T, _ = x.shape
    H = h0_forward.shape[1]
    outputs = np.zeros((N, T, 2 * H))
    h_n = np.zeros((2, N, H))
    for n in range(N):
        h = list(h0_forward[n])
        for t in range(T):
            h = _rnn_step(x[n, t], h, **params_forward)
            outputs[n, t, :H] = h
        h_n[0, n] = h
        h = list(h0_backward[n])
        for t in range(T - 1, -1, -1):
            h = _rnn_step(x[n, t], h, **params_backward)
            outputs[n, t, H:] = h
        h_n[1, n] = h
    return outputs, h_n


def _split(params):
    recurrent = [params["w_ih"], params["w_hh"], params["b_ih"], params["b_hh"]]
    return recurrent, params["w_out"], params["b_out"]


def many_to_one(x, params):
    recurrent, w_out, b_out = _split(params)
    N, T, _ = x.shape
    y = np.zeros((N, len(b_out)))
    for n in range(N):
        h = [0.0] * len(w_out[0])
        for t in range(T):
            h = _rnn_step(x[n, t], h, *recurrent)
        for k in range(len(b_out)):
            y[n, k] = _linear(h, w_out, b_out, k)
    return y


def one_to_many(x, steps, params):
    recurrent, w_out, b_out = _split(params)
    N, features = x.shape
    outputs = np.zeros((N, steps, features))
    for n in range(N):
        y = x[n]
        h = [0.0] * len(w_out[0])
        for s in range(steps):
            h = _rnn_step(y, h, *recurrent)
            y = [_linear(h, w_out, b_out, k) for k in range(features)]
            outputs[n, s] = y
    return outputs


def many_to_many(x, params):
    recurrent, w_out, b_out = _split(params)
    N, T, _ = x.shape
    y = np.zeros((N, T, len(b_out)))
    for n in range(N):
        h = [0.0] * len(w_out[0])
        for t in range(T):
            h = _rnn_step(x[n, t], h, *recurrent)
            for k in range(len(b_out)):
                y[n, t, k] = _linear(h, w_out, b_out, k)
    return y
