"""Keeps float32: everything is cast to a floating type, and the results come back in it."""

import numpy as np


def to_float(x):
    return np.asarray(x, dtype=np.result_type(x, np.float32))


def affine_coupling_forward(x, s, t):
    x, s, t = to_float(x), to_float(s), to_float(t)
    half = x.shape[1] // 2
    return np.concatenate([x[:, :half], x[:, half:] * np.exp(s) + t], axis=1), np.sum(s, axis=1)


def affine_coupling_inverse(y, s, t):
    y, s, t = to_float(y), to_float(s), to_float(t)
    half = y.shape[1] // 2
    return np.concatenate([y[:, :half], np.exp(-s) * (y[:, half:] - t)], axis=1)


def masked_conv_mask(kernel, kind):
    if kind not in ("A", "B"):
        raise ValueError("kind must be 'A' or 'B'")
    kh, kw = (kernel, kernel) if isinstance(kernel, (int, np.integer)) else kernel
    mask = np.ones((kh, kw))
    mask[kh // 2, kw // 2 + (kind == "B") :] = 0
    mask[kh // 2 + 1 :] = 0
    return mask


def energy_to_probs(energies):
    energies = to_float(energies)
    weights = np.exp(-(energies - np.min(energies, axis=-1, keepdims=True)))
    return weights / np.sum(weights, axis=-1, keepdims=True)


def diffuse(x0, t, betas, noise):
    x0, betas, noise = to_float(x0), to_float(betas), to_float(noise)
    kept = np.cumprod(1 - betas)[t]
    kept = np.expand_dims(kept, tuple(range(1, x0.ndim)))
    return np.sqrt(kept) * x0 + np.sqrt(1 - kept) * noise
