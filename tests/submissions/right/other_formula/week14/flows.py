"""Another form: a copy with its second half replaced, the flat order of drawing, and a logarithm of the sum."""

import numpy as np


def affine_coupling_forward(x, s, t):
    first = x.shape[1] - s.shape[1]
    y = np.array(x, dtype=float)
    y[:, first:] *= np.exp(s)
    y[:, first:] += t
    return y, np.einsum("nd->n", s)


def affine_coupling_inverse(y, s, t):
    first = y.shape[1] - s.shape[1]
    x = np.array(y, dtype=float)
    x[:, first:] = (x[:, first:] - t) / np.exp(s)
    return x


def masked_conv_mask(kernel, kind):
    if kind not in {"A", "B"}:
        raise ValueError(kind)
    kh, kw = kernel if np.ndim(kernel) else (kernel, kernel)
    ones = kh * kw // 2 + (1 if kind == "B" else 0)
    return np.repeat([1.0, 0.0], [ones, kh * kw - ones]).reshape(kh, kw)


def energy_to_probs(energies):
    log_partition = np.logaddexp.reduce(-energies.astype(float), axis=-1, keepdims=True)
    return np.exp(-energies - log_partition)


def diffuse(x0, t, betas, noise):
    kept = np.array([np.prod(1 - betas[: step + 1]) for step in t])
    signal, spread = np.sqrt(kept), np.sqrt(1 - kept)
    return (signal * x0.T + spread * noise.T).T
