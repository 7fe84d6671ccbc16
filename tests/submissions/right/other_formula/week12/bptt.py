import numpy as np


def _logistic(a):
    return (1 + np.tanh(a / 2)) / 2


def _through_weights(da, x, h, w_ih, w_hh):
    """Back through [x, h, 1] @ [w_ih, w_hh, b].T in one go."""
    n_in = x.shape[1]
    ones = np.ones((x.shape[0], 1))
    d_joined = da @ np.hstack([w_ih, w_hh])
    d_weights = da.T @ np.hstack([x, h, ones])
    db = d_weights[:, -1]
    return d_joined[:, :n_in], d_joined[:, n_in:], d_weights[:, :n_in], d_weights[:, n_in:-1], db, db.copy()


def rnn_cell_backward(dh_next, x, h, w_ih, w_hh, b_ih, b_hh):
    a = np.hstack([x, h]) @ np.hstack([w_ih, w_hh]).T + (b_ih + b_hh)
    # the slope of tanh is 4 s(2a) s(-2a)
    da = dh_next * 4 * _logistic(2 * a) * _logistic(-2 * a)
    return _through_weights(da, x, h, w_ih, w_hh)


def lstm_cell_backward(dh_next, dc_next, x, h, c, w_ih, w_hh, b_ih, b_hh):
    N, H = h.shape
    a = (np.hstack([x, h]) @ np.hstack([w_ih, w_hh]).T + (b_ih + b_hh)).reshape(N, 4, H)
    s = _logistic(a)
    slopes = s * _logistic(-a)
    i, f, o = s[:, 0], s[:, 1], s[:, 3]
    g = np.tanh(a[:, 2])
    slopes[:, 2] = (1 - g) * (1 + g)
    t = np.tanh(f * c + i * g)
    through_h = dh_next * o
    d_cell = dc_next + through_h - through_h * t * t
    upstream = np.stack([d_cell * g, d_cell * c, d_cell * i, dh_next * t], axis=1)
    dx, dh, dw_ih, dw_hh, db_ih, db_hh = _through_weights((upstream * slopes).reshape(N, 4 * H), x, h, w_ih, w_hh)
    return dx, dh, d_cell * f, dw_ih, dw_hh, db_ih, db_hh


def gru_cell_backward(dh_next, x, h, w_ih, w_hh, b_ih, b_hh):
    N, H = h.shape
    rz = _logistic((x @ w_ih[: 2 * H].T + h @ w_hh[: 2 * H].T + b_ih[: 2 * H] + b_hh[: 2 * H]).reshape(N, 2, H))
    r, z = rz[:, 0], rz[:, 1]
    inside = h @ w_hh[2 * H :].T + b_hh[2 * H :]
    n = np.tanh(x @ w_ih[2 * H :].T + b_ih[2 * H :] + r * inside)
    dn = (dh_next - dh_next * z) * (1 - n) * (1 + n)
    dr = dn * inside * (r - r**2)
    dz = dh_next * (h - n) * (z - z**2)
    gates = np.hstack([dr, dz])
    dx = gates @ w_ih[: 2 * H] + dn @ w_ih[2 * H :]
    dh = gates @ w_hh[: 2 * H] + (dn * r) @ w_hh[2 * H :] + dh_next * z
    dw_ih = np.vstack([gates.T @ x, dn.T @ x])
    dw_hh = np.vstack([gates.T @ h, (dn * r).T @ h])
    db_ih = np.hstack([gates.sum(axis=0), dn.sum(axis=0)])
    db_hh = np.hstack([gates.sum(axis=0), (dn * r).sum(axis=0)])
    return dx, dh, dw_ih, dw_hh, db_ih, db_hh


def _forward(x, h0, w_ih, w_hh, b_ih, b_hh):
    """h_0 … h_T, batch first."""
    states = [h0]
    for part in np.moveaxis(x @ w_ih.T + (b_ih + b_hh), 1, 0):
        states.append(np.tanh(part + states[-1] @ w_hh.T))
    return np.stack(states, axis=1)


def _gather(das, x, states, w_ih, w_hh):
    """All sums at once, from the gradients of what went into tanh, (N, T, H)."""
    db = np.einsum("nth->h", das)
    return das @ w_ih, np.einsum("nth,nti->hi", das, x), np.einsum("nth,ntk->hk", das, states[:, :-1]), db, db.copy()


def _go_back(doutputs, dh, x, h0, w_ih, w_hh, b_ih, b_hh, cut):
    states = _forward(x, h0, w_ih, w_hh, b_ih, b_hh)
    das = np.zeros(doutputs.shape)
    for t in range(x.shape[1])[::-1]:
        keeps = 0.0 if (t + 1) in cut else 1.0
        das[:, t] = (doutputs[:, t] + keeps * dh) * (1 - states[:, t + 1] ** 2)
        dh = das[:, t] @ w_hh
    dx, *of_params = _gather(das, x, states, w_ih, w_hh)
    return [dx, dh, *of_params]


def rnn_backward(doutputs, dh_n, x, h0, w_ih, w_hh, b_ih, b_hh):
    return _go_back(doutputs, dh_n, x, h0, w_ih, w_hh, b_ih, b_hh, cut=())


def truncated_bptt(doutputs, x, h0, w_ih, w_hh, b_ih, b_hh, chunk):
    cut = range(chunk, x.shape[1], chunk)
    return _go_back(doutputs, np.zeros(h0.shape), x, h0, w_ih, w_hh, b_ih, b_hh, cut=cut)
