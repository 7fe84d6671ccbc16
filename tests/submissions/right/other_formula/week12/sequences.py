import functools
import itertools

import numpy as np


def _logistic(a):
    return (1 + np.tanh(a / 2)) / 2


def _time_first(x, w_ih, b_ih):
    """The inputs' part of all steps in one product, (T, N, gates)."""
    return np.tensordot(x, w_ih, axes=([2], [1])).swapaxes(0, 1) + b_ih


def _scan(step, parts, h0):
    """All states from h0 on, h0 left out, batch first."""
    states = list(itertools.accumulate(parts, step, initial=h0))
    return np.array(states[1:]).swapaxes(0, 1), states[-1]


def rnn_forward(x, h0, w_ih, w_hh, b_ih, b_hh):
    return _scan(lambda h, part: np.tanh(part + h @ w_hh.T), _time_first(x, w_ih, b_ih + b_hh), h0)


def lstm_forward(x, h0, c0, w_ih, w_hh, b_ih, b_hh):
    H = h0.shape[1]

    def step(state, part):
        h, c = state
        a = part + h @ w_hh.T
        s = _logistic(a)
        c = s[:, H : 2 * H] * c + s[:, :H] * np.tanh(a[:, 2 * H : 3 * H])
        return s[:, 3 * H :] * np.tanh(c), c

    states = list(itertools.accumulate(_time_first(x, w_ih, b_ih + b_hh), step, initial=(h0, c0)))
    return np.array([h for h, _ in states[1:]]).swapaxes(0, 1), states[-1]


def gru_forward(x, h0, w_ih, w_hh, b_ih, b_hh):
    H = h0.shape[1]

    def step(h, part):
        v = h @ w_hh.T + b_hh
        r, z = np.split(_logistic(part[:, : 2 * H] + v[:, : 2 * H]), 2, axis=1)
        n = np.tanh(part[:, 2 * H :] + r * v[:, 2 * H :])
        return n + z * (h - n)

    return _scan(step, _time_first(x, w_ih, b_ih), h0)


def bidirectional_rnn(x, h0_forward, h0_backward, params_forward, params_backward):
    f, f_last = rnn_forward(x, h0_forward, **params_forward)
    b, b_last = rnn_forward(np.flip(x, axis=1), h0_backward, **params_backward)
    return np.dstack([f, np.flip(b, axis=1)]), np.array([f_last, b_last])


def _step(params, h, x):
    return np.tanh(x @ params["w_ih"].T + h @ params["w_hh"].T + params["b_ih"] + params["b_hh"])


def _zero(x, params):
    return np.zeros((x.shape[0], params["b_hh"].size))


def _head(h, params):
    return np.tensordot(h, params["w_out"], axes=(-1, 1)) + params["b_out"]


def many_to_one(x, params):
    h = functools.reduce(functools.partial(_step, params), x.swapaxes(0, 1), _zero(x, params))
    return _head(h, params)


def one_to_many(x, steps, params):
    # the head folded into the recurrence: w_ih (w_out h + b_out) + b_ih is linear in h
    w = params["w_ih"] @ params["w_out"]
    b = params["w_ih"] @ params["b_out"] + params["b_ih"] + params["b_hh"]
    h = _step(params, _zero(x, params), x)
    states = [h]
    while len(states) < steps:
        h = np.tanh(h @ (w + params["w_hh"]).T + b)
        states.append(h)
    return _head(np.stack(states, axis=1), params)


def many_to_many(x, params):
    states = itertools.accumulate(x.swapaxes(0, 1), functools.partial(_step, params), initial=_zero(x, params))
    return np.stack([_head(h, params) for h in itertools.islice(states, 1, None)], axis=1)
