"""Plain Python loops: one logit at a time, with the functions of math."""

import math

import numpy as np


def numbers(x):
    return [float(v) for v in np.asarray(x).flat]


def minus_log_probability(z):
    """−ln σ(z): math.exp never sees a positive number."""
    if z >= 0:
        return math.log1p(math.exp(-z))
    return -z + math.log1p(math.exp(z))


def probability(z):
    if z >= 0:
        return 1 / (1 + math.exp(-z))
    return math.exp(z) / (1 + math.exp(z))


def discriminator_loss(real_logits, fake_logits):
    real, fake = numbers(real_logits), numbers(fake_logits)
    loss = 0.0
    for r in real:
        loss += minus_log_probability(r) / len(real)
    for f in fake:
        loss += minus_log_probability(-f) / len(fake)
    return loss


def generator_loss(fake_logits):
    fake = numbers(fake_logits)
    loss = 0.0
    for f in fake:
        loss += minus_log_probability(f)
    return loss / len(fake)


def discriminator_loss_gradient(real_logits, fake_logits):
    dreal, dfake = np.zeros(np.shape(real_logits)), np.zeros(np.shape(fake_logits))
    for i in np.ndindex(dreal.shape):
        dreal[i] = -probability(-float(real_logits[i])) / dreal.size
    for j in np.ndindex(dfake.shape):
        dfake[j] = probability(float(fake_logits[j])) / dfake.size
    return dreal, dfake


def generator_loss_gradient(fake_logits):
    dfake = np.zeros(np.shape(fake_logits))
    for j in np.ndindex(dfake.shape):
        dfake[j] = -probability(-float(fake_logits[j])) / dfake.size
    return dfake


def gan_total_loss(real_logits, fake_logits):
    return discriminator_loss(real_logits, fake_logits) + generator_loss(fake_logits)
