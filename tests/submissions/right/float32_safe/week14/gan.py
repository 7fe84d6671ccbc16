"""Keeps float32: everything is cast to the floating type of the logits, and exp only sees what is not positive."""

import numpy as np


def to_float(x):
    return np.asarray(x, dtype=np.result_type(x, np.float32))


def own_softplus(z):
    return np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))


def own_sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z < 0, e, np.ones_like(e)) / (1 + e)


def discriminator_loss(real_logits, fake_logits):
    real, fake = to_float(real_logits), to_float(fake_logits)
    return own_softplus(-real).mean() + own_softplus(fake).mean()


def generator_loss(fake_logits):
    return own_softplus(-to_float(fake_logits)).mean()


def discriminator_loss_gradient(real_logits, fake_logits):
    real, fake = to_float(real_logits), to_float(fake_logits)
    dreal, dfake = -own_sigmoid(-real) / real.size, own_sigmoid(fake) / fake.size
    return dreal.astype(real.dtype), dfake.astype(fake.dtype)


def generator_loss_gradient(fake_logits):
    fake = to_float(fake_logits)
    return (-own_sigmoid(-fake) / fake.size).astype(fake.dtype)


def gan_total_loss(real_logits, fake_logits):
    real, fake = to_float(real_logits), to_float(fake_logits)
    return (own_softplus(-real).mean() + own_softplus(fake).mean()) + own_softplus(-fake).mean()
