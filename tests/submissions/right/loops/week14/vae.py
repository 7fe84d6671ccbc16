"""Plain Python loops: one latent dimension and one pixel at a time."""

import math

import numpy as np


def reparameterize(mu, logvar, eps):
    z = np.zeros(np.shape(mu))
    for i in np.ndindex(z.shape):
        sigma = math.exp(0.5 * float(logvar[i]))
        z[i] = float(mu[i]) + sigma * float(eps[i])
    return z


def kl_standard_normal(mu, logvar):
    total = 0.0
    for means, logvars in zip(mu, logvar):
        for m, v in zip(means, logvars):
            m, v = float(m), float(v)
            total += 0.5 * (m * m + math.exp(v) - 1 - v)
    return total / len(mu)


def clamped_log(p):
    return -100.0 if p <= 0 else max(math.log(p), -100.0)


def vae_loss(recon, x, mu, logvar):
    total = 0.0
    for i in np.ndindex(recon.shape):
        p, t = float(recon[i]), float(x[i])
        total -= t * clamped_log(p) + (1 - t) * clamped_log(1 - p)
    return total / recon.shape[0] + kl_standard_normal(mu, logvar)


def vae_loss_backward(recon, x, mu, logvar):
    n = recon.shape[0]
    drecon, dmu, dlogvar = np.zeros(recon.shape), np.zeros(mu.shape), np.zeros(mu.shape)
    for i in np.ndindex(recon.shape):
        p, t = float(recon[i]), float(x[i])
        drecon[i] = (p - t) / max(p * (1 - p), 1e-12) / n
    for i in np.ndindex(mu.shape):
        dmu[i] = mu[i] / n
        dlogvar[i] = (math.exp(float(logvar[i])) - 1) / (2 * n)
    return drecon, dmu, dlogvar
