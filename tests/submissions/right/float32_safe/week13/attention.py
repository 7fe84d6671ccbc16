"""Keeps float32: the scale is a Python number, and the mask a large finite one of the scores' own dtype."""

import math

import numpy as np


def scaled_dot_product_attention(q, k, v, mask=None):
    scores = np.matmul(q, k.swapaxes(-1, -2)) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = np.where(mask, scores, np.finfo(scores.dtype).min)
    weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights /= weights.sum(axis=-1, keepdims=True)
    return np.matmul(weights, v)


def multi_head_attention(x, params, heads):
    n, t, d = x.shape

    def project(name):
        y = np.matmul(x, params["w_" + name].T) + params["b_" + name]
        return y.reshape(n, t, heads, d // heads).transpose(0, 2, 1, 3)

    y = scaled_dot_product_attention(project("q"), project("k"), project("v"))
    return np.matmul(y.transpose(0, 2, 1, 3).reshape(n, t, d), params["w_o"].T) + params["b_o"]


def sinusoidal_positions(length, dim):
    out = np.empty((length, dim))
    positions = np.arange(length)[:, None]
    rates = 10000.0 ** (-np.arange(0, dim, 2) / dim)
    out[:, 0::2] = np.sin(positions * rates)
    out[:, 1::2] = np.cos(positions * rates[: dim // 2])
    return out
