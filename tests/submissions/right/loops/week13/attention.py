"""Plain Python loops: query by query, head by head, position by position."""

import math

import numpy as np


def attend(queries, keys, values, allowed):
    out = np.zeros((len(queries), values.shape[1]))
    for t, query in enumerate(queries):
        scores = {}
        for s, key in enumerate(keys):
            if allowed is None or allowed[t, s]:
                scores[s] = sum(float(a) * float(b) for a, b in zip(query, key)) / math.sqrt(len(query))
        top = max(scores.values())
        powers = {s: math.exp(score - top) for s, score in scores.items()}
        total = sum(powers.values())
        for s, power in powers.items():
            out[t] += power / total * values[s]
    return out


def scaled_dot_product_attention(q, k, v, mask=None):
    batch = q.shape[:-2]
    out = np.zeros(batch + (q.shape[-2], v.shape[-1]))
    if mask is not None:
        mask = np.broadcast_to(mask, batch + (q.shape[-2], k.shape[-2]))
    for i in np.ndindex(batch):
        out[i] = attend(q[i], k[i], v[i], None if mask is None else mask[i])
    return out


def multi_head_attention(x, params, heads):
    size = x.shape[2] // heads
    out = np.zeros(x.shape)
    for n in range(len(x)):
        q = x[n] @ params["w_q"].T + params["b_q"]
        k = x[n] @ params["w_k"].T + params["b_k"]
        v = x[n] @ params["w_v"].T + params["b_v"]
        parts = []
        for h in range(heads):
            own = slice(h * size, (h + 1) * size)
            parts.append(attend(q[:, own], k[:, own], v[:, own], None))
        out[n] = np.hstack(parts) @ params["w_o"].T + params["b_o"]
    return out


def sinusoidal_positions(length, dim):
    out = np.zeros((length, dim))
    for p in range(length):
        for column in range(dim):
            pair = column // 2
            angle = p / 10000 ** (2 * pair / dim)
            out[p, column] = math.sin(angle) if column % 2 == 0 else math.cos(angle)
    return out
