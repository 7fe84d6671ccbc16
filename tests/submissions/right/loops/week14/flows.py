"""Plain Python loops: one column, one weight, one state and one step at a time."""

import math

import numpy as np


def affine_coupling_forward(x, s, t):
    n, d = x.shape
    half = d // 2
    y, log_det = np.zeros((n, d)), np.zeros(n)
    for i in range(n):
        for j in range(d):
            if j < half:
                y[i, j] = x[i, j]
            else:
                k = j - half
                y[i, j] = float(x[i, j]) * math.exp(s[i, k]) + float(t[i, k])
                log_det[i] += s[i, k]
    return y, log_det


def affine_coupling_inverse(y, s, t):
    n, d = y.shape
    half = d // 2
    x = np.zeros((n, d))
    for i in range(n):
        for j in range(d):
            if j < half:
                x[i, j] = y[i, j]
            else:
                k = j - half
                x[i, j] = (float(y[i, j]) - float(t[i, k])) / math.exp(s[i, k])
    return x


def masked_conv_mask(kernel, kind):
    if kind != "A" and kind != "B":
        raise ValueError(f"unknown kind of mask: {kind}")
    kh, kw = (kernel, kernel) if isinstance(kernel, int) else kernel
    mask = np.zeros((kh, kw))
    for i in range(kh):
        for j in range(kw):
            above = i < kh // 2
            left = i == kh // 2 and j < kw // 2
            centre = i == kh // 2 and j == kw // 2
            if above or left or (centre and kind == "B"):
                mask[i, j] = 1.0
    return mask


def energy_to_probs(energies):
    probs = np.zeros(energies.shape)
    for i in np.ndindex(energies.shape[:-1]):
        row = [float(e) for e in energies[i]]
        lowest = min(row)
        weights = [math.exp(lowest - e) for e in row]
        total = math.fsum(weights)
        probs[i] = [w / total for w in weights]
    return probs


def diffuse(x0, t, betas, noise):
    x = np.zeros(x0.shape)
    for i in range(len(x0)):
        kept = 1.0
        for step in range(int(t[i]) + 1):
            kept *= 1 - float(betas[step])
        x[i] = math.sqrt(kept) * x0[i] + math.sqrt(1 - kept) * noise[i]
    return x
