"""Other formulas: einsum, a mask that is added, weights cut into heads, waves from complex numbers."""

import numpy as np


def scaled_dot_product_attention(q, k, v, mask=None):
    scores = np.einsum("...td,...sd->...ts", q * q.shape[-1] ** -0.5, k)
    if mask is not None:
        scores = scores + np.where(mask, 0.0, -np.inf)
    log_total = np.logaddexp.reduce(scores, axis=-1, keepdims=True)
    return np.einsum("...ts,...se->...te", np.exp(scores - log_total), v)


def multi_head_attention(x, params, heads):
    # Every head has rows of w_q, w_k and w_v, and columns of w_o; what the heads give is added up.
    total = params["b_o"]
    for rows in np.split(np.arange(x.shape[-1]), heads):
        q, k, v = (np.einsum("ntd,ed->nte", x, params["w_" + c][rows]) + params["b_" + c][rows] for c in "qkv")
        total = total + scaled_dot_product_attention(q, k, v) @ params["w_o"][:, rows].T
    return total


def sinusoidal_positions(length, dim):
    pairs = np.arange(0, dim, 2)
    rates = np.exp(-np.log(10000.0) * pairs / dim)
    waves = np.exp(1j * np.outer(np.arange(length), rates))
    return np.stack([waves.imag, waves.real], axis=-1).reshape(length, -1)[:, :dim]
