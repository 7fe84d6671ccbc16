"""Other formulas: PyTorch's own forms with log1p and log-sum-exp, take_along_axis, gradients from the chain rule."""

import numpy as np


def put_together(losses, reduction):
    if reduction == "mean":
        return np.sum(losses) / np.size(losses)
    return np.sum(losses) if reduction == "sum" else losses


def at_labels(scores, labels):
    return np.take_along_axis(np.asarray(scores, dtype=float), labels[:, np.newaxis], axis=1)


def log_sum_exp(z):
    return np.logaddexp.reduce(np.asarray(z, dtype=float), axis=1, keepdims=True)


def binary_cross_entropy(probs, target, reduction="mean"):
    with np.errstate(divide="ignore"):
        log_p = np.clip(np.log(probs), -100, 0)
        log_q = np.clip(np.log1p(-probs), -100, 0)
    return put_together((target - 1) * log_q - target * log_p, reduction)


def binary_cross_entropy_gradient(probs, target, reduction="mean"):
    variance = probs - probs**2
    slopes = (probs - target) / np.where(variance < 1e-12, 1e-12, variance)
    return slopes / probs.size if reduction == "mean" else slopes


def bce_with_logits(logits, target, pos_weight=None, reduction="mean"):
    z = np.asarray(logits, dtype=float)
    # (1 - t) z + (1 + (w - 1) t) softplus(-z)
    factor = 1 if pos_weight is None else 1 + (np.asarray(pos_weight) - 1) * target
    softplus = np.log1p(np.exp(-np.abs(z))) + np.maximum(-z, 0)
    return put_together((1 - target) * z + factor * softplus, reduction)


def bce_with_logits_gradient(logits, target, pos_weight=None, reduction="mean"):
    z = np.asarray(logits, dtype=float)
    if pos_weight is None:
        pos_weight = 1.0
    sigmoid = (1 + np.tanh(z / 2)) / 2
    slopes = sigmoid * (1 - target + pos_weight * target) - pos_weight * target
    return slopes / z.size if reduction == "mean" else slopes


def nll_loss(log_probs, labels, reduction="mean"):
    return put_together(-at_labels(log_probs, labels)[:, 0], reduction)


def nll_loss_gradient(log_probs, labels, reduction="mean"):
    slopes = np.zeros(log_probs.shape)
    np.put_along_axis(slopes, labels[:, np.newaxis], -1.0, axis=1)
    return slopes / len(labels) if reduction == "mean" else slopes


def cross_entropy(logits, labels, label_smoothing=0, reduction="mean"):
    lse = log_sum_exp(logits)
    right = (lse - at_labels(logits, labels))[:, 0]
    smooth = (lse - logits).mean(axis=1)
    return put_together((1 - label_smoothing) * right + label_smoothing * smooth, reduction)


def cross_entropy_gradient(logits, labels, label_smoothing=0, reduction="mean"):
    slopes = np.exp(logits - log_sum_exp(logits))
    slopes -= label_smoothing / logits.shape[1]
    np.subtract.at(slopes, (np.arange(len(labels)), labels), 1 - label_smoothing)
    if reduction == "mean":
        slopes /= len(labels)
    return slopes


def sparse_categorical_crossentropy(y, labels, from_logits, reduction="mean"):
    if from_logits:
        return cross_entropy(y, labels, reduction=reduction)
    p = at_labels(y, labels)[:, 0]
    return put_together(np.log(1 / np.minimum(np.maximum(p, 1e-7), 1 - 1e-7)), reduction)


def sparse_categorical_crossentropy_gradient(y, labels, from_logits, reduction="mean"):
    if from_logits:
        return cross_entropy_gradient(y, labels, reduction=reduction)
    mask = np.arange(y.shape[1]) == labels[:, np.newaxis]
    mask &= (y >= 1e-7) & (y <= 1 - 1e-7)
    slopes = np.zeros(y.shape)
    np.divide(-1, y, out=slopes, where=mask)
    return slopes / len(y) if reduction == "mean" else slopes


def kl_div(log_input, target, reduction="batchmean"):
    t = np.asarray(target, dtype=float)
    log_t = np.zeros(t.shape)
    np.log(t, out=log_t, where=t > 0)
    losses = t * log_t - t * log_input
    if reduction == "batchmean":
        return np.sum(losses) / losses.shape[0]
    return put_together(losses, reduction)


def kl_div_gradient(log_input, target, reduction="batchmean"):
    divisors = {"batchmean": log_input.shape[0], "mean": log_input.size}
    return target * (-1.0 / divisors.get(reduction, 1))


def hinge_loss(scores, labels, reduction="mean"):
    # with the right class left in, which adds exactly 1 to each sum
    excess = 1 + scores - at_labels(scores, labels)
    losses = (np.where(excess > 0, excess, 0).sum(axis=1) - 1) / scores.shape[1]
    return put_together(losses, reduction)


def hinge_loss_gradient(scores, labels, reduction="mean"):
    slopes = (scores > at_labels(scores, labels) - 1).astype(float)
    rows = np.arange(len(labels))
    slopes[rows, labels] = 0
    slopes[rows, labels] = -slopes.sum(axis=1)
    slopes /= slopes.shape[1]
    return slopes / len(labels) if reduction == "mean" else slopes


def focal_loss(logits, target, gamma=2, reduction="mean"):
    # as torchvision has it: p_t from both classes, times the cross-entropy with logits
    p = (1 + np.tanh(np.asarray(logits) / 2)) / 2
    p_t = p * target + (1 - p) * (1 - target)
    return put_together((1 - p_t) ** gamma * bce_with_logits(logits, target, reduction="none"), reduction)


def focal_loss_gradient(logits, target, gamma=2, reduction="mean"):
    # product rule: factor' * loss + factor * loss'
    z = np.asarray(logits, dtype=float)
    q = np.abs(target - (1 + np.tanh(z / 2)) / 2)
    loss = bce_with_logits(z, target, reduction="none")
    factor_slope = -gamma * q**gamma * (1 - q) * (2 * target - 1)
    loss_slope = bce_with_logits_gradient(z, target, reduction="none")
    slopes = factor_slope * loss + q**gamma * loss_slope
    return slopes / z.size if reduction == "mean" else slopes
