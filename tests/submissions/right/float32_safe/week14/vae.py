"""Keeps float32: everything is cast to a floating type, and the results come back in it."""

import numpy as np


def to_float(x):
    return np.asarray(x, dtype=np.result_type(x, np.float32))


def reparameterize(mu, logvar, eps):
    mu, logvar, eps = to_float(mu), to_float(logvar), to_float(eps)
    return mu + np.exp(logvar / 2) * eps


def kl_standard_normal(mu, logvar):
    mu, logvar = to_float(mu), to_float(logvar)
    return 0.5 * np.sum(mu**2 + np.exp(logvar) - 1 - logvar) / mu.dtype.type(len(mu))


def vae_loss(recon, x, mu, logvar):
    recon = to_float(recon)
    tiny = recon.dtype.type(np.exp(np.float64(-100)))
    log_p = np.log(np.maximum(recon, tiny))
    log_q = np.log(np.maximum(1 - recon, tiny))
    reconstruction = -np.sum(x * log_p + (1 - x) * log_q) / recon.dtype.type(len(recon))
    return reconstruction + kl_standard_normal(mu, logvar)


def vae_loss_backward(recon, x, mu, logvar):
    recon, mu, logvar = to_float(recon), to_float(mu), to_float(logvar)
    n = len(recon)
    drecon = (recon - x) / np.maximum(recon * (1 - recon), 1e-12) / n
    dlogvar = (np.exp(logvar) - 1) / (2 * n)
    return drecon.astype(recon.dtype), (mu / n).astype(mu.dtype), dlogvar.astype(logvar.dtype)
