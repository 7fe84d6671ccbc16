"""Another form: np.logaddexp for the losses, tanh for the sigmoid, and probability minus label for the gradients."""

import numpy as np


def own_cross_entropy(logits, label):
    """ln(1 + e^z) − label · z, the mean over all logits."""
    return np.mean(np.logaddexp(0.0, logits) - label * np.asarray(logits, dtype=float))


def own_cross_entropy_gradient(logits, label):
    probs = (np.tanh(np.asarray(logits, dtype=float) / 2) + 1) / 2
    return (probs - label) / np.size(logits)


def discriminator_loss(real_logits, fake_logits):
    return own_cross_entropy(real_logits, 1) + own_cross_entropy(fake_logits, 0)


def generator_loss(fake_logits):
    return own_cross_entropy(fake_logits, 1)


def discriminator_loss_gradient(real_logits, fake_logits):
    return own_cross_entropy_gradient(real_logits, 1), own_cross_entropy_gradient(fake_logits, 0)


def generator_loss_gradient(fake_logits):
    return own_cross_entropy_gradient(fake_logits, 1)


def gan_total_loss(real_logits, fake_logits):
    # softplus(f) + softplus(-f) = |f| + 2 log(1 + exp(-|f|))
    size = np.abs(np.asarray(fake_logits, dtype=float))
    return own_cross_entropy(real_logits, 1) + np.mean(size + 2 * np.log1p(np.exp(-size)))
