"""Another form: by way of standard deviations, of the binary entropy as one logarithm, and of means of row sums."""

import numpy as np


def reparameterize(mu, logvar, eps):
    half = np.asarray(logvar, dtype=float) * 0.5
    return np.add(mu, np.multiply(eps, np.exp(half)))


def kl_standard_normal(mu, logvar):
    logvar = np.asarray(logvar, dtype=float)
    sigma = np.exp(logvar / 2)
    each_example = np.sum(mu * mu + sigma * sigma - logvar - 1, axis=1)
    return np.mean(each_example) / 2


def vae_loss(recon, x, mu, logvar):
    with np.errstate(divide="ignore"):
        log_p = np.clip(np.log(recon), -100, None)
        log_q = np.clip(np.log1p(-recon), -100, None)
    losses = -log_q - x * (log_p - log_q)
    return losses.reshape(len(recon), -1).sum(axis=1).mean() + kl_standard_normal(mu, logvar)


def vae_loss_backward(recon, x, mu, logvar):
    share = 1 / len(recon)
    variance = recon - recon**2
    drecon = share * (recon - x) / np.where(variance > 1e-12, variance, 1e-12)
    return drecon, share * mu, share / 2 * np.expm1(logvar)
