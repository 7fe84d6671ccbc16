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


def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    N, H = h.shape
    new = np.zeros((N, H))
    for n in range(N):
        for j in range(H):
            new[n, j] = math.tanh(_linear(x[n], w_ih, b_ih, j) + _linear(h[n], w_hh, b_hh, j))
    return new


def lstm_cell(x, h, c, w_ih, w_hh, b_ih, b_hh):
    N, H = h.shape
    new_h = np.zeros((N, H))
    new_c = np.zeros((N, H))
    for n in range(N):
        for j in range(H):
            a = []
            for gate in range(4):
                row = gate * H + j
                a.append(_linear(x[n], w_ih, b_ih, row) + _linear(h[n], w_hh, b_hh, row))
            new_c[n, j] = _sigmoid(a[1]) * c[n, j] + _sigmoid(a[0]) * math.tanh(a[2])
            new_h[n, j] = _sigmoid(a[3]) * math.tanh(new_c[n, j])
    return new_h, new_c


def gru_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    N, H = h.shape
    new = np.zeros((N, H))
    for n in range(N):
        for j in range(H):
            r = _sigmoid(_linear(x[n], w_ih, b_ih, j) + _linear(h[n], w_hh, b_hh, j))
            z = _sigmoid(_linear(x[n], w_ih, b_ih, H + j) + _linear(h[n], w_hh, b_hh, H + j))
            cand = math.tanh(_linear(x[n], w_ih, b_ih, 2 * H + j) + r * _linear(h[n], w_hh, b_hh, 2 * H + j))
            new[n, j] = (1 - z) * cand + z * h[n, j]
    return new
